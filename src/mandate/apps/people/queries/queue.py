"""What waits for somebody about members: those to receive, and corrections to answer."""

from dataclasses import dataclass

from mandate.apps.people.queries.arrivals import TransferRow, any_arrivals, waiting_arrivals
from mandate.apps.people.queries.corrections import (
    CorrectionRow,
    corrections_count,
    waiting_corrections,
)
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class MembersQueue:
    """Both, whoever waits longest at the top."""

    arrivals: tuple[TransferRow, ...]
    corrections: tuple[CorrectionRow, ...]


def members_queue(actor: Actor) -> MembersQueue:
    """A few queries, however many there are."""
    return MembersQueue(waiting_arrivals(actor), waiting_corrections(actor))


def anything_waits(actor: Actor) -> bool:
    """Whether there is anything in it."""
    return any_arrivals(actor) or corrections_count(actor) > 0
