"""What the apps above have to say when the tree changes: since when a change is known, and what a closing
excuses. Each of them watches once, when it is loaded."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from django.db.models import Max

from mandate.apps.units.models import Placement
from mandate.platform.access.actor import Actor


class Watcher(Protocol):
    """An app that stands on the tree. All is called inside the transaction of the change."""

    def moment(self, actor: Actor) -> datetime:
        """From when a change entered now is known: now, or just after the last moment that is kept."""

    def to_excuse(self, unit_ids: Collection[int], day: date) -> int:
        """How many reports a closing of these units from a day would excuse."""

    def closed(self, actor: Actor, days: Mapping[int, date]) -> int:
        """Units are closed, each (an id) from its day: how many reports that excuses."""

    def closing_undone(self, actor: Actor, days: Mapping[int, date]) -> int:
        """The closing of units, each from its day, is taken back: how many reports are expected again."""


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


def to_excuse(unit_ids: Collection[int], day: date) -> int:
    """How many reports a closing of these units from a day would excuse."""
    return sum(watcher.to_excuse(unit_ids, day) for watcher in _watchers)


def tell_closed(actor: Actor, days: Mapping[int, date]) -> int:
    """Tell that units are closed, each (an id) from its day, all at once; how many reports that excuses."""
    return sum(watcher.closed(actor, days) for watcher in _watchers) if days else 0


def tell_closing_undone(actor: Actor, days: Mapping[int, date]) -> int:
    """Tell that the closing of units, each from its day, is taken back; how many reports are asked again."""
    return sum(watcher.closing_undone(actor, days) for watcher in _watchers) if days else 0
