"""What comes next: the nearest days of the calendar, after what is late from the units below."""

from dataclasses import dataclass
from datetime import timedelta

from mandate.apps.reporting.calendar import FROM_BELOW, late_from_below
from mandate.platform.access.actor import Actor
from mandate.platform.calendar.queries import AHEAD, Dated, entries_between
from mandate.platform.duties import Asked

SHOWN = 3
NEAR = timedelta(days=31)  # mostly there is enough in them; the rest is asked for only where there is not


@dataclass(frozen=True, slots=True)
class Coming:
    """The last few entries that are ``late`` from the units below, and the next few of the calendar."""

    late: tuple[Dated, ...]
    ahead: tuple[Dated, ...]


def coming(actor: Actor, asked: Asked) -> Coming | None:
    """For whoever decides; None where nothing is late or to come. What is late from the actor's own units
    stands among what is due from them."""
    today = actor.today
    late = tuple(Dated(FROM_BELOW, one) for one in late_from_below(actor, SHOWN))
    found = entries_between(actor, today, today + NEAR)
    if len(found) < SHOWN:
        known = {one.uid for one in found}  # what lasts longer is of both spans
        later = entries_between(actor, today + NEAR, today + AHEAD)
        found += tuple(one for one in later if one.uid not in known)
    return Coming(late, found[:SHOWN]) if late or found else None
