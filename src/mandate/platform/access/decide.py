"""The one place where access is decided: four questions, answered from the same roles and conditions.

``require`` and ``can`` ask about one action on one unit, ``visible`` narrows a queryset, ``who_can`` names
people. Where an action has a condition (conditions.py), ``can``, ``require`` and ``who_can`` are asked about
a row, too.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from mandate.platform.access import sources
from mandate.platform.access.actions import Action, Where, action
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.tree import provider
from mandate.platform.circles.guarded import asked as open_to_reading
from mandate.platform.circles.matters import circle_paths, is_confidential
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.i18n.languages import current

M = TypeVar("M", bound=Model)


class Forbidden(PermissionDenied):
    """The actor lacks the right; the message names the action."""


class Hidden(Forbidden, Http404):
    """The actor lacks the right on something confidential: the answer is that of what is not there."""


class CircleForgottenError(TypeError):
    """Rows that may be confidential are asked about by an action without the condition `InCircle`: a mistake
    in the code, by which people outside a circle would see them."""


class RowNeededError(TypeError):
    """An action with a condition is asked for without a row: a mistake in the code, never a matter of
    rights."""


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
    that ends in a unit's id, such as ``"report__unit_id"``) sees the row, and where that is NULL who may do
    it for the whole organisation; with None, whoever holds a role for the action anywhere. ``also`` gives a
    further condition under which a row is seen: reports of a unit that stood below on their day, say.

    Of a model that leads to a circle, the action asks for it (`InCircle`), or CircleForgottenError."""
    _refuse_without_circle(model, action(view_action))
    _served[model] = _Served(view_action, unit_path, also)


def can(actor: Actor, action_name: str, unit_id: int | None = None, row: Model | None = None) -> bool:
    """May the actor do this on this unit (None: the whole organisation)? One cached look at the tree."""
    asked = action(action_name)
    if asked.when is not None and row is None:
        raise RowNeededError(action_name)
    if row is not None:
        _refuse_without_circle(type(row), asked)
    if actor.console:
        return True
    if not has_role_for(actor, action_name, unit_id):
        return False
    return asked.when is None or asked.when.holds(actor.user_id, row)


def can_on(actor: Actor, action_name: str, unit_ids: Collection[int]) -> set[int]:
    """On which of the units the actor may do this: as :func:`can` says of each, and as many queries for one
    as for a thousand."""
    if action(action_name).when is not None:
        raise RowNeededError(action_name)
    covered = covered_units(actor, action_name)
    return set(unit_ids) if covered is None else set(unit_ids).intersection(covered.tolist())


def require(actor: Actor, action_name: str, unit_id: int | None = None, row: Model | None = None) -> None:
    """Raise :class:`Forbidden` unless the actor may; :class:`Hidden` of what is confidential."""
    if not can(actor, action_name, unit_id, row):
        if row is not None and is_confidential(row):
            raise Hidden(action_name)
        raise Forbidden(action_name)


def has_role_for(actor: Actor, action_name: str, unit_id: int | None = None) -> bool:
    """What :func:`can` says as far as roles and units go, whatever the row. Of None it says what
    :func:`covered_units` cannot: whether that covers what stands for the whole organisation."""
    asked = action(action_name)
    held = _held(actor, asked)
    return actor.console or (bool(held) and bool(held & _deciding_units(asked.where, unit_id, actor.today)))


def can_anywhere(actor: Actor, action_name: str) -> bool:
    """Does the actor hold a role for this action on any unit at all?"""
    asked = action(action_name)
    return actor.console or bool(_held(actor, asked))


def role_units(actor: Actor, action_name: str) -> frozenset[int | None]:
    """The units on which the actor holds a role for this action; None is a role on the whole organisation."""
    return _held(actor, action(action_name))


def held_units(actor: Actor, roles: Collection[Role]) -> frozenset[int]:
    """The units on which the actor holds one of these roles; one held everywhere is held on the roots."""
    held = {grant.unit_id for grant in actor.grants if grant.role in roles}
    units = {unit_id for unit_id in held if unit_id is not None}
    if None in held:
        structure = provider().structure_on(actor.today)
        units.update(structure.ids[structure.parent < 0].tolist())
    return frozenset(units)


def covered_units(actor: Actor, action_name: str) -> np.ndarray | None:
    """Ids of the units on which the actor's roles allow an action, rising: today's, and those that are not
    open today but were (or will be) below one of them. None stands for every unit."""
    asked = action(action_name)
    held = _held(actor, asked)
    if actor.console or None in held:
        return None
    if asked.where is Where.ORGANISATION:
        return None if held & _deciding_units(asked.where, None, actor.today) else _NO_UNIT
    if not held:
        return _NO_UNIT
    below = provider().with_all_below([unit_id for unit_id in held if unit_id is not None], actor.today)
    if asked.where is Where.UNIT:
        return below
    ids, above = provider().parents_on(actor.today)
    placeless = below[~np.isin(below, ids)]  # a unit without any place has none above it
    deciding = np.where(above == 0, ids, above)
    return np.union1d(ids[np.isin(deciding, below)], placeless)


def visible(actor: Actor, queryset: QuerySet[M], action_name: str = "") -> QuerySet[M]:
    """Only the rows that the actor may see, or with ``action_name`` on which the actor may do that. A model
    that was never registered cannot be served: LookupError."""
    try:
        served = _served[queryset.model]
    except KeyError:
        raise LookupError(f"{queryset.model.__name__} is not registered with access") from None
    asked = action(action_name or served.action)
    _refuse_without_circle(queryset.model, asked)
    queryset = open_to_reading(queryset)
    if actor.console:
        return queryset
    if asked.when is not None:
        queryset = queryset.filter(asked.when.rows(actor.user_id))
    if served.path is None:
        return queryset if _held(actor, asked) else queryset.none()
    units = covered_units(actor, asked.name)
    if units is None:
        return queryset
    seen = among(served.path, units)
    if _may_be_empty(queryset.model, served.path) and has_role_for(actor, asked.name):
        seen |= Q((f"{served.path}__isnull", True))
    if served.also is not None and asked.name == served.action:
        held = [unit for unit in _held(actor, asked) if unit is not None]
        further = served.also(held, actor.today)
        seen = seen if further is None else seen | further
    return queryset.filter(seen)


def who_can(action_name: str, unit_id: int | None, day: date, row: Model | None = None) -> list[User]:
    """The active people who may do this on this unit on a day, by name: one query."""
    asked = action(action_name)
    if asked.when is not None and row is None:
        raise RowNeededError(action_name)
    if row is not None:
        _refuse_without_circle(type(row), asked)
    units = _deciding_units(asked.where, unit_id, day)
    people = User.objects.filter(sources.holding(asked.roles, units, day), is_active=True)
    if asked.when is not None:
        people = people.filter(asked.when.people(row))
    return list(people.order_by(by_name(current()), "name", "id"))


def _refuse_without_circle(model: type[Model], asked: Action) -> None:
    """Raise CircleForgottenError where the action leaves a way from the model to a circle unasked."""
    left = {*circle_paths(model)} - (asked.when.circles() if asked.when is not None else frozenset())
    if left:
        raise CircleForgottenError(f"{asked.name} on {model.__name__} needs InCircle({sorted(left)[0]!r})")


def _may_be_empty(model: type[Model], path: str) -> bool:
    """Whether rows of the model may stand for the whole organisation: no query asks where none can."""
    *way, last = path.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return bool(getattr(model._meta.get_field(last), "null", False))


def _held(actor: Actor, asked: Action) -> frozenset[int | None]:
    return frozenset(grant.unit_id for grant in actor.grants if grant.role in asked.roles)


def _deciding_units(where: Where, unit_id: int | None, day: date) -> frozenset[int | None]:
    """The units a role may be on for it to count; None is a role on the whole organisation."""
    if where is Where.ORGANISATION or unit_id is None:
        return frozenset({None, *_only_root(day)})
    lineage = provider().lineages([unit_id], day)[unit_id]
    if where is Where.ABOVE and len(lineage) > 1:
        lineage = lineage[:-1]
    return frozenset({None, *lineage})


def _only_root(day: date) -> Iterable[int]:
    structure = provider().structure_on(day)
    roots = structure.ids[structure.parent < 0]
    return [int(roots[0])] if len(roots) == 1 else []


_NO_UNIT = np.array([], np.int64)
