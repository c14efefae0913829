"""What the pages on units show: each a frozen dataclass, read for an actor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page

from mandate.apps.units import queries
from mandate.apps.units.around import found_units, home_unit
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.permissions import UNITS_LINK
from mandate.apps.units.places import LastChange, closes_on, last_change, places_of
from mandate.apps.units.queries import Ancestor, Branch, ClosedUnit, Found, Level, PlaceRow, UnitRef
from mandate.apps.units.services.places import parent_today, undone_between
from mandate.apps.units.sisters import SisterRow, sister_rows
from mandate.core.span import Span
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.i18n import languages
from mandate.platform.listing.showing import Shown, show

SWITCH = 8  # as many units as the switcher offers at once


@dataclass(frozen=True, slots=True)
class TreePage:
    """The tree, or what ``text`` finds if it was asked for. ``opened`` are the codes of open branches."""

    fresh: bool
    may_manage: bool
    opened: tuple[str, ...]
    branches: tuple[Branch, ...]
    text: str
    found: Page[Found] | None
    any_closed: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A unit's name in one language; ``language`` is its own name."""

    code: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit on a day. ``place`` is where it lies on that day (None: it is not open then); it ``closes_on`` a
    later day, is ``closed_since`` an earlier one, or ``opens_on`` one. ``closed_from``: its last place ends.

    ``may_link``: sister organisations. ``may_change``: its names and what lies below; ``may_place``: its
    place in the tree; ``may_undo``: take back the last change of it.
    """

    unit: UnitRef
    day: date
    names: tuple[Name, ...]
    above: tuple[Ancestor, ...]
    place: PlaceRow | None
    closed_from: date | None
    closed_since: date | None
    closes_on: date | None
    opens_on: date | None
    levels: tuple[Level, ...]
    children: Page[Branch]
    history: tuple[PlaceRow, ...]
    last_change: LastChange | None
    sisters: tuple[SisterRow, ...]
    may_link: bool
    may_change: bool
    may_place: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """The units that are not open today."""

    units: Shown[ClosedUnit]


@dataclass(frozen=True, slots=True)
class SwitchPage:
    """The units to go to from the top of a page: on which the actor holds a role, those opened last, and what
    ``text`` finds."""

    own: tuple[Found, ...]
    visited: tuple[Found, ...]
    text: str
    found: tuple[Found, ...]


def switch_page(actor: Actor, text: str, visited: Sequence[int] = ()) -> SwitchPage:
    """The units to go to: a number of queries that does not grow. ``visited`` are numbers that a
    browser sent."""
    text = text.strip()
    if text:
        return SwitchPage((), (), text, tuple(queries.search(actor, text).object_list[:SWITCH]))
    own = [grant.unit_id for grant in actor.grants if grant.unit_id is not None]
    found = {one.unit.id: one for one in found_units(actor, [*own, *visited])}
    mine = tuple(found[unit] for unit in dict.fromkeys(own) if unit in found)[:SWITCH]
    others = tuple(found[unit] for unit in visited if unit in found and found[unit] not in mine)
    return SwitchPage(mine, others, text, ())


def tree_page(actor: Actor, opened: Sequence[str] | None, text: str, page: str) -> TreePage:
    """The tree; ``opened`` None stands for a first visit, which opens the branch the reader starts from."""
    home = home_unit(actor) if opened is None else None
    codes = tuple(dict.fromkeys(code for code in opened or () if code)) or ((home.code,) if home else ())
    text = text.strip()
    return TreePage(
        fresh=queries.is_fresh(),
        may_manage=queries.may_manage(actor),
        opened=codes,
        branches=() if text else queries.tree(actor, codes, actor.today),
        text=text,
        found=queries.search(actor, text, page) if text else None,
        any_closed=queries.closed(actor).some,
    )


def unit_page(actor: Actor, code: str, page: str) -> UnitPage:
    """Everything about one unit. Raises UnknownUnit."""
    unit = queries.unit_by_code(actor, code)
    names = Unit.objects.values_list("names", flat=True).get(pk=unit.id)
    history = queries.history(unit.id)
    places = places_of(unit.id)
    day = actor.today
    return UnitPage(
        unit=unit,
        day=day,
        names=tuple(
            Name(code, languages.own_name(code), names[code]) for code in languages.CODES if names.get(code)
        ),
        above=queries.ancestors(actor, unit.id, actor.today)[:-1],
        place=next((place for place in history if _holds(place, actor.today)), None),
        closed_from=places[-1].ends if places else None,
        closed_since=max((one.ends for one in places if one.ends and one.ends <= day), default=None),
        closes_on=closes_on(places, day),
        opens_on=min((one.starts for one in places if one.starts and one.starts > day), default=None),
        levels=queries.levels(unit.id, actor.today),
        children=queries.children(unit.id, actor.today, page),
        history=history,
        last_change=last_change(places),
        sisters=sister_rows(actor, unit.id, actor.today),
        may_link=can(actor, UNITS_LINK, unit.id),
        may_change=queries.may_manage(actor, unit.id),
        may_place=queries.may_manage(actor, parent_today(actor, unit.id)),
        may_undo=may_undo(actor, unit.id),
    )


def may_undo(actor: Actor, unit_id: int) -> bool:
    """Whether to offer to take back the last change of a unit's place."""
    return all(queries.may_manage(actor, parent) for parent in undone_between(actor, unit_id))


def closed_page(actor: Actor, query: Mapping[str, str]) -> ClosedPage:
    """The units that are not open today."""
    return ClosedPage(show(queries.closed(actor), query))


def _holds(place: PlaceRow, day: date) -> bool:
    return Span(place.starts, place.ends).holds(day)


@dataclass(frozen=True, slots=True)
class KindsPage:
    """All kinds of unit, by name."""

    kinds: tuple[UnitKind, ...]
    may_manage: bool


def kinds_page(actor: Actor) -> KindsPage:
    """The kinds of unit; their names are no secret to whoever is signed in."""
    return KindsPage(tuple(queries.kinds()), queries.may_manage(actor))
