"""The posts of one person, past and present, as far as the actor may see them."""

from dataclasses import dataclass
from datetime import date

from mandate.apps.posts.models import HOW_NAMES, Holding
from mandate.apps.posts.queries.rows import days_of
from mandate.apps.units.placed import placed
from mandate.core.holding import How
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible


@dataclass(frozen=True, slots=True)
class PersonPost:
    """A post that a person holds, held or will hold."""

    post_id: int
    name: str
    body: str
    place: str
    how: str
    starts: date
    ends: date | None
    now: bool


def posts_of_person(actor: Actor, user_id: int) -> tuple[PersonPost, ...]:
    """The newest first: two queries."""
    rows = list(
        visible(actor, Holding.objects.filter(person=user_id))
        .select_related("post__kind", "post__body__kind")
        .order_by("-starts", "-pk")
    )
    places = placed({row.post.unit_id for row in rows}, actor.today)
    return tuple(
        PersonPost(
            post_id=row.post_id,
            name=row.post.called,
            body=row.post.body.called if row.post.body is not None else "",
            place=places[row.post.unit_id].name,
            how=str(HOW_NAMES[How(row.how)]),
            starts=row.starts,
            ends=row.ends,
            now=days_of(row).holds(actor.today),
        )
        for row in rows
    )
