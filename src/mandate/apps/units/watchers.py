"""What the apps above have to say when the tree changes: since when a change is known, and what a closing
excuses. Each of them watches once, when it is loaded."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from mandate.platform.access.actor import Actor


class Watcher(Protocol):
    """An app that stands on the tree. All is called inside the transaction of the change."""

    def moment(self, actor: Actor) -> datetime:
        """From when a change entered now is known: now, or just after the last moment that is kept."""

    def to_excuse(self, unit_ids: Collection[int], day: date) -> int:
        """How many reports a closing of these units from a day would excuse."""

    def closed(self, actor: Actor, unit_id: int, day: date) -> int:
        """A unit is closed from a day: how many reports that excuses."""

    def closing_undone(self, actor: Actor, unit_id: int) -> int:
        """The closing is taken back: how many reports are expected again."""


_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Called once by an app above."""
    _watchers.append(watcher)


def moment_of(actor: Actor) -> datetime:
    """From when a change of the tree that is entered now is known."""
    return max((watcher.moment(actor) for watcher in _watchers), default=actor.now)


def to_excuse(unit_ids: Collection[int], day: date) -> int:
    """How many reports a closing of these units from a day would excuse."""
    return sum(watcher.to_excuse(unit_ids, day) for watcher in _watchers)


def tell_closed(actor: Actor, unit_id: int, day: date) -> int:
    """Tell that a unit is closed from a day; how many reports that excuses."""
    return sum(watcher.closed(actor, unit_id, day) for watcher in _watchers)


def tell_closing_undone(actor: Actor, unit_id: int) -> int:
    """Tell that a closing is taken back; how many reports are expected again."""
    return sum(watcher.closing_undone(actor, unit_id) for watcher in _watchers)
