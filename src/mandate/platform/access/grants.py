"""The first source of roles: those that an administrator granted."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mandate.platform.access.actor import Grant, Role
from mandate.platform.access.models import Grant as GrantRow
from mandate.platform.access.models import GrantQuerySet
from mandate.platform.access.sources import Units, register
from mandate.platform.database.arrays import among


class Granted:
    """See :class:`mandate.platform.access.sources.Source`."""

    def roles_of(self, user_id: int, day: date | None) -> Iterable[Grant]:
        """The roles granted to a person."""
        rows = _on(day).filter(user_id=user_id).values_list("role", "unit_id")
        return [Grant(Role(role), unit_id) for role, unit_id in rows]

    def holders(self, roles: Collection[Role], units: Units | None, day: date | None) -> "QuerySet[Any, Any]":
        """The people to whom one of the roles is granted."""
        return _with(roles, units, day).values("user_id")

    def holdings(self, roles: Collection[Role], units: Units, day: date) -> Iterable[tuple[int, Grant]]:
        """To whom which of the roles is granted."""
        rows = _with(roles, units, day).values_list("user_id", "role", "unit_id")
        return [(user, Grant(Role(role), unit)) for user, role, unit in rows]

    def ends(self, role: Role, after: date) -> Iterable[date]:
        """The days on which grants end."""
        ended = GrantRow.objects.filter(role=role.value, ends__gt=after).values_list("ends", flat=True)
        return [day for day in ended if day is not None]


def _with(roles: Collection[Role], units: Units | None, day: date | None) -> GrantQuerySet:
    rows = _on(day).filter(role__in=[role.value for role in roles])
    if units is None:
        return rows
    where = among("unit_id", [unit for unit in units if unit is not None])
    return rows.filter(where | Q(unit__isnull=True) if None in units else where)


def _on(day: date | None) -> GrantQuerySet:
    return GrantRow.objects.all() if day is None else GrantRow.objects.in_force(day)


register(Granted())
