"""What people are told of complaints."""

from mandate.apps.complaints.models import Complaint
from mandate.apps.complaints.permissions import COMPLAINTS_VIEW  # noqa: F401 -- serves them

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said


def _tell(actor: Actor, subjects: object) -> dict[int, Said]:
    rows = visible(actor, Complaint.objects.filter(pk__in=subjects))
    return {row.pk: Said(f"{row.title} came in.", ("complaints:one", str(row.pk))) for row in rows}


COMPLAINT_CAME = NoticeKind(
    name="complaints.came",
    group=Group("complaints", "Complaints", Choice.AT_ONCE),
    seen=lambda actor: visible(actor, Complaint.objects.all()),
    tell=_tell,
)
