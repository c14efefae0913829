"""The files that people attached: each content is there, and is what its hash says."""

from collections.abc import Callable, Collection, Mapping

from mandate.platform.brought import brought
from mandate.platform.files.models import Attachment, Content
from mandate.platform.files.services import store
from mandate.platform.files.store import is_whole
from mandate.platform.files.sweeping import is_ours
from mandate.platform.integrity import MOST, Check, Finding, others

MEND = "take it from a copy of the folder of files, or attach the same file once more"

STRANGE = (
    "the folder of files belongs to another site, so nothing in it is let go: "
    "give each site a folder of its own (MANDATE_FILES)"
)


def check_files() -> list[Finding]:
    """Damage, with what mends it: every content is read."""
    kept = store()
    ours = is_ours()
    lost = [
        (sha256, "is damaged" if kept.has(sha256) else "is missing")
        for sha256 in Content.objects.order_by("pk").values_list("pk", flat=True).iterator()
        if not is_whole(kept, sha256)
    ]
    found = [
        Finding("damage", f"the file {sha256} {what}: {_where(sha256)}; {MEND}")
        for sha256, what in lost[:MOST]
    ]
    strange = [] if ours else [Finding("warning", STRANGE)]
    return strange + found + others("damage", len(lost) - len(found))


def _where(sha256: str) -> str:
    """Under which names people know it."""
    attached = list(Attachment.objects.filter(content=sha256).order_by("pk")[:3])
    named = []
    for one in attached:
        at = _subjects().get(one.subject_kind, _unnamed)([one.subject_id]).get(one.subject_id, "")
        named.append(f"“{one.name}” at {at or f'the {one.subject_kind}'}")
    return ", ".join(named) or "no longer attached"


def _subjects() -> Mapping[str, Callable[[Collection[int]], Mapping[int, str]]]:
    """By kind of subject what people know one by: apps say it as ``SUBJECTS`` beside their checks."""
    return {kind: names for _, said in brought("checks", "SUBJECTS") for kind, names in said.items()}


def _unnamed(subjects: Collection[int]) -> Mapping[int, str]:
    return {}


CHECKS = (Check("The attached files", 60, check_files),)
