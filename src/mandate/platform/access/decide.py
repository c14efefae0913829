"""The one place where access is decided: four questions, answered from the same grants.

``require`` and ``can`` ask about one action on one unit, ``visible`` narrows a queryset, ``who_can`` names
people.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from mandate.platform.access.actions import Where, action
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import Grant, User
from mandate.platform.access.tree import provider

M = TypeVar("M", bound=Model)


class Forbidden(PermissionDenied):
    """The actor lacks the right; the message names the action."""


#: A further condition for rows that somebody may see: told the units on which a role holds, and the day.
Also = Callable[[Collection[int], date], Q | None]


@dataclass(frozen=True, slots=True)
class _Served:
    action: str
    path: str | None
    also: Also | None = None


_served: dict[type[Model], _Served] = {}


def serve(model: type[Model], view_action: str, unit_path: str | None, also: Also | None = None) -> None:
    """Register a model that may be shown: who may ``view_action`` the unit at ``unit_path`` (a field path
    that ends in a unit's id, such as ``"report__unit_id"``) sees the row; with None, whoever holds a
    role for the action anywhere. ``also`` gives a further condition under which a row is seen: reports of a
    unit that stood below on their day, say."""
    _served[model] = _Served(view_action, unit_path, also)


def can(actor: Actor, action_name: str, unit_id: int | None = None) -> bool:
    """May the actor do this on this unit (None: the whole organisation)? One cached look at the tree."""
    row = action(action_name)
    if actor.console:
        return True
    held = {grant.unit_id for grant in actor.grants if grant.role in row.roles}
    if not held:
        return False
    return bool(held & _deciding_units(row.where, unit_id, actor.today))


def can_on(actor: Actor, action_name: str, unit_ids: Collection[int]) -> set[int]:
    """On which of the units the actor may do this: as :func:`can` says of each, and as many queries for one
    as for a thousand."""
    row = action(action_name)
    if actor.console:
        return set(unit_ids)
    held = {grant.unit_id for grant in actor.grants if grant.role in row.roles}
    if not held:
        return set()
    if row.where is Where.ORGANISATION:
        return set(unit_ids) if held & _deciding_units(row.where, None, actor.today) else set()
    lineages = provider().lineages(unit_ids, actor.today)
    return {unit for unit, lineage in lineages.items() if held & _deciding(row.where, lineage)}


def require(actor: Actor, action_name: str, unit_id: int | None = None) -> None:
    """Raise :class:`Forbidden` unless the actor may."""
    if not can(actor, action_name, unit_id):
        raise Forbidden(action_name)


def can_anywhere(actor: Actor, action_name: str) -> bool:
    """Does the actor hold a role for this action on any unit at all?"""
    row = action(action_name)
    return actor.console or any(grant.role in row.roles for grant in actor.grants)


def covered_units(actor: Actor, action_name: str) -> np.ndarray | None:
    """Ids of the units on which the actor's roles for an action hold, rising: today's, and those that are not
    open today but were (or will be) below one of them. None stands for every unit."""
    row = action(action_name)
    held = {grant.unit_id for grant in actor.grants if grant.role in row.roles}
    if actor.console or None in held:
        return None
    return provider().with_all_below([unit_id for unit_id in held if unit_id is not None], actor.today)


def visible(actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """Only the rows the actor may see. A model that was never registered cannot be served: LookupError."""
    try:
        served = _served[queryset.model]
    except KeyError:
        raise LookupError(f"{queryset.model.__name__} is not registered with access") from None
    if served.path is None:
        return queryset if can_anywhere(actor, served.action) else queryset.none()
    units = covered_units(actor, served.action)
    if units is None:
        return queryset
    seen = Q(**{f"{served.path}__in": units.tolist()})
    if served.also is not None:
        held = {grant.unit_id for grant in actor.grants if grant.role in action(served.action).roles}
        further = served.also([unit for unit in held if unit is not None], actor.today)
        seen = seen if further is None else seen | further
    return queryset.filter(seen)


def who_can(action_name: str, unit_id: int | None, day: date) -> list[User]:
    """The active people who may do this on this unit on a day, by name."""
    row = action(action_name)
    units = _deciding_units(row.where, unit_id, day)
    on_units = Q(unit_id__in=[unit for unit in units if unit is not None])
    if None in units:
        on_units |= Q(unit__isnull=True)
    grants = Grant.objects.in_force(day).filter(on_units, role__in=[role.value for role in row.roles])
    return list(User.objects.filter(is_active=True, grants__in=grants).distinct().order_by("name", "id"))


def _deciding_units(where: Where, unit_id: int | None, day: date) -> frozenset[int | None]:
    """The units a grant may be on for it to count; None is the grant on the whole organisation."""
    if where is Where.ORGANISATION or unit_id is None:
        return frozenset({None, *_only_root(day)})
    return _deciding(where, provider().lineages([unit_id], day)[unit_id])


def _deciding(where: Where, lineage: tuple[int, ...]) -> frozenset[int | None]:
    if where is Where.ABOVE and len(lineage) > 1:
        lineage = lineage[:-1]
    return frozenset({None, *lineage})


def _only_root(day: date) -> Iterable[int]:
    structure = provider().structure_on(day)
    roots = structure.ids[structure.parent < 0]
    return [int(roots[0])] if len(roots) == 1 else []
