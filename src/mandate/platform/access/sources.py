"""Where roles come from: a grant today; a post, a roll of members or a team when an app brings one.

An app registers its source in its ``permissions.py``, and every question of access then counts its roles too.
A source is asked in one query each time, however many people and units there are.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from mandate.platform.access.actor import Grant, Role

Units = Collection[int | None]  # None among them: the whole organisation


class Source(Protocol):
    """What a source answers. A day is one on which a role is in force; None is any, past or to come."""

    def roles_of(self, user_id: int, day: date | None) -> Iterable[Grant]:
        """The roles that a person has from here."""
        ...

    def holders(
        self, roles: Collection[Role], units: Units | None, day: date | None
    ) -> "QuerySet[Any, Any] | Collection[int]":
        """The ids of the people who have one of these roles on one of these units (None: on any at all), as
        a query for them where they stand in the database. No role on another unit counts, above or below."""
        ...

    def holdings(self, roles: Collection[Role], units: Units, day: date) -> Iterable[tuple[int, Grant]]:
        """The same people of a day, each with the roles of these that they have on these units: one query."""
        ...

    def ends(self, role: Role, after: date) -> Iterable[date]:
        """The days after this one on which somebody's role ends, the first without it."""
        ...


_sources: list[Source] = []


def register(source: Source) -> None:
    """Count the roles of this source from now on."""
    _sources.append(source)


def roles_of(user_id: int, day: date | None) -> tuple[Grant, ...]:
    """A person's roles in force on a day (None: ever), each once: one query a source."""
    found = (grant for source in _sources for grant in source.roles_of(user_id, day))
    return tuple(dict.fromkeys(found))


def holding(roles: Collection[Role], units: Units | None, day: date | None) -> Q:
    """The condition on a person that they have one of the roles on one of the units (None: on any)."""
    held = Q(pk__in=[])
    for source in _sources:
        held |= Q(pk__in=source.holders(roles, units, day))
    return held


def holdings(roles: Collection[Role], units: Units, day: date) -> set[tuple[int, Grant]]:
    """Who has which of the roles on which of these units on a day: one query a source. No role on another
    unit counts, above or below."""
    return {one for source in _sources for one in source.holdings(roles, units, day)}


def ends(role: Role, after: date) -> set[date]:
    """The days after this one on which somebody's role ends."""
    return {day for source in _sources for day in source.ends(role, after)}
