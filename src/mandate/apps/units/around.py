"""The units that the frame names on a page, and those that its switcher offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_VIEW
from mandate.apps.units.queries import Ancestor, Found, UnitRef, by_name, names_of, ref_of, top_units
from mandate.apps.units.structure import lineage, structure_on
from mandate.apps.units.under import parent_names
from mandate.platform.access.actor import Actor
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
    """The unit a person starts from: the highest of their units, and of several the one with most below it:
    the organisation's own tree beside those of its sisters. None if there is none."""
    return around(actor, None).own


def around(actor: Actor, unit_id: int | None) -> Around:
    """What the frame names on a page: one query, and one more for whoever has several highest units."""
    own = _home(actor)
    way = lineage(unit_id, actor.today) if unit_id is not None else ()
    named = way or (lineage(own, actor.today) if own is not None else ())
    above = named[-2:-1] if len(named) > NAMED_ALONE else ()
    refs = names_of({*way, *above, *([own] if own is not None else [])})
    return Around(
        own=refs.get(own) if own is not None else None,
        way=tuple(Ancestor(refs[unit], can(actor, UNITS_VIEW, unit)) for unit in way),
        open=unit_id is None or unit_id in structure_on(actor.today),
        above=refs[above[0]].name if above else "",
    )


def _home(actor: Actor) -> int | None:
    structure = structure_on(actor.today)
    tops = top_units(actor, actor.today)
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


def tellers(ids: Iterable[int], day: date) -> dict[int, str]:
    """What units are named with, as in the switcher: the names of those above them."""
    lines = {unit: lineage(unit, day) for unit in ids}
    deep = {unit: line[-2] for unit, line in lines.items() if len(line) > NAMED_ALONE}
    refs = names_of(deep.values())
    return {unit: refs[above].name for unit, above in deep.items()}
