"""What has a date for a person, as the page, the file and the address show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.db.models import F, QuerySet

from mandate.core.period import FIRST_DAY, Frequency, Period
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.request import actor_of
from mandate.platform.calendar.kinds import CalendarEntry, CalendarKind
from mandate.platform.calendar.models import CalendarAddress
from mandate.platform.calendar.secret import digest_of
from mandate.platform.circles.matters import circles_of_subjects
from mandate.platform.i18n.languages import current
from mandate.platform.parts import calendar_kinds

BEHIND = timedelta(days=92)  # so far back: what a program shows of before; what is owed stays
AHEAD = timedelta(days=400)  # so far ahead: what comes once a year is always there


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry with its kind; a ``confidential`` one is of a matter that only those in its circle know."""

    kind: CalendarKind
    entry: CalendarEntry
    confidential: bool = False

    @property
    def uid(self) -> str:
        """By which it is known again, within the site."""
        about, number = self.entry.about
        return f"{self.kind.name}.{about}.{number}"


@dataclass(frozen=True, slots=True)
class Month:
    """The entries that begin in one month, or before it and go on."""

    period: Period
    entries: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """The address that a person has: its number, and since when."""

    id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """The page: what is ``overdue``, then the months to come, and the ``address`` that there is."""

    today: date
    overdue: tuple[Dated, ...]
    months: tuple[Month, ...]
    address: Address | None

    @property
    def shown(self) -> tuple[Dated, ...]:
        """All entries of the page."""
        return (*self.overdue, *(one for month in self.months for one in month.entries))

    @property
    def confidential(self) -> bool:
        """Whether some of it stands here only."""
        return any(one.confidential for one in self.shown)


def agenda(actor: Actor) -> Agenda:
    """The page of the actor."""
    today = actor.today
    dated = entries_of(actor)
    overdue = tuple(one for one in dated if one.entry.owed and one.entry.last_day < today)
    coming = [one for one in dated if one.entry.last_day >= today]
    months = tuple(
        Month(period, tuple(found)) for period, found in groupby(coming, lambda one: _month(one, today))
    )
    return Agenda(today, overdue, months, address_of(actor))


def open_entries_of(actor: Actor) -> tuple[Dated, ...]:
    """What may leave the site, in a file or by the address: nothing of a confidential matter."""
    return tuple(one for one in entries_of(actor) if not one.confidential)


def entries_of(actor: Actor) -> tuple[Dated, ...]:
    """All entries of the actor, by day and title."""
    until = actor.today + AHEAD
    first = {False: actor.today - BEHIND, True: FIRST_DAY}
    return _dated(
        [
            Dated(kind, one)
            for kind in calendar_kinds()
            for one in kind.entries(actor, first[kind.owed], until)
        ]
    )


def entries_between(actor: Actor, first: date, until: date) -> tuple[Dated, ...]:
    """The actor's entries of some days (``until`` exclusive), by day and title."""
    return _dated(
        [Dated(kind, one) for kind in calendar_kinds() for one in kind.entries(actor, first, until)]
    )


def _dated(found: Sequence[Dated]) -> tuple[Dated, ...]:
    """In their order, each with whether it is confidential."""
    hidden = _confidential(found)
    dated = [Dated(one.kind, one.entry, one.entry.about in hidden) for one in found]
    return tuple(sorted(dated, key=_place))


def _confidential(found: Sequence[Dated]) -> frozenset[tuple[str, int]]:
    """What some of the entries are about that is of a circle: one query for each kind of matter."""
    numbers: dict[str, set[int]] = {}
    for one in found:
        about, number = one.entry.about
        numbers.setdefault(about, set()).add(number)
    return frozenset(
        (about, number)
        for about, some in numbers.items()
        for number, circle in circles_of_subjects(about, some).items()
        if circle is not None
    )


def _place(one: Dated) -> tuple[date, bool, str, str, str]:
    """Where it stands: by day, those of whole days first, then by time."""
    starts = one.entry.starts
    time = starts.astimezone(UTC).isoformat() if isinstance(starts, datetime) else ""
    return (one.entry.day, not one.entry.all_day, time, sort_key(one.entry.title, current()), one.uid)


def _month(one: Dated, today: date) -> Period:
    return Period.containing(max(one.entry.day, today), Frequency.MONTHLY)


def address_of(actor: Actor) -> Address | None:
    """The actor's address that works; None where there is none."""
    found = _working().filter(user_id=actor.user_id or 0).first()
    return Address(found.pk, found.made_at) if found else None


def reader_by(secret: str, now: datetime) -> Actor | None:
    """Whose calendar a secret opens, with the rights of this moment; None for a wrong one, and where the
    person may no longer sign in."""
    found = _working().select_related("user").filter(digest=digest_of(secret)).first()
    return actor_of(found.user, now) if found else None


def _working() -> QuerySet[CalendarAddress]:
    return CalendarAddress.objects.filter(user__is_active=True, sessions_ended=F("user__sessions_ended"))
