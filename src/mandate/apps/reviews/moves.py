"""Units that have another place on a closed review's day since something was entered after its closing."""

from collections.abc import Mapping

from django.db.models import Q

from mandate.apps.reviews.building import named
from mandate.apps.reviews.content import Content, Moved, Place, UnitName
from mandate.apps.units.models import Placement, Unit
from mandate.apps.units.structure import in_force, placements


def moved_since(unit: Unit, content: Content) -> tuple[Moved, ...]:
    """The unit, and every unit that came below it, left it or moved within, by code: three queries."""
    day, closed_at = content.structure_date, content.closed_at
    places = Placement.ever.filter(in_force(day)).select_related("unit", "parent").order_by("unit__code")
    gone = places.filter(Q(known_from__isnull=True) | Q(known_from__lte=closed_at), known_until__gt=closed_at)
    then = {place.unit_id: place for place in gone}
    now = {place.unit_id: place for place in places.filter(known_until=None, known_from__gt=closed_at)}
    elsewhere = [pk for pk in (*then, *now) if _above(then.get(pk)) != _above(now.get(pk))]
    concerned = _concerned(unit, elsewhere, then, now)
    names = {one.code: one for one in (content.unit, *content.children)}
    return tuple(
        sorted(
            (_moved(then.get(pk), now.get(pk), names) for pk in concerned), key=lambda moved: moved.unit.code
        )
    )


def below_ever(unit_id: int) -> list[int]:
    """The unit and all that ever stood below it: whose figures may be in its totals."""
    units: list[int] = placements().ever_below(unit_id).tolist()
    return units


def _above(place: Placement | None) -> tuple[int | None] | None:
    """The unit above, in a tuple; None for no place."""
    return None if place is None else (place.parent_id,)


def _concerned(
    unit: Unit,
    elsewhere: list[int],
    then: Mapping[int, Placement],
    now: Mapping[int, Placement],
) -> set[int]:
    """Those of the units with another place that stand or stood at or below the unit of the review."""
    here, found = set(below_ever(unit.pk)), set[int]()
    while True:
        more = {
            pk
            for pk in elsewhere
            if pk not in found
            and (
                pk in here or any(place and place.parent_id in here for place in (then.get(pk), now.get(pk)))
            )
        }
        if not more:
            return found
        found |= more
        here |= more


def _moved(then: Placement | None, now: Placement | None, names: Mapping[str, UnitName]) -> Moved:
    known = now or then
    assert known is not None
    entered = now.known_from if now else known.known_until
    assert entered is not None
    return Moved(
        unit=names.get(known.unit.code) or named(known.unit),
        old=_place(then, names),
        new=_place(now, names),
        document=now.document if now else "",
        entered_at=entered,
    )


def _place(place: Placement | None, names: Mapping[str, UnitName]) -> Place:
    if place is None:
        return Place(open=False)
    if place.parent is None:
        return Place(open=True)
    return Place(open=True, above=names.get(place.parent.code) or named(place.parent))
