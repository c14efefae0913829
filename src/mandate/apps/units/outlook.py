"""What the apps above say on the pages of a unit's changes: before it, what it will do; after it, what can be
done next. Each of them gives its view once, when it is loaded; what a change does is in watchers.py."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from mandate.apps.units.watchers import Consequences
from mandate.platform.access.actor import Actor

UnitChange = Literal["create", "kind", "close", "reopen"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do next: a sentence, and behind it a link with its words."""

    sentence: str
    words: str
    address: str


class Outlook(Protocol):
    """The view of an app that stands on the tree, in the reader's language."""

    def foretell(self, change: UnitChange) -> str:
        """What a change will do there."""

    def offer(self, actor: Actor, done: Consequences) -> Iterable[Offer]:
        """What the actor can do next, of what the change left to do."""


_outlooks: list[Outlook] = []


def give_outlook(outlook: Outlook) -> None:
    """Called once by an app above."""
    _outlooks.append(outlook)


def foretold(change: UnitChange, own: str = "") -> str:
    """What a change will do: in the words of the apps above, before those of its own page."""
    return " ".join(filter(None, (*(outlook.foretell(change) for outlook in _outlooks), own)))


def offered(actor: Actor, done: Consequences) -> Iterator[Offer]:
    """What can be done next."""
    for outlook in _outlooks:
        yield from outlook.offer(actor, done)
