"""Who opens a closed review again: the level above, and never whoever closed it alone.

It takes two people, one who asks and another who does it, at a top unit, above which nobody stands, and where
the one who would open it is the one who closed it. A request stands when its asker no longer holds the role,
as a submitted report does; who may answer it is decided by where the unit stands when it is answered.
"""

from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.permissions import REVIEWS_ANSWER
from mandate.apps.units.structure import lineage
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, who_can


def at_the_top(actor: Actor, unit_id: int) -> bool:
    """Whether no level stands above that could open the unit's reviews again."""
    return len(lineage(unit_id, actor.today)) == 1


def takes_two(actor: Actor, review: Review) -> bool:
    """Whether this person can only ask for it; the operator can do everything."""
    if actor.console:
        return False
    return at_the_top(actor, review.unit_id) or (
        review.closed_by_id is not None and review.closed_by_id == actor.user_id
    )


def may_answer(actor: Actor, request: Reopening) -> bool:
    """Whether this person, other than who asked, may open the review again or leave it closed."""
    return can(actor, REVIEWS_ANSWER, request.review.unit_id, request)


def answerers(actor: Actor, unit_id: int, asker_id: int | None) -> tuple[str, ...]:
    """The names of those who may answer what somebody asks, or would ask; none is a unit that needs a second
    person first."""
    asked = Reopening(asked_by_id=asker_id or 0)  # as asked by somebody, so that it waits
    return tuple(person.name for person in who_can(REVIEWS_ANSWER, unit_id, actor.today, asked))
