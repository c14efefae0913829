"""Every read of units and the tree, for an actor."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Collate, Concat, RowNumber
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.permissions import UNITS_MANAGE, UNITS_VIEW
from mandate.apps.units.structure import in_force, kinds_of, lineage, structure_on
from mandate.apps.units.under import called, key_above, parent_names
from mandate.core.codes import Looks
from mandate.core.search import search_words
from mandate.core.span import Span
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, covered_units, visible
from mandate.platform.database.arrays import among
from mandate.platform.database.codes import row_called
from mandate.platform.database.names import by_name as name_order
from mandate.platform.database.reading import once
from mandate.platform.database.words import holding
from mandate.platform.find.finding import Match
from mandate.platform.find.matching import matching
from mandate.platform.i18n import formats, languages
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.value import Column, Listing, Search, day_of

__all__ = ["lineage", "structure_on"]  # for the apps above, with what follows

PAGE = 50
T = TypeVar("T")


class UnknownUnit(Http404, LookupError):  # noqa: N818 -- it is the absence of a unit, as Http404 is of a page
    """There is no such unit, or none that the actor may see: the two are not told apart."""


class UnknownKind(Http404, LookupError):  # noqa: N818 -- it is the absence of a kind
    """There is no such kind of unit."""


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as it is named on a page: names are in the reader's language."""

    id: int
    code: str
    name: str
    kind_code: str
    kind_name: str


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A step on the way from the root to a unit; ``may_open``: the actor may see its page."""

    unit: UnitRef
    may_open: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree; ``below`` is the number of units directly under it. ``children`` are filled where
    the tree is open; there are more of them than shown where ``below`` is greater."""

    unit: UnitRef
    below: int
    is_open: bool = False
    children: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """The units of one level below a unit: the kinds as a heading ("Wards and communes"), and how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in a unit's history: under ``parent`` (None: at the top) from a day until a day (exclusive)."""

    parent: UnitRef | None
    starts: date | None
    ends: date | None
    document: str


@dataclass(frozen=True, slots=True)
class Found:
    """A search result with the unit above it on the day, which tells units of one name apart, and how well it
    answers to the words."""

    unit: UnitRef
    above: str
    match: Match

    @property
    def by_itself(self) -> bool:
        """It is found by its own code and names, not by those of the unit above as well."""
        return self.match not in (Match.PLACED, Match.ABOVE)


@dataclass(frozen=True, slots=True)
class ClosedUnit:
    """A unit without a place today, and what it lies under by its newest place; ``ends`` is the day from
    which it is closed, None before it opens."""

    unit: UnitRef
    above: str
    ends: date | None


def unit_by_code(actor: Actor, code: str) -> UnitRef:
    """The unit of a code. Raises UnknownUnit (a view answers with 404), also outside the grants."""
    unit = Unit.objects.select_related("kind").filter(code=code).first()
    if unit is None or not can(actor, UNITS_VIEW, unit.pk):
        raise UnknownUnit(_("There is no unit %(code)s.") % {"code": code})
    return _keep(ref_of(unit))


def unit_called(actor: Actor, text: str) -> UnitRef:
    """As :func:`unit_by_code`, where a person typed the code: in other capitals it is the same."""
    unit = row_called(Unit.objects.select_related("kind"), text)
    return unit_by_code(actor, unit.code if unit else text)


def called_exactly(text: str, day: date) -> list[UnitRef]:
    """The units that stand on a day with exactly this code, or else this name in some language, whoever asks:
    for deeds in which a unit is named that may lie outside the actor's roles."""
    open_units = Unit.objects.select_related("kind").filter(among("pk", structure_on(day).ids))
    if (unit := open_units.filter(code__iexact=text).first()) is not None:
        return [ref_of(unit)]
    wanted = text.casefold()
    found = open_units.filter(holding("search_key", search_words(text))) if search_words(text) else ()
    return [ref_of(one) for one in found if wanted in {name.casefold() for name in one.names.values()}]


def unit_like(actor: Actor, text: str) -> dict[str, object]:
    """What to say of a text that is no unit's code, where one that the actor may see looks the same by
    letters of another alphabet (`Looks.hint`)."""
    hint = Looks(Unit.objects.values_list("code", flat=True)).hint(text)
    unit = Unit.objects.filter(code=hint["looks"]).first() if hint else None
    return hint if unit is not None and can(actor, UNITS_VIEW, unit.pk) else {}


def unit_by_id(actor: Actor, unit_id: int) -> UnitRef:
    """The unit of a number; as :func:`unit_by_code`."""
    unit = names_of([unit_id]).get(unit_id)
    if unit is None or not can(actor, UNITS_VIEW, unit_id):
        raise UnknownUnit(_("There is no such unit."))
    return unit


def given_names(actor: Actor, code: str) -> dict[str, str]:
    """What a unit is called in each language. Raises UnknownUnit."""
    names: dict[str, str] = Unit.objects.values_list("names", flat=True).get(pk=unit_by_code(actor, code).id)
    return names


def names_of(ids: Iterable[int], language: str | None = None) -> dict[int, UnitRef]:
    """Many units by their id, whoever asks: one query, none for what this request has named before. For rows
    that are known to be visible."""
    wanted, kept = [int(unit) for unit in ids], _named(language)
    missing = {unit for unit in wanted if unit not in kept}
    if missing:
        units = Unit.objects.select_related("kind").filter(pk__in=missing)
        kept.update((unit.pk, ref_of(unit, language)) for unit in units)
    return {unit: kept[unit] for unit in wanted if unit in kept}


def _named(language: str | None) -> dict[int, UnitRef]:
    """The units that this request has named in a language."""
    return once(f"units named in {language or languages.current()}", dict)


def _keep(unit: UnitRef) -> UnitRef:
    return _named(None).setdefault(unit.id, unit)


def top_units(actor: Actor, day: date) -> list[int]:
    """The units at which the tree begins for an actor: its roots, or the highest units that they may see."""
    structure = structure_on(day)
    covered = covered_units(actor, UNITS_VIEW)
    if covered is None:
        return [int(unit) for unit in structure.ids[structure.parent < 0]]
    positions = np.sort(structure.indices(covered))
    tops: list[int] = []
    end = 0
    for position in positions[positions >= 0]:
        if position >= end:
            tops.append(int(structure.ids[position]))
            end = int(structure.hi[position])
    return tops


def ancestors(actor: Actor, unit_id: int, day: date) -> tuple[Ancestor, ...]:
    """The units from the root down to the unit itself. They give it its place, so their names are shown to
    whoever may see the unit; only some may be opened."""
    above = lineage(unit_id, day)
    refs = names_of(above)
    return tuple(Ancestor(refs[unit], can(actor, UNITS_VIEW, unit)) for unit in above)


def children(unit_id: int, day: date, page: int | str = 1) -> Page[Branch]:
    """The units directly below, by name, a page of them. For whoever may see the unit."""
    structure = structure_on(day)
    ids = structure.children(unit_id).tolist() if unit_id in structure else []
    rows = Paginator(by_name(Unit.objects.select_related("kind").filter(pk__in=ids)), PAGE).get_page(page)
    below = _numbers_below([unit.pk for unit in rows.object_list], day)
    return _page([Branch(ref_of(unit), below[unit.pk]) for unit in rows.object_list], rows)


def levels(unit_id: int, day: date) -> tuple[Level, ...]:
    """What lies below a unit, level by level: one query, for the kinds."""
    structure = structure_on(day)
    if unit_id not in structure:
        return ()
    low, high = structure.interval(unit_id)
    kinds = kinds_of(structure.ids[low + 1 : high])
    depths = structure.depth[low + 1 : high]
    names = {kind.pk: kind for kind in UnitKind.objects.filter(pk__in=np.unique(kinds).tolist())}
    result = []
    for depth in np.unique(depths):
        here, counts = np.unique(kinds[depths == depth], return_counts=True)
        commonest = [names[int(kind)] for kind in here[np.argsort(-counts, kind="stable")]]
        result.append(
            Level(_heading([text_in(kind.plurals) or kind.code for kind in commonest]), int(counts.sum()))
        )
    return tuple(result)


def _heading(plurals: list[str]) -> str:
    """ "Wards", "communes" as "Wards and communes"; German keeps its capitals."""
    language = languages.current()
    rest = plurals[1:] if language == "de" else [name[:1].lower() + name[1:] for name in plurals[1:]]
    return formats.list_of([plurals[0], *rest], language)


def tree(actor: Actor, opened: Collection[str], day: date) -> tuple[Branch, ...]:
    """The tree as far as it is open: the top units, and under each unit whose code is in ``opened`` the first
    of its children. The number of queries depends on neither."""
    tops = top_units(actor, day)
    shown = visible(actor, Unit.objects.filter(code__in=opened)).values_list("pk", flat=True)
    unfolded = set(shown) if opened else set()
    units: dict[int, list[Unit]] = {}
    for placement in _first_children(unfolded, day):
        units.setdefault(placement.parent_id or 0, []).append(placement.unit)
    roots = list(by_name(Unit.objects.select_related("kind").filter(pk__in=tops)))
    everyone = [unit.pk for unit in roots] + [unit.pk for row in units.values() for unit in row]
    below = _numbers_below(everyone, day)

    def branch(unit: Unit) -> Branch:
        is_open = unit.pk in unfolded and below[unit.pk] > 0
        under = tuple(branch(child) for child in units.get(unit.pk, ())) if is_open else ()
        return Branch(ref_of(unit), below[unit.pk], is_open, under)

    return tuple(branch(unit) for unit in roots)


def _first_children(parents: Collection[int], day: date) -> QuerySet[Placement]:
    order = Window(RowNumber(), partition_by=F("parent_id"), order_by=_order("unit__sort_keys", "unit__code"))
    placed = Placement.objects.filter(in_force(day), parent_id__in=parents)
    first = placed.annotate(place=order).filter(place__lte=PAGE).order_by("parent_id", "place")
    return first.select_related("unit__kind")


def search(actor: Actor, text: str, page: int | str = 1) -> Page[Found]:
    """Units in whose code and names, or those of what they lie under, all words of a text stand, with or
    without diacritics; the best match stands first, as the field does that finds everything."""
    words = search_words(text)
    found = visible(actor, Unit.objects.select_related("kind")).filter(called(words, actor.today))
    if not words:
        found = found.none()
    else:
        as_written = Q(search_key__contains=" " + " ".join(words))
        found = found.annotate(
            match=matching("search_key", words, key_above(actor.today)),
            scattered=Case(When(as_written, then=Value(0)), default=Value(1), output_field=IntegerField()),
        ).order_by("match", "scattered", *_order())
    rows = Paginator(found, PAGE).get_page(page)
    above = parent_names([unit.pk for unit in rows.object_list], actor.today)
    found_here = [
        Found(ref_of(unit), above.get(unit.pk, ""), Match(cast(Any, unit).match)) for unit in rows.object_list
    ]
    return _page(found_here, rows)


def history(unit_id: int) -> tuple[PlaceRow, ...]:
    """A unit's places, the latest first. For whoever may see the unit."""
    places = list(Placement.objects.filter(unit_id=unit_id).order_by(F("starts").desc(nulls_last=True)))
    refs = names_of(place.parent_id for place in places if place.parent_id)
    return tuple(
        PlaceRow(refs.get(place.parent_id or 0), place.starts, place.ends, place.document) for place in places
    )


def place_on(unit_id: int, day: date) -> PlaceRow | None:
    """The place on a day; None where there is none. For whoever may see the unit."""
    return next((row for row in history(unit_id) if Span(row.starts, row.ends).holds(day)), None)


def number_below(unit_id: int, day: date) -> int:
    """How many units lie below on a day, at all levels."""
    structure = structure_on(day)
    low, high = structure.interval(unit_id) if unit_id in structure else (0, 1)
    return high - low - 1


def closed(actor: Actor) -> Listing[ClosedUnit]:
    """The units that have no place today, by name."""
    placed = Placement.objects.filter(in_force(actor.today)).values("unit_id")
    units = Unit.objects.select_related("kind").exclude(pk__in=placed)
    covered = covered_units(actor, UNITS_VIEW)
    if covered is not None:
        units = units.filter(among("pk", covered))
    places = Placement.objects.filter(unit=OuterRef("pk"))
    newest = places.order_by(F("starts").desc(nulls_last=True))
    past = places.filter(ends__lte=actor.today).order_by("-ends")
    under = Subquery(newest.values("parent__search_key")[:1])
    key = Concat("search_key", Value("\n"), under, output_field=TextField())
    return Listing(
        name="closed-units",
        title=gettext_lazy("Units that are not open today"),
        source=units.annotate(
            closed=Subquery(past.values("ends")[:1]), above=Subquery(newest.values("parent__names")[:1])
        ),
        rows=lambda found: [
            ClosedUnit(ref_of(unit), text_in(unit.above) if unit.above else "", unit.closed) for unit in found
        ],
        columns=(
            Column("unit", gettext_lazy("Unit"), lambda row: row.unit.name, order=tuple(_order())),
            Column("above", gettext_lazy("Under"), lambda row: row.above),
            Column("kind", gettext_lazy("Kind"), lambda row: row.unit.kind_name),
            Column("code", gettext_lazy("Code"), lambda row: row.unit.code, order=("code",)),
            Column("closed", gettext_lazy("Closed from"), lambda row: day_of(row.ends), order=("closed",)),
        ),
        search=Search(
            gettext_lazy("Code or name, with or without accents"),
            lambda found, words: found.filter(holding(key, words)),
        ),
        order=tuple(_order()),
    )


def kinds() -> list[UnitKind]:
    """All kinds of unit, by name in the reader's language."""
    return sorted(
        UnitKind.objects.all(),
        key=lambda kind: sort_key(text_in(kind.names) or kind.code, languages.current()),
    )


def kind_by_code(code: str) -> UnitKind:
    """One kind of unit. Raises UnknownKind."""
    found = UnitKind.objects.filter(code=code).first()
    if found is None:
        raise UnknownKind(code)
    return found


def is_fresh() -> bool:
    """There is no unit yet."""
    return not Unit.objects.exists()


def may_manage(actor: Actor, unit_id: int | None = None) -> bool:
    """Whether to offer changes of a unit, or on the whole organisation."""
    return can(actor, UNITS_MANAGE, unit_id)


def by_name(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units in the order of the reader's dictionary, then by code."""
    return units.order_by(*_order())


def _order(keys: str = "sort_keys", code: str = "code") -> list[Collate | F]:
    return [name_order(languages.current(), keys), F(code)]


def _numbers_below(ids: list[int], day: date) -> dict[int, int]:
    """How many units lie directly under each, without a query."""
    structure = structure_on(day)
    counts = np.bincount(structure.parent[structure.parent >= 0], minlength=len(structure))
    return {
        unit: int(counts[position]) if position >= 0 else 0
        for unit, position in zip(ids, structure.indices(ids), strict=True)
    }


def _page(rows: Sequence[T], page: Page[Any]) -> Page[T]:
    """Rows in the place of a page's models."""
    return Page(rows, page.number, cast(Any, page.paginator))


def ref_of(unit: Unit, language: str | None = None) -> UnitRef:
    name = text_in(unit.names, language) or unit.code
    return UnitRef(
        unit.pk, unit.code, name, unit.kind.code, text_in(unit.kind.names, language) or unit.kind.code
    )
