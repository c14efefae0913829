"""What complaints bring."""

from datetime import date

from mandate.apps.complaints.models import Complaint
from mandate.apps.complaints.notices import COMPLAINT_CAME
from mandate.apps.complaints.permissions import COMPLAINTS_CLOSE, COMPLAINTS_VIEW
from mandate.apps.complaints.queries import waiting

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.calendar.kinds import CalendarEntry, CalendarKind
from mandate.platform.duties import Asked, DueItem, Duty, Queue
from mandate.platform.parts import Part
from mandate.platform.places import WORK, Leaf


def _listed(actor: Actor, asked: Asked) -> str:
    found = visible(actor, Complaint.objects.filter(closed=False), COMPLAINTS_CLOSE).order_by("pk")
    return " and ".join(row.title for row in found)


def _to_close(actor: Actor) -> list[DueItem]:
    found = visible(actor, Complaint.objects.filter(closed=False), COMPLAINTS_CLOSE).order_by("pk")
    return [DueItem(row.title, "A", view=("complaints:one", str(row.pk))) for row in found]


def _dates(actor: Actor, first: date, until: date) -> list[CalendarEntry]:
    found = visible(actor, Complaint.objects.filter(closed=False)).order_by("pk")
    return [
        CalendarEntry(("complaint", row.pk), actor.today, row.title, view=("complaints:one", str(row.pk)))
        for row in found
    ]


PART = Part(
    urls="mandate.apps.complaints.urls",
    prefix="complaints/",
    leaves=(Leaf(WORK, "complaints", "Complaints", "complaints:all", 125, (COMPLAINTS_VIEW,)),),
    duties=(
        Duty(
            name="complaints",
            action=COMPLAINTS_CLOSE,
            section="complaints",
            lists=(Queue("complaints", "complaints/queue.html", 35, _listed),),
            count=waiting,
            words=lambda count: f"{count} complaints wait",
            read=lambda day: _to_close,
            calls=lambda item, day: True,
            subject=lambda count: f"{count} complaints wait",
            lead="These are to be closed:",
        ),
    ),
    notices=(COMPLAINT_CAME,),
    calendar=(CalendarKind("complaints", "To be heard", _dates),),
)
