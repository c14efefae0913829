"""What the apps above have to say when the tree changes: since when a change is known, and what it excuses or
asks again. Each of them watches once, when it is loaded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Max

from mandate.apps.units.models import Placement
from mandate.platform.access.actor import Actor

#: When a unit is open: spans (from, until), half-open; None is an open side.
Open = Sequence[tuple[date | None, date | None]]


@dataclass(frozen=True, slots=True)
class StillExcused:
    """A report that stays excused though its unit is open again: its period began before. ``form`` is a code,
    ``opened_id`` the opened period."""

    unit: str
    form: str
    period: str
    opened_id: int


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change of places did: how many reports it excused, how many are expected again that a closing
    had excused, and those that stay excused."""

    excused: int = 0
    again: int = 0
    still: tuple[StillExcused, ...] = ()


class Watcher(Protocol):
    """An app that stands on the tree. All is called inside the transaction of the change."""

    def moment(self, actor: Actor) -> datetime:
        """From when a change entered now is known: now, or just after the last moment that is kept."""

    def places_changed(
        self, actor: Actor, moment: datetime, before: Mapping[int, Open], after: Mapping[int, Open]
    ) -> Consequences:
        """Units are open at other times than before, which is known from a moment on (see `moment_of`)."""


_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Called once by an app above."""
    _watchers.append(watcher)


def moment_of(actor: Actor) -> datetime:
    """From when a change of the tree that is entered now is known: not before what others entered meanwhile,
    whose request may have begun later. To be asked after `begin_change`, which lets in one at a time."""
    newest = Placement.ever.aggregate(Max("known_from"), Max("known_until")).values()
    moments: list[datetime] = [moment for moment in newest if moment is not None]
    return max([actor.now, *moments, *(watcher.moment(actor) for watcher in _watchers)])


def open_times(unit_ids: Collection[int]) -> Mapping[int, Open]:
    """When these units are open, as it is known now. One query."""
    found: dict[int, list[tuple[date | None, date | None]]] = {pk: [] for pk in unit_ids}
    for unit_id, starts, ends in Placement.objects.filter(unit_id__in=unit_ids).values_list(
        "unit_id", "starts", "ends"
    ):
        found[unit_id].append((starts, ends))
    return found


def open_on(times: Open, day: date) -> bool:
    """Is a unit open on a day?"""
    return any((not starts or starts <= day) and (not ends or day < ends) for starts, ends in times)


def open_within(times: Open, starts: date, ends: date) -> bool:
    """Is a unit open on some day of a span?"""
    return any((not since or since < ends) and (not until or until > starts) for since, until in times)


def closed_on(times: Open, day: date) -> bool:
    """Has a unit closed by a day, and not opened again?"""
    return not open_on(times, day) and any(ends is not None and ends <= day for _, ends in times)


def tell_changed(actor: Actor, moment: datetime, before: Mapping[int, Open]) -> Consequences:
    """Tell that these units were open at other times before (see `open_times`), where that is so; what
    follows from it is known from the same moment on."""
    after = open_times(before.keys())
    changed = [pk for pk, times in before.items() if set(times) != set(after[pk])]
    if not changed:
        return Consequences()
    told = (
        {pk: before[pk] for pk in changed},
        {pk: after[pk] for pk in changed},
    )
    return _together(watcher.places_changed(actor, moment, *told) for watcher in _watchers)


def _together(consequences: Iterable[Consequences]) -> Consequences:
    all_of = list(consequences)
    return Consequences(
        excused=sum(one.excused for one in all_of),
        again=sum(one.again for one in all_of),
        still=tuple(still for one in all_of for still in one.still),
    )
