"""What a part finds by words, and what of it can be reached by name: as its ``part.py`` says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.urls import reverse
from django.utils.functional import Promise

from mandate.platform.access.actor import Actor


class Match(IntEnum):
    """How well something answers to the words of a search, the best first."""

    EXACT = 0  # its code or a name of it is what was typed
    BEGINS = 1  # its code or a name begins so
    WORDS = 2  # each word begins one of its own
    PLACED = 3  # each word is one of its own or of what it lies under
    INSIDE = 4  # all words stand in it
    ABOVE = 5  # in it and in what it lies under


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, in words of the language in force: its name, what stands beside it and tells
    it from others of that name (the ward of a street, the unit of a report), what it is or how it stands,
    and where it is shown (a view and its arguments, the period of the page and the place on it)."""

    title: str
    view: tuple[str, ...]
    beside: str = ""
    kind: str = ""
    match: Match = Match.INSIDE
    anchor: str = ""
    period: str = ""

    @property
    def address(self) -> str:
        """Where it is shown."""
        name, *arguments = self.view
        period = f"?period={self.period}" if self.period else ""
        return reverse(name, args=arguments) + period + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds one kind of thing. ``find`` gets the folded words and how many are wanted at most; it gives the
    best first, only what the actor may see, and asks a number of queries that does not grow with what lies
    below. The page has them under ``label``, in the order of ``position`` where they match equally well.
    ``used`` says whether there is any such thing at all: what an organisation does not use costs nothing."""

    name: str
    label: str | Promise
    position: int
    find: Callable[[Actor, tuple[str, ...], int], Sequence[Found]]
    used: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What people want to do and find by its name ("Add a person"), for those who may do ``action``
    somewhere. ``words`` are others that they look for it by. Where it is ``of_unit``, the address takes the
    code of a unit on which they may."""

    label: str | Promise
    view: str
    action: str = ""
    words: str | Promise = ""
    of_unit: bool = False
