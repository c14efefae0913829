"""The actions on bodies and posts, and the roles that come with a post. Who holds an office is no secret
within the unit; the kinds are the whole organisation's."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mandate.apps.posts.models import Body, BodyKind, Holding, Post, PostKind, Term
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Grant, Role
from mandate.platform.access.decide import serve
from mandate.platform.access.sources import Units, register
from mandate.platform.database import spans
from mandate.platform.database.arrays import among

POSTS_VIEW = define("posts.view", EVERY_ROLE)
POSTS_MANAGE = define("posts.manage", (Role.ADMINISTRATOR, Role.SECRETARY))
KINDS_MANAGE = define("posts.kinds", (Role.ADMINISTRATOR,), Where.ORGANISATION)

serve(Body, POSTS_VIEW, "unit_id")
serve(Term, POSTS_VIEW, "body__unit_id")
serve(Post, POSTS_VIEW, "unit_id")
serve(Holding, POSTS_VIEW, "post__unit_id")
serve(BodyKind, POSTS_VIEW, None)
serve(PostKind, POSTS_VIEW, None)


class FromPosts:
    """See :class:`mandate.platform.access.sources.Source`: a post's role on its unit, with the holding."""

    def roles_of(self, user_id: int, day: date | None) -> Iterable[Grant]:
        """The roles of the posts that a person holds."""
        rows = _on(day).filter(person=user_id).values_list("post__role", "post__unit_id")
        return [Grant(Role(role), unit_id) for role, unit_id in rows]

    def holders(self, roles: Collection[Role], units: Units | None, day: date | None) -> QuerySet[Any, Any]:
        """The people whose posts carry one of the roles."""
        return _with(roles, units, day).values("person_id")

    def holdings(self, roles: Collection[Role], units: Units, day: date) -> Iterable[tuple[int, Grant]]:
        """Whose posts carry which of the roles."""
        rows = _with(roles, units, day).values_list("person_id", "post__role", "post__unit_id")
        return [(person, Grant(Role(role), unit)) for person, role, unit in rows]

    def ends(self, role: Role, after: date) -> Iterable[date]:
        """The days on which holdings with it end."""
        ended = Holding.objects.filter(post__role=role.value, ends__gt=after).values_list("ends", flat=True)
        return [day for day in ended if day is not None]


def _with(roles: Collection[Role], units: Units | None, day: date | None) -> QuerySet[Holding]:
    rows = _on(day).filter(post__role__in=[role.value for role in roles])
    if units is None:
        return rows
    return rows.filter(among("post__unit_id", [unit for unit in units if unit is not None]))


def _on(day: date | None) -> QuerySet[Holding]:
    return Holding.objects.filter(~Q(post__role=""), Q() if day is None else spans.holds(day))


register(FromPosts())
