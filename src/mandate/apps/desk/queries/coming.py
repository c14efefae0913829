"""What comes next: the nearest days of the calendar, after what is late from the units below."""

from dataclasses import dataclass

from mandate.apps.reporting.calendar import FROM_BELOW, late_from_below
from mandate.platform.access.actor import Actor
from mandate.platform.calendar.queries import AHEAD, Dated, entries_between
from mandate.platform.duties import Asked

SHOWN = 3


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
    found = entries_between(actor, today, today + AHEAD)
    return Coming(late, found[:SHOWN]) if late or found else None
