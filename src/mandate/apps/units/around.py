"""The units that the frame names on a page, and those that its switcher offers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_VIEW
from mandate.apps.units.queries import Ancestor, Found, UnitRef, by_name, names_of, ref_of, top_units
from mandate.apps.units.structure import lineage, structure_on
from mandate.apps.units.under import parent_names
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can, visible
from mandate.platform.find.finding import Match

#: In so many levels from the top a name says enough: there is one of each in a city, and many a Street 1.
NAMED_ALONE = 2


@dataclass(frozen=True, slots=True)
class Around:
    """The units that the frame names on a page: the actor's own, the way down to the one that the page is
    about (empty: about none), whether that one has a place today, and what it, or their own, lies under: ""
    where a name says enough."""

    own: UnitRef | None
    way: tuple[Ancestor, ...] = ()
    open: bool = True
    above: str = ""


def home_unit(actor: Actor) -> UnitRef | None:
    """The unit a person starts from: the highest of those where they do more than read, else of all; and of
    several the one with most below it: the organisation's own tree beside those of its sisters. None if there
    is none."""
    return around(actor, None).own


def around(actor: Actor, unit_id: int | None) -> Around:
    """What the frame names on a page: one query, and one more for whoever has several highest units."""
    own = _home(actor)
    way = lineage(unit_id, actor.today) if unit_id is not None else ()
    named = way or (lineage(own, actor.today) if own is not None else ())
    above = _told_with(named)
    refs = names_of({*way, *([above] if above is not None else []), *([own] if own is not None else [])})
    return Around(
        own=refs.get(own) if own is not None else None,
        way=tuple(Ancestor(refs[unit], can(actor, UNITS_VIEW, unit)) for unit in way),
        open=unit_id is None or unit_id in structure_on(actor.today),
        above=refs[above].name if above is not None else "",
    )


def _told_with(line: Sequence[int]) -> int | None:
    """The unit above the last of a line from the top, where the name of that one alone says too little."""
    return line[-2] if len(line) > NAMED_ALONE else None


def _works_at(actor: Actor) -> Sequence[int]:
    """The units on which a person has a role of more than reading, where none of these is on everything."""
    structure = structure_on(actor.today)
    units = {grant.unit_id for grant in actor.grants if grant.role is not Role.OBSERVER}
    return [unit for unit in sorted(filter(None, units)) if unit in structure] if None not in units else []


def _home(actor: Actor) -> int | None:
    structure = structure_on(actor.today)
    tops = _works_at(actor) or top_units(actor, actor.today)
    depths = structure.depth[structure.indices(tops)]
    highest = [unit for unit, depth in zip(tops, depths, strict=True) if depth == depths.min()]
    sizes = {unit: len(structure.subtree(unit)) for unit in highest if unit in structure}
    highest = [unit for unit in highest if sizes.get(unit, 0) == max(sizes.values(), default=0)]
    if len(highest) < 2:
        return highest[0] if highest else None
    return by_name(Unit.objects.filter(pk__in=highest)).values_list("pk", flat=True).first()


def found_units(actor: Actor, ids: Iterable[int]) -> list[Found]:
    """Units by their numbers, those that the actor may see, each with the one above it: two queries."""
    units = list(visible(actor, Unit.objects.select_related("kind")).filter(pk__in=list(ids)))
    above = parent_names([unit.pk for unit in units], actor.today)
    return [Found(ref_of(unit), above.get(unit.pk, ""), Match.EXACT) for unit in units]


def names_above(ids: Iterable[int], day: date) -> dict[int, str]:
    """The names of the units above, where the name alone says too little, as in the switcher."""
    above = {unit: _told_with(lineage(unit, day)) for unit in ids}
    refs = names_of(pk for pk in above.values() if pk is not None)
    return {unit: refs[pk].name for unit, pk in above.items() if pk is not None}
