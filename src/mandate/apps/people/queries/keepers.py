"""Who keeps the list of a unit's members."""

from collections.abc import Collection
from datetime import date

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.units.structure import lineages
from mandate.platform.access import sources
from mandate.platform.access.actions import action
from mandate.platform.access.models import User


def keepers(unit_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    """The people whose list it is first of all, by unit: those with a role for it on the unit itself, else on
    the nearest one above that has somebody. Others above them may keep it, too, but it does not wait for
    them. Two queries, however many units."""
    ways = lineages(unit_ids, day)
    units = {unit for way in ways.values() for unit in way}
    found = sources.holdings(action(MEMBERS_MANAGE).roles, {None, *units}, day) if ways else set()
    active = set(
        User.objects.filter(pk__in={user for user, _ in found}, is_active=True).values_list("pk", flat=True)
    )
    held: dict[int | None, set[int]] = {}
    for user, grant in found:
        if user in active:
            held.setdefault(grant.unit_id, set()).add(user)
    return {
        unit: frozenset(next((held[one] for one in (*reversed(way), None) if one in held), ()))
        for unit, way in ways.items()
    }
