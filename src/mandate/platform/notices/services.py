"""Telling people, and marking what they have read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404

from mandate.core.command import Command
from mandate.platform.access.actor import Actor, console
from mandate.platform.access.models import User
from mandate.platform.circles.matters import circles_of_rows
from mandate.platform.circles.members import only_those_in
from mandate.platform.journal.record import tell_persons
from mandate.platform.notices.events import NoticeCame
from mandate.platform.notices.kinds import NoticeKind, Said
from mandate.platform.notices.models import Mail, Notice
from mandate.platform.notices.preferences import choices_of, mail_by
from mandate.platform.notices.queries import seen, unread_count, unread_of, worded

LOOKED_AT = 50  # of what is new, the newest, when a page is made


def notify(
    kind: NoticeKind, people: Mapping[int, Iterable[int | None]], *, by: int | None, at: datetime
) -> None:
    """Tell people of subjects, {subject: numbers of users}: each once, however often this is called.

    Whoever did it (``by``) is not told of it, nor is anybody who may not sign in, or is not in the circle of
    a confidential subject. Called by services within
    their transaction; as many queries for one as for a thousand.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("people are told in the transaction of what they are told of")
    people = only_those_in(people, circles_of_rows(kind.seen(console(at)).model, list(people)))
    pairs = {(subject, user) for subject, users in people.items() for user in users if user not in (None, by)}
    wanted = {user for _, user in pairs}
    active = set(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    if not active:
        return
    choices = choices_of(active, kind.group)
    Notice.objects.bulk_create(
        [
            Notice(user_id=user, kind=kind.name, subject=subject, at=at, **mail_by(choices[user], at))
            for subject, user in sorted((subject, user) for subject, user in pairs if user in active)
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    tell_persons(NoticeCame.code, active)


@dataclass(frozen=True, slots=True)
class ReadNotice(Command):
    """Somebody opens a notice."""

    notice_id: int


@transaction.atomic
def read_notice(actor: Actor, command: ReadNotice) -> Said | None:
    """Mark one of the actor's own as read, and give it; None for one of which the actor may not be told any
    more. Raises Http404, and what goes wrong when it is worded."""
    notice = Notice.objects.filter(pk=command.notice_id, user_id=actor.user_id or 0)
    if not notice:
        raise Http404
    mark_read(actor, [command.notice_id])
    found = worded(actor, list(seen(actor, notice)))
    for error in found.broken.values():
        raise error  # it is there, so nobody is told that it went
    return found.told[0][2] if found.told else None


def mark_read(actor: Actor, ids: Collection[int]) -> int:
    """Mark some of the actor's notices as read, which no mail tells any more; how many were not."""
    return _mark(actor, Notice.objects.filter(pk__in=ids))


def mark_all_read(actor: Actor, newest: int) -> int:
    """Mark as read all of the actor's notices up to the newest that they were shown: what came since waits,
    and is mailed. How many were not."""
    return _mark(actor, Notice.objects.filter(pk__lte=newest))


@transaction.atomic
def _mark(actor: Actor, notices: QuerySet[Notice]) -> int:
    mine = notices.filter(user_id=actor.user_id or 0)
    mine.filter(mail=Mail.WAITING).update(mail=Mail.NONE, mail_due=None)
    return mine.filter(read_at=None).update(read_at=actor.now)


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many notices are not read, and what is said aloud now."""

    unread: int
    told: tuple[Said, ...] = ()


def arrived(actor: Actor, page: str | None = None) -> Arrived:
    """What is new, for the frame of a page: one query where nothing is.

    ``page`` is the address of a page that the person sees now ("" for a part of one); None where nobody sees
    what is made. What leads to this page is read by that, for it is seen there; and so is what is to be said
    at once, which is given, once.
    """
    unread = unread_of(actor)
    if not unread.exists():
        return Arrived(0)
    told: tuple[Said, ...] = ()
    if page is not None:
        newest = worded(actor, list(seen(actor, unread).order_by("-pk")[:LOOKED_AT])).told
        mark_read(actor, [one.pk for one, kind, said in newest if said.address == page and not kind.aloud])
        # of two pages that ask together, one says it
        loud = [(one, said) for one, kind, said in reversed(newest) if kind.aloud]
        told = tuple(said for one, said in loud if mark_read(actor, [one.pk]))
    return Arrived(unread_count(actor), told)
