"""Who opens a closed review again: the level above, and never whoever closed it alone.

It takes two people, one who asks and another who does it, at a top unit, above which nobody stands, and where
the one who would open it is the one who closed it.
"""

from mandate.apps.reviews.models import Review
from mandate.apps.units.structure import lineage
from mandate.platform.access.actor import Actor


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


def may_confirm(actor: Actor, review: Review) -> bool:
    """Whether this person, who may open reviews of the unit again, is another than who asked."""
    return review.asked_at is not None and (actor.console or review.asked_by_id != actor.user_id)
