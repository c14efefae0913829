"""The permission table: every action, its roles, and the unit on which it is decided.

Each app states its rows in its ``permissions.py`` with :func:`define`; an undefined action is an error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mandate.platform.access.actor import Role
from mandate.platform.access.conditions import Condition


class Where(StrEnum):
    """On which unit a role must be held for an action on a unit."""

    UNIT = "unit"  # the unit itself or one above it
    ABOVE = "above"  # its parent or one above that; at a root, the root itself
    ORGANISATION = "organisation"  # a grant on the whole organisation or on its only root


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the permission table. With ``when`` the right is one on a row for which that holds, too."""

    name: str
    roles: frozenset[Role]
    where: Where
    when: Condition | None = None


class UndefinedActionError(LookupError):
    """An action name that no app has defined: a mistake in the code, never a matter of rights."""


_table: dict[str, Action] = {}

EVERY_ROLE = frozenset(Role)


def define(name: str, roles: Iterable[Role], where: Where = Where.UNIT, when: Condition | None = None) -> str:
    """Add a row to the table and return the action's name; a second row of the same name is an error."""
    if name in _table:
        raise ValueError(f"action {name!r} is defined twice")
    _table[name] = Action(name, frozenset(roles), where, when)
    return name


def action(name: str) -> Action:
    """The row of an action. Raises :class:`UndefinedActionError`."""
    try:
        return _table[name]
    except KeyError:
        raise UndefinedActionError(name) from None


def asks_circle(name: str) -> bool:
    """Whether an action is one on confidential matters: the person must be in a circle. Not of a name that no
    app has defined."""
    when = _table[name].when if name in _table else None
    return when is not None and bool(when.circles())


def table() -> tuple[Action, ...]:
    """All rows, by name: for the tests and the guide."""
    return tuple(_table[name] for name in sorted(_table))
