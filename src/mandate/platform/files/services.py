"""Attaching, taking away and putting back. The app to whose thing it is done has asked for the right, and
holds that thing's row."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Hidden
from mandate.platform.access.models import User
from mandate.platform.circles.members import may_know_of
from mandate.platform.files.bounds import DAY, MIB, bounds
from mandate.platform.files.lock import share
from mandate.platform.files.looking.judging import PICTURES
from mandate.platform.files.looking.look import Looked, digest_of, from_start, is_made_anew
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.models import Attachment, Content
from mandate.platform.files.queries import belongs, of_subject, taken_from
from mandate.platform.files.store import Folder, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """What something is attached to, and which edition of it is written now."""

    kind: str
    pk: int
    unit_id: int
    edition: int = 1


def store() -> Store:
    """The store of this site."""
    return _folder(settings.FILES_DIR)


@cache
def _folder(root: Path) -> Folder:
    return Folder(root)


def attach(actor: Actor, subject: Subject, looked: Looked) -> tuple[Attachment, bool]:
    """Attach a file to the edition that is written; False where the same content is there already (and is
    whole again, should it have got lost). Must be called inside a transaction that holds the subject. Raises
    FileRefusedError, and then the transaction is to end; Hidden for somebody who is not in its circle."""
    _must_know_of(actor, subject)
    share()
    there = _there(subject)
    for one in there:
        if one.content_id == looked.sha256:
            _keep(looked.pieces())
            return one, False
    _room(there)
    _within_a_day(actor, looked.size, bounds().day)
    _keep(looked.pieces())
    content, _new = Content.objects.get_or_create(
        sha256=looked.sha256,
        defaults={"size": looked.size, "kind": looked.kind.code, "kept_at": actor.now},
    )
    attachment = Attachment.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.pk,
        unit_id=subject.unit_id,
        content=content,
        name=looked.name,
        since=subject.edition,
        attached_at=actor.now,
        attached_by_id=actor.user_id,
    )
    return attachment, True


def _must_know_of(actor: Actor, subject: Subject) -> None:
    if not may_know_of(actor, subject.kind, subject.pk):
        raise Hidden(subject.kind)


def there_if_full(actor: Actor, subject: Subject, sent: IO[bytes]) -> Attachment | None:
    """Asked before a file is looked at, which takes long: where no more can be attached to the edition that
    is written, the attachment that has the same content already. Raises FileRefusedError where none has it;
    of a picture only looking tells, where others are attached (then None)."""
    _must_know_of(actor, subject)
    there = _there(subject)
    if len(there) < bounds().subject:
        return None
    share()
    digest = digest_of(sent)
    for one in there:
        if one.content_id == digest:
            _keep(from_start(sent))
            return one
    if not is_made_anew(sent) or not any(one.content.kind in PICTURES for one in there):
        _room(there)
    return None


def _there(subject: Subject) -> list[Attachment]:
    return [one for one in of_subject(subject.kind, subject.pk) if belongs(one, subject.edition)]


def _room(there: Sequence[Attachment]) -> None:
    most = bounds().subject
    if len(there) >= most:
        raise FileRefusedError("many", {"limit": most})


def _within_a_day(actor: Actor, size: int, most: int) -> None:
    """Raises FileRefusedError. The person's row is held, so that two files at once are both counted."""
    if actor.user_id is None:
        return
    User.objects.select_for_update(no_key=True).filter(pk=actor.user_id).first()
    sent = Attachment.objects.filter(attached_by=actor.user_id, attached_at__gt=actor.now - DAY)
    if (sent.aggregate(size=Sum("content__size"))["size"] or 0) + size > most:
        raise FileRefusedError("day", {"limit": most // MIB})


def _keep(pieces: Iterator[bytes]) -> None:
    try:
        store().put(pieces)
    except OSError as error:
        log.error("A file cannot be kept in %s: %s", settings.FILES_DIR, error.strerror)
        raise FileRefusedError("no_room") from None


def take_away(actor: Actor, subject: Subject, attachment_id: int) -> Attachment | None:
    """Take an attachment away from the edition that is written; None where it is not there (any more)."""
    _must_know_of(actor, subject)
    one = of_subject(subject.kind, subject.pk).filter(pk=attachment_id).first()
    if one is None or not belongs(one, subject.edition):
        return None
    one.until, one.taken_at, one.taken_by_id = subject.edition, actor.now, actor.user_id
    one.save(update_fields=["until", "taken_at", "taken_by"])
    return one


def put_back(actor: Actor, subject: Subject, attachment_id: int) -> Attachment | None:
    """Put back what was taken away from the edition that is written; None where it cannot be (any more)."""
    _must_know_of(actor, subject)
    share()
    found = taken_from(list(of_subject(subject.kind, subject.pk)), subject.edition)
    one = next((one for one in found if one.pk == attachment_id), None)
    if one is None:
        return None
    _room(_there(subject))
    one.until, one.taken_at, one.taken_by = None, None, None
    one.save(update_fields=["until", "taken_at", "taken_by"])
    return one


# What was done in an edition of the same number that was given up is undone: first goes what was attached in
# it, then comes back what was taken away from it.
_GIVEN_UP = """
UPDATE files_attachment a SET until = a.since, taken_at = coalesce(a.taken_at, %(now)s)
FROM unnest(%(ids)s::int8[], %(numbers)s::int4[]) AS fresh (id, number)
WHERE a.subject_kind = %(kind)s AND a.subject_id = fresh.id AND a.since >= fresh.number
"""
_BACK = """
UPDATE files_attachment a SET until = NULL, taken_at = NULL, taken_by_id = NULL
FROM unnest(%(ids)s::int8[], %(numbers)s::int4[]) AS fresh (id, number)
WHERE a.subject_kind = %(kind)s AND a.subject_id = fresh.id AND a.since < fresh.number
AND a.until >= fresh.number
"""


def begin_editions(actor: Actor, kind: str, editions: Mapping[int, int]) -> None:
    """Begin new editions, by subject their numbers, each with what belongs to the one before. Where an
    edition of that number was given up, what was done to attachments in it is forgotten. Two queries, in the
    caller's transaction."""
    if not editions:
        return
    told: dict[str, Any] = {
        "kind": kind,
        "ids": list(editions),
        "numbers": list(editions.values()),
        "now": actor.now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_UP, told)
        cursor.execute(_BACK, told)
