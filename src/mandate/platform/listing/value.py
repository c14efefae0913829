"""How a list of the house is stated: its columns, filters, search and order, as values.

The query room of an app states it, ``showing.py`` gives a page of it, ``files.py`` all of it as a table, and
the part ``c-listing`` draws it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from mandate.core.search import search_words
from mandate.platform.listing.events import WORDS, ListTaken

R = TypeVar("R")  # a row as it is shown
Text = str | Promise
Value = str | int | Decimal | None
#: What a list is made of: rows of the database that are not read yet, or values.
Source = QuerySet[Any] | Sequence[Any]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column. ``cell`` is what stands in a file (None: it is for the screen only); ``order``, expressions
    of the database, makes it one to sort by; ``in_file`` is not on the screen, where another column tells it;
    ``unseen`` has a label for those who hear the page only."""

    name: str
    label: Text
    cell: Callable[[R], Value] | None = None
    order: tuple[Any, ...] = ()
    number: bool = False
    in_file: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter; ``count``: how many rows it leaves, where that is told."""

    value: str
    label: Text
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows the list, ``name`` in the address. What is no option narrows nothing. ``tabs``:
    drawn as tabs above the list."""

    name: str
    label: Text
    options: tuple[Option, ...]
    narrow: Callable[[Any, str], Source]
    tabs: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What the words of ``q`` are held against."""

    label: Text
    narrow: Callable[[Any, Sequence[str]], Source]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a list with personal data leaves in the journal each time that it goes out as a file: a kind of
    ``event``, told on the units where the actor's roles for ``action`` stand, by which they see the list.
    ``narrowed`` says, as (name, choice), what it is narrowed to beside its own filters, and ``typed``, as
    (name, text), what somebody typed for that; the words for both are those of the event."""

    event: type[ListTaken]
    action: str
    narrowed: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A list. ``source`` holds what the reader may see, and nothing else: pages, counts and files come from
    it alone. ``rows`` makes a stretch of it into rows, in a number of queries that does not grow. ``order``
    is that of a list that nobody sorted, and decides between equal rows. ``name`` and ``title`` are those
    of its files; ``taken`` is set where it holds personal data."""

    name: str
    title: Text
    source: Source
    rows: Callable[[Sequence[Any]], Sequence[R]]
    columns: tuple[Column[R], ...]
    search: Search | None = None
    filters: tuple[Filter, ...] = ()
    order: tuple[Any, ...] = ()
    taken: Taken | None = None

    @property
    def total(self) -> int:
        """How many rows there are, whatever is searched for."""
        return self.source.count() if isinstance(self.source, QuerySet) else len(self.source)

    @property
    def some(self) -> bool:
        """There is something to list."""
        return self.source.exists() if isinstance(self.source, QuerySet) else bool(self.source)

    @property
    def as_file(self) -> bool:
        """There is something to put into a file: what is only chosen from has nothing."""
        return any(one.cell is not None for one in self.columns)

    def column(self, name: str) -> Column[R] | None:
        """The column of a name, if the list can be sorted by it."""
        return next((one for one in self.columns if one.name == name and one.order), None)


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list. Whatever is not understood asks for nothing."""

    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.query.get(WORDS, "").strip()

    @property
    def words(self) -> tuple[str, ...]:
        """The same as words of search keys."""
        return search_words(self.text)

    @property
    def sort(self) -> tuple[str, bool]:
        """The column to sort by, and whether from its end."""
        name = self.query.get("sort", "")
        return name.removeprefix("-"), name.startswith("-")

    def chosen(self, one: Filter) -> str:
        """The value of a filter, "" for none."""
        value = self.query.get(one.name, "")
        return value if any(option.value == value for option in one.options) else ""

    def narrowed(self, listing: Listing[Any]) -> list[list[str]]:
        """What its filters narrow a list to, as [name, choice]."""
        return [[one.name, chosen] for one in listing.filters if (chosen := self.chosen(one))]

    def typed(self, listing: Listing[Any]) -> list[tuple[str, str]]:
        """What it searches a list for, as (name, text)."""
        return [(WORDS, self.text)] if listing.search and self.words else []


def options(pairs: Iterable[tuple[str, Text]]) -> tuple[Option, ...]:
    """Options without counts."""
    return tuple(Option(value, label) for value, label in pairs)


def day_of(day: date | None) -> str:
    """A day as it stands in a file, "" for none."""
    return day.isoformat() if day else ""


def moment_of(moment: datetime | None) -> str:
    """A moment as it stands in a file, in the organisation's time zone; "" for none."""
    return timezone.localtime(moment).isoformat(" ", "minutes")[:16] if moment else ""
