"""Who is on the way to which unit, and for whom it waits to receive them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mandate.apps.people.models import Arrival, Transfer
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.keepers import keepers
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, visible
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked


@dataclass(frozen=True, slots=True)
class TransferRow:
    """Somebody on the way from one unit to another, named with the ones above them."""

    id: int
    user_id: int
    name: str
    source: str
    target: str
    released: date
    document: str


def transfer_rows(transfers: Sequence[Transfer], day: date) -> tuple[TransferRow, ...]:
    """Transfers that are known to be the reader's to see, in their order."""
    places = placed({pk for one in transfers for pk in (one.source_id, one.target_id)}, day)
    return tuple(
        TransferRow(
            one.pk,
            one.person_id,
            one.person.called,
            places[one.source_id].name,
            places[one.target_id].name,
            one.released,
            one.document,
        )
        for one in transfers
    )


def waiting_arrivals(actor: Actor) -> tuple[TransferRow, ...]:
    """Those whom the actor is to receive, whoever was released first at the top: people on the way to a unit
    whose list the actor keeps. A few queries, however many there are."""
    return transfer_rows(_waiting(actor), actor.today)


def arrivals_shown(actor: Actor, asked: Asked) -> tuple[TransferRow, ...] | None:
    """The same for the desk; None where there are none."""
    return waiting_arrivals(actor) or None


def arrivals_count(actor: Actor) -> int:
    """How many :func:`waiting_arrivals` there are."""
    return len(_waiting(actor))


def any_arrivals(actor: Actor) -> bool:
    """Whether there are any."""
    return arrivals_count(actor) > 0


def _waiting(actor: Actor) -> Sequence[Arrival]:
    return once(f"arrivals of {actor.user_id}", lambda: _read(actor))


def _read(actor: Actor) -> Sequence[Arrival]:
    if actor.user_id is None or not can_anywhere(actor, MEMBERS_MANAGE):
        return ()
    coming = visible(actor, Arrival.objects.filter(outcome=""), MEMBERS_MANAGE)
    rows = list(coming.select_related("person").order_by("released", "id"))
    mine = keepers({one.target_id for one in rows}, actor.today)
    return [one for one in rows if actor.user_id in mine[one.target_id]]
