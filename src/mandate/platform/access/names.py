"""The names that people had when they did something, for everything that tells of it later.

What is kept of a deed for good is the number of who did it; what that person was called is kept apart, where
it can be erased.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from mandate.platform.access.models import FormerName, User, called


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some people: those of today, and the former ones as (until, name), the first first."""

    now: Mapping[int, str]
    former: Mapping[int, Sequence[tuple[datetime, str]]]

    def at(self, user_id: int | None, moment: datetime) -> str:
        """What a person was called at a moment; "" for nobody."""
        return self._name(user_id, lambda until: until > moment)

    def before(self, user_id: int | None, moment: datetime) -> str:
        """What the person was called until then: another name if they were given theirs at this moment."""
        return self._name(user_id, lambda until: until >= moment)

    def _name(self, user_id: int | None, held: Any) -> str:
        if user_id is None:
            return ""
        former = (name for until, name in self.former.get(user_id, ()) if held(until))
        return next(former, self.now.get(user_id, ""))


def people_names(user_ids: Collection[int | None]) -> Names:
    """The names of these people: two queries, none for nobody."""
    ids = {pk for pk in user_ids if pk is not None}
    if not ids:
        return Names({}, {})
    users = User.objects.filter(pk__in=ids).values_list("pk", "name", "erased_at")
    former: dict[int, list[tuple[datetime, str]]] = {}
    rows = FormerName.objects.filter(user__in=ids).order_by("until").values_list("user_id", "until", "name")
    for user_id, until, name in rows:
        former.setdefault(user_id, []).append((until, name))
    now = {pk: called(pk, name, erased is not None) for pk, name, erased in users}
    return Names(now, former)


def name_then(user: Any, at: str = "at") -> Coalesce:
    """The same in a query: the name that the user whose id stands in a field (or is an expression, of outer
    references) had at the moment in another; "" for nobody, and for who is erased."""
    person = OuterRef(user) if isinstance(user, str) else user
    former = FormerName.objects.filter(user_id=person, until__gt=OuterRef(at)).order_by("until")
    now = User.objects.filter(pk=person)
    then = (Subquery(rows.values("name")[:1]) for rows in (former, now))
    return Coalesce(*then, Value(""), output_field=CharField())


def rename(user: User, name: str, moment: datetime) -> None:
    """Give a person another name from this moment on. The caller saves the user, whose row is locked."""
    if name != user.name:
        FormerName.objects.get_or_create(user=user, until=moment, defaults={"name": user.name})
        user.name = name
