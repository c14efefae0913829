"""Who is the first to do something on a unit: those with a role for it nearest to the unit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mandate.platform.access import sources
from mandate.platform.access.actions import Where, action
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.tree import provider


@dataclass(frozen=True, slots=True)
class Nearest:
    """The unit on which people hold a role for an action (None: the whole organisation), and of each the
    roles by which they do. ``people`` is empty where nobody at all may."""

    unit_id: int | None
    people: Mapping[int, tuple[Role, ...]]


def nearest(
    action_name: str,
    unit_ids: Collection[int],
    day: date,
    but: Mapping[int, Collection[int]] = MappingProxyType({}),
) -> dict[int, Nearest]:
    """By unit, the active people who do it first of all: those with a role for it on the unit itself (where
    the level above decides: on the one above it), else on the nearest further up that has somebody. Others
    above them may do it, too, but it does not wait for them. ``but`` are, by unit, people whom it concerns
    themselves: it waits for somebody else. A query a source, and one, whatever is asked."""
    asked = action(action_name)
    ways = {unit: _deciding(way, asked.where) for unit, way in provider().lineages(unit_ids, day).items()}
    units = {unit for way in ways.values() for unit in way}
    found = sources.holdings(asked.roles, {None, *units}, day) if ways else set()
    active = set(
        User.objects.filter(pk__in={user for user, _ in found}, is_active=True).values_list("pk", flat=True)
    )
    held: dict[int | None, dict[int, list[Role]]] = {}
    for user, grant in sorted(found, key=lambda one: (one[0], one[1].role)):
        if user in active:
            held.setdefault(grant.unit_id, {}).setdefault(user, []).append(grant.role)
    return {unit: _first((*reversed(way), None), held, but.get(unit, ())) for unit, way in ways.items()}


def _deciding(way: tuple[int, ...], where: Where) -> tuple[int, ...]:
    """The units on which a role counts, from the top down."""
    if where is Where.ABOVE and len(way) > 1:
        return way[:-1]
    return way[:1] if where is Where.ORGANISATION else way


def _first(
    way: Collection[int | None], held: Mapping[int | None, Mapping[int, list[Role]]], but: Collection[int]
) -> Nearest:
    unit = next((one for one in way if held.get(one, {}).keys() - set(but)), None)
    return Nearest(
        unit, {user: tuple(roles) for user, roles in held.get(unit, {}).items() if user not in but}
    )
