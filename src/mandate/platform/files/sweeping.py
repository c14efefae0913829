"""Letting go what nothing names: attachments that were taken away a while ago and belong to no edition,
contents without an attachment, files in the store without a content, and files that never became whole."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from mandate.platform.files.lock import alone
from mandate.platform.files.models import Attachment, Content, Site
from mandate.platform.files.services import store

log = logging.getLogger(__name__)

PUT_BACK = timedelta(days=7)  # so long can be put back what was taken away
ON_ITS_WAY = timedelta(days=1)  # no upload takes so long
A_STEP = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was let go."""

    attachments: int = 0
    contents: int = 0
    unfinished: int = 0


def sweep(now: datetime) -> Swept:
    """Let go what nothing names. While somebody attaches or backs up, the rest is left for the next time.

    Of a store that belongs to another site all is left: what nothing names here may be named there.
    """
    if not is_ours():
        log.error("The folder of files belongs to another site, so nothing in it is let go.")
        return Swept()
    with transaction.atomic():
        attachments = _rows(now) if alone() else 0
    young = (now - ON_ITS_WAY).timestamp()
    contents = 0
    names: list[str] = []
    for name in store().names(before=young):
        names.append(name)
        if len(names) == A_STEP:
            contents += _orphans(names)
            names = []
    contents += _orphans(names)
    return Swept(attachments, contents, store().remove_unfinished(young))


def is_ours() -> bool:
    """Whether the store is this site's own."""
    return store().belongs_to(str(Site.objects.get().token))


def _rows(now: datetime) -> int:
    """The rows that nothing needs."""
    gone, _ = Attachment.objects.filter(until=F("since"), taken_at__lt=now - PUT_BACK).delete()
    Content.objects.filter(~Exists(Attachment.objects.filter(content=OuterRef("pk")))).delete()
    return gone


@transaction.atomic
def _orphans(names: list[str]) -> int:
    """Those of the files that no row names, looked up where nobody can enter one meanwhile."""
    if not names or not alone():
        return 0
    named = set(Content.objects.filter(pk__in=names).values_list("pk", flat=True))
    orphans = [name for name in names if name not in named]
    for name in orphans:
        try:
            store().remove(name)
        except OSError as error:
            log.error("The file %s cannot be let go: %s", name, error.strerror)
    return len(orphans)
