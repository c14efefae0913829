"""A kind of table: what an app says of one so that it is read in and comes out, on pages and on the command
line, and what it is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.utils.functional import Promise

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.progress import Progress
from mandate.platform.tables.reading import Table
from mandate.platform.tables.words import TableWords
from mandate.platform.tables.workbook import Value

Text = str | Promise
Rows = Iterator[Sequence[Value]]
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, in the order in which people write them. Those of ``texts`` hold codes and
    names, which a spreadsheet may have taken for something else when they were typed."""

    required: Sequence[str]
    optional: Sequence[str] = ()
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """How a table is to be read in. ``as_of`` is the day that its words speak of; with ``dry_run``
    everything is checked and nothing changed; ``choices`` are the names of what is chosen of its words."""

    as_of: date | None = None
    dry_run: bool = False
    choices: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice on the page: its ``label``, and the ``codes`` of the problems that it takes away."""

    name: str
    label: Text
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TableOut:
    """A heading and its rows."""

    heading: Sequence[str]
    rows: Rows


@dataclass(frozen=True, slots=True)
class TableKind(Generic[C]):
    """A kind of table. An app names its kinds as ``tables`` of its part.

    Reading one in takes ``action`` on the whole organisation: ``plan`` makes the rows of the file into the
    command of a service, and ``apply`` gives it to the service, which does all of it or nothing, and says
    what was done, a sentence for each thing. Both raise Problems with everything that is wrong, by row.
    What comes out is what ``rows`` finds that the actor may see (of a period, or with None all), in columns
    that can be read in again, for whoever may ``view`` it anywhere.

    Where the rows are a matter of a further right, ``also``, the import is offered to whoever holds it
    anywhere.

    ``features``: it comes from GeoJSON too, each feature a row.

    ``about`` tells people what stands in a row and ``as_of`` what the day means ("": none is asked for);
    ``offers`` are the choices of its words. After it the page ``shown`` (the name of a view) comes, or that
    of the tables.
    """

    words: TableWords
    label: Text
    about: Text
    columns: Columns
    action: str
    plan: Callable[[Table, Order], C]
    apply: Callable[[Actor, C, Progress], Iterable[str]]
    view: str
    rows: Callable[[Actor, Period | None], TableOut]
    also: str = ""
    as_of: Text = ""
    offers: tuple[Offer, ...] = ()
    shown: str = ""
    features: bool = False

    def __post_init__(self) -> None:
        assert {one.name for one in self.offers} == {one.name for one in self.words.choices}, self.name

    @property
    def name(self) -> str:
        """In addresses and on the command line."""
        return self.words.name

    def choice_for(self, code: str) -> str | None:
        """The name of the choice that takes a problem away, if one does."""
        return next((one.name for one in self.offers if code in one.codes), None)
