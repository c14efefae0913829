"""What comes next: the nearest days of the calendar."""

from mandate.platform.access.actor import Actor
from mandate.platform.calendar.queries import Dated, entries_of
from mandate.platform.duties import Asked

SHOWN = 3


def coming(actor: Actor, asked: Asked) -> tuple[Dated, ...] | None:
    """The next few entries of the actor's calendar; None where nothing is to come."""
    ahead = (one for one in entries_of(actor) if one.entry.last_day >= actor.today)
    return tuple(ahead)[:SHOWN] or None
