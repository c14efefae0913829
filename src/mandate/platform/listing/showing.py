"""A page of a list, as an address asks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Expression, F, OrderBy, QuerySet

from mandate.platform.listing.value import PAGE, Asked, Column, Filter, Listing, Option, Source, Text

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: ``sorted`` is "ascending", "descending" or "", ``sort`` what the address asks for
    to sort by it (from its end, where it is sorted already)."""

    name: str
    label: Text
    sort: str
    sorted: str
    number: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A filter with what is chosen."""

    filter: Filter
    chosen: str

    @property
    def all(self) -> int | None:
        """How many rows there are with any value, where that is told."""
        counts = [option.count for option in self.filter.options]
        return None if not counts or None in counts else sum(filter(None, counts))


@dataclass(frozen=True, slots=True)
class Shown(Generic[R]):
    """A page of a list with all that surrounds it. ``kept`` of the address goes on with a search."""

    listing: Listing[R]
    page: Page[R]
    text: str
    sort: str
    heads: tuple[Head, ...]
    fields: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]

    def __iter__(self) -> Iterator[R]:
        return iter(self.page)

    def __len__(self) -> int:
        return len(self.page)

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.page.paginator.count

    @property
    def narrowed(self) -> bool:
        """Something is searched for or filtered out."""
        return bool(self.text) or any(one.chosen for one in self.fields)

    @property
    def some(self) -> bool:
        """There is something to list, though perhaps nothing like what is asked for."""
        return self.narrowed or bool(self.total)

    @property
    def tabs(self) -> tuple[Field, ...]:
        """The filters that stand above the list."""
        return tuple(one for one in self.fields if one.filter.tabs)

    @property
    def selects(self) -> tuple[Field, ...]:
        """The filters beside the search."""
        return tuple(one for one in self.fields if not one.filter.tabs)

    @property
    def set(self) -> int:
        """How many of them are set."""
        return sum(bool(one.chosen) for one in self.selects)

    @property
    def sorts(self) -> tuple[Option, ...]:
        """The orders to choose from, where there is no room for heads."""
        heads = [head for head in self.heads if head.sort]
        return tuple(
            Option(f"{sign}{head.name}", f"{head.label} {arrow}")
            for head in heads
            for sign, arrow in (("", "↑"), ("-", "↓"))
        )

    @property
    def nothing(self) -> tuple[str, ...]:
        """What to take out of the address to see everything."""
        return ("q", "page", *(one.filter.name for one in self.fields))


def show(listing: Listing[R], query: Mapping[str, str], page: str = "page") -> Shown[R]:
    """A page of the list: one query for the count, one for the page, and those of its rows."""
    asked = Asked(query)
    shown = Paginator(cast(Any, narrowed(listing, asked)), PAGE).get_page(query.get(page, "1"))
    rows = listing.rows(list(shown.object_list))
    name, falling = asked.sort
    column = listing.column(name)
    return Shown(
        listing=listing,
        page=Page(rows, shown.number, cast(Any, shown.paginator)),
        text=asked.text if listing.search else "",
        sort=query.get("sort", "") if column else "",
        heads=tuple(_head(one, column, falling) for one in listing.columns if not one.in_file),
        fields=tuple(Field(one, asked.chosen(one)) for one in listing.filters),
        kept=tuple(_kept(listing, query)),
    )


def matching(listing: Listing[Any], query: Mapping[str, str]) -> int:
    """How many rows the list holds for what an address asks."""
    found = narrowed(listing, Asked(query))
    return found.count() if isinstance(found, QuerySet) else len(found)


def narrowed(listing: Listing[Any], asked: Asked) -> Source:
    """All that the list holds for what is asked, in its order."""
    found = listing.source
    for one in listing.filters:
        if chosen := asked.chosen(one):
            found = one.narrow(found, chosen)
    if listing.search and asked.words:
        found = listing.search.narrow(found, asked.words)
    if not isinstance(found, QuerySet):
        return found
    name, falling = asked.sort
    column = listing.column(name)
    first = [_directed(one, falling) for one in column.order] if column else []
    return found.order_by(*first, *listing.order) if first or listing.order else found


def every(listing: Listing[R], query: Mapping[str, str], stretch: int = 1000) -> Iterator[R]:
    """The rows of all pages, in the order of the list, read a stretch at a time."""
    found = narrowed(listing, Asked(query))
    models = found.iterator(chunk_size=stretch) if isinstance(found, QuerySet) else iter(found)
    while part := list(islice(models, stretch)):
        yield from listing.rows(part)


def _kept(listing: Listing[Any], query: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What of an address the form of the search does not ask for itself."""
    asked = {"q", "sort", "page", "file", *(one.name for one in listing.filters if not one.tabs)}
    return ((name, query[name]) for name in query if name not in asked)


def _head(column: Column[Any], sorted_by: Column[Any] | None, falling: bool) -> Head:
    now = ("descending" if falling else "ascending") if column is sorted_by else ""
    sort = ("-" if now == "ascending" else "") + column.name if column.order else ""
    return Head(column.name, column.label, sort, now, column.number, column.unseen)


def _directed(one: "str | Expression | F", falling: bool) -> OrderBy:
    """What is missing stands last, from either end."""
    expression = F(one) if isinstance(one, str) else one
    return OrderBy(expression, descending=falling, nulls_last=True)
