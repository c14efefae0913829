"""Terms that end soon and that no term follows yet, and for whom it is to see to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef

from mandate.apps.people.queries.keepers import keepers
from mandate.apps.posts.models import Term
from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, visible
from mandate.platform.database import spans
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked

DAYS = 180  # before the end


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A term that ends soon."""

    body_id: int
    body: str
    ordinal: int
    place: str
    ends: date


def ending_terms(actor: Actor) -> tuple[EndingRow, ...]:
    """Those whose posts the actor keeps, the first to end at the top. A few queries, however many."""
    rows = _waiting(actor)
    places = placed({row.body.unit_id for row in rows}, actor.today)
    return tuple(
        EndingRow(row.body_id, row.body.called, row.ordinal, places[row.body.unit_id].name, row.ends)
        for row in rows
    )


def ending_shown(actor: Actor, asked: Asked) -> tuple[EndingRow, ...] | None:
    """The same for the desk; None where there are none."""
    return ending_terms(actor) or None


def ending_count(actor: Actor) -> int:
    """How many :func:`ending_terms` there are."""
    return once(f"ending terms {actor.user_id}", lambda: len(_waiting(actor)))


def any_ending(actor: Actor) -> bool:
    """Whether there are any."""
    return ending_count(actor) > 0


def _waiting(actor: Actor) -> Sequence[Term]:
    if actor.user_id is None or not can_anywhere(actor, POSTS_MANAGE):
        return ()
    soon = actor.today + timedelta(days=DAYS)
    later = Term.objects.filter(body=OuterRef("body"), starts__gte=OuterRef("ends"))
    lasting = spans.holds(actor.today, "body__starts", "body__ends")
    found = Term.objects.filter(spans.holds(actor.today), lasting, ends__lte=soon)
    found = found.exclude(body__ends__lte=F("ends")).filter(~Exists(later))
    rows = list(visible(actor, found, POSTS_MANAGE).select_related("body__kind").order_by("ends", "pk"))
    mine = keepers({row.body.unit_id for row in rows}, actor.today)
    return [row for row in rows if actor.user_id in mine[row.body.unit_id]]
