"""Who keeps the list of a unit's members."""

from collections.abc import Collection
from datetime import date

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.platform.access.nearest import nearest


def keepers(unit_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    """The people whose list it is first of all, by unit: a few queries, however many units."""
    found = nearest(MEMBERS_MANAGE, unit_ids, day)
    return {unit: frozenset(one.people) for unit, one in found.items()}
