"""What comes next: the nearest days of the calendar."""

from datetime import timedelta

from mandate.platform.access.actor import Actor
from mandate.platform.calendar.queries import AHEAD, Dated, entries_between
from mandate.platform.duties import Asked

SHOWN = 3
NEAR = timedelta(days=31)  # mostly there is enough in them; the rest is asked for only where there is not


def coming(actor: Actor, asked: Asked) -> tuple[Dated, ...] | None:
    """The next few entries of the actor's calendar; None where nothing is to come."""
    today = actor.today
    found = entries_between(actor, today, today + NEAR)
    if len(found) < SHOWN:
        known = {one.uid for one in found}  # what lasts longer is of both spans
        later = entries_between(actor, today + NEAR, today + AHEAD)
        found += tuple(one for one in later if one.uid not in known)
    return found[:SHOWN] or None
