"""The versions of a text: each save is one, and none is ever changed."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max, QuerySet

from mandate.core.worddiff import Piece, difference
from mandate.platform.access.actor import Actor
from mandate.platform.access.names import people_names
from mandate.platform.text.models import Version

Subject = tuple[str, int]


def add_version(
    actor: Actor, subject: Subject, parts: Mapping[str, str], language: str, back_to: int | None = None
) -> Version:
    """Keep the texts of a subject as they are from now on. The caller has locked the subject and may change
    it."""
    last = versions_of(subject).aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        subject_kind=subject[0],
        subject_id=subject[1],
        number=last + 1,
        parts=dict(parts),
        language=language,
        user_id=actor.user_id,
        at=actor.now,
        back_to=back_to,
    )


def versions_of(subject: Subject) -> QuerySet[Version]:
    """The versions of a subject, the newest first. Who may see the subject is for the caller to ask."""
    return Version.objects.filter(subject_kind=subject[0], subject_id=subject[1]).order_by("-number")


def numbered(subject: Subject, numbers: Sequence[int]) -> Mapping[int, Version]:
    """Some versions by their numbers; those that there are."""
    return {version.number: version for version in versions_of(subject).filter(number__in=numbers)}


def writers(versions: Iterable[Version]) -> Mapping[int, str]:
    """Who wrote these, by number, as each was called then: two queries."""
    versions = list(versions)
    names = people_names({version.user_id for version in versions})
    return {version.number: names.at(version.user_id, version.at) for version in versions}


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, Sequence[Piece]]:
    """By section, the word difference of the texts that are others."""
    names = dict.fromkeys((*old, *new))
    texts = {name: (old.get(name, ""), new.get(name, "")) for name in names}
    return {name: difference(before, after) for name, (before, after) in texts.items() if before != after}
