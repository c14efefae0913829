"""Conditions on a right beyond its unit: for the author only, for another than the author, for a circle of
people, in a phase of the matter.

An action states its condition once (``define(…, when=~Named("asked_by"))``), and the four questions of
:mod:`mandate.platform.access.decide` each take of it what they need. So a condition has three answers, which
must agree: whether it holds for a person and a row, for which rows of a person, for which people of a row.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q


class Condition(ABC):
    """A condition on a person and a row. Two are joined by ``&`` and ``|``, ``~`` is the opposite."""

    @abstractmethod
    def holds(self, user_id: int | None, row: Any) -> bool:
        """Whether it holds for this person (None: nobody who signs in) and row."""

    @abstractmethod
    def rows(self, user_id: int | None) -> Q:
        """The rows for which it holds for this person, as a condition on them."""

    @abstractmethod
    def people(self, row: Any) -> Q:
        """The people for whom it holds of this row, as a condition on users."""

    def circles(self) -> frozenset[str]:
        """The paths to circles to which the person surely belongs where it holds (circles/conditions.py)."""
        return frozenset()

    def circles_if_not(self) -> frozenset[str]:
        """The same where it does not hold."""
        return frozenset()

    def __and__(self, other: "Condition") -> "Condition":
        return _Both(self, other)

    def __or__(self, other: "Condition") -> "Condition":
        return ~(~self & ~other)

    def __invert__(self) -> "Condition":
        return _Not(self)


class Named(Condition):
    """The row names the person in a field: its author, its addressee. ``field`` is a foreign key's name."""

    def __init__(self, field: str) -> None:
        self.column = f"{field}_id"

    def holds(self, user_id: int | None, row: Any) -> bool:
        """One look at the row."""
        return user_id is not None and getattr(row, self.column) == user_id

    def rows(self, user_id: int | None) -> Q:
        """By the field."""
        return _NONE if user_id is None else Q(**{self.column: user_id})

    def people(self, row: Any) -> Q:
        """At most one."""
        named = getattr(row, self.column)
        return _NONE if named is None else Q(pk=named)


class Member(Condition):
    """The person is one of many that belong to the row, as to a circle: ``path`` leads from ``model`` to
    them, as "revisions__submitted_by"."""

    def __init__(self, model: type[Model], path: str) -> None:
        self.model, self.path = model, path

    def holds(self, user_id: int | None, row: Any) -> bool:
        """One query."""
        if user_id is None:
            return False
        return self.model._default_manager.filter(pk=row.pk, **{self.path: user_id}).exists()

    def rows(self, user_id: int | None) -> Q:
        """Each once, however often the person belongs to it."""
        if user_id is None:
            return _NONE
        belongs = self.model._default_manager.filter(pk=OuterRef("pk"), **{self.path: user_id})
        return Q(Exists(belongs))

    def people(self, row: Any) -> Q:
        """All members."""
        members = self.model._default_manager.filter(pk=row.pk, **{f"{self.path}__isnull": False})
        return Q(pk__in=members.values(self.path))


class Phase(Condition):
    """The matter stands at one of some points: ``field`` holds one of ``values``."""

    def __init__(self, field: str, values: Collection[str]) -> None:
        self.field, self.values = field, frozenset(values)

    def holds(self, user_id: int | None, row: Any) -> bool:
        """One look at the row."""
        return getattr(row, self.field) in self.values

    def rows(self, user_id: int | None) -> Q:
        """By the field."""
        return Q(**{f"{self.field}__in": sorted(self.values)})

    def people(self, row: Any) -> Q:
        """Everybody or nobody."""
        return ~_NONE if self.holds(None, row) else _NONE


class _Both(Condition):
    def __init__(self, one: Condition, other: Condition) -> None:
        self.one, self.other = one, other

    def holds(self, user_id: int | None, row: Any) -> bool:
        return self.one.holds(user_id, row) and self.other.holds(user_id, row)

    def rows(self, user_id: int | None) -> Q:
        return self.one.rows(user_id) & self.other.rows(user_id)

    def people(self, row: Any) -> Q:
        return self.one.people(row) & self.other.people(row)

    def circles(self) -> frozenset[str]:
        return self.one.circles() | self.other.circles()

    def circles_if_not(self) -> frozenset[str]:
        return self.one.circles_if_not() & self.other.circles_if_not()


class _Not(Condition):
    def __init__(self, one: Condition) -> None:
        self.one = one

    def holds(self, user_id: int | None, row: Any) -> bool:
        return not self.one.holds(user_id, row)

    def rows(self, user_id: int | None) -> Q:
        return ~self.one.rows(user_id)

    def people(self, row: Any) -> Q:
        return ~self.one.people(row)

    def circles(self) -> frozenset[str]:
        return self.one.circles_if_not()

    def circles_if_not(self) -> frozenset[str]:
        return self.one.circles()


_NONE = Q(pk__in=[])
