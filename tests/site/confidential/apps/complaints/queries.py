"""What is shown of complaints."""

from mandate.apps.complaints.models import Complaint
from mandate.apps.complaints.permissions import COMPLAINTS_CLOSE

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.listing.value import Column, Filter, Listing, Search, options


def complaints(actor: Actor) -> "Listing[Complaint]":
    """All that the actor may see."""
    return Listing(
        name="complaints",
        title="Complaints",
        source=visible(actor, Complaint.objects.all()),
        rows=list,
        columns=(
            Column("title", "Title", lambda row: row.title, order=("title",)),
            Column("number", "Number", lambda row: row.pk, number=True, order=("pk",)),
        ),
        search=Search("Title", lambda rows, words: rows.filter(title__icontains=words[0])),
        filters=(
            Filter("state", "State", options([("open", "open")]), lambda rows, _: rows.filter(closed=False)),
        ),
        order=("pk",),
    )


def waiting(actor: Actor, unit_id: int | None = None) -> int:
    """How many wait for the actor to close them."""
    found = visible(actor, Complaint.objects.filter(closed=False), COMPLAINTS_CLOSE)
    return found.filter(unit_id=unit_id).count() if unit_id else found.count()
