"""Long work on a complaint."""

from mandate.apps.complaints.models import Complaint
from mandate.apps.complaints.permissions import COMPLAINTS_VIEW

from mandate.platform.access.actor import Actor
from mandate.platform.circles.guarded import for_deed
from mandate.platform.jobs.kinds import Data, JobKind, Work


def _title(data: Data) -> str:
    return f"Print {for_deed(Complaint.objects.all()).get(pk=data['complaint']).title}"


def _print(actor: Actor, work: Work) -> Work:
    return work.on(work.at + 1, {"printed": _title(work.data)})


KINDS = (
    JobKind(
        name="complaints.print",
        label="printing a complaint",
        action=lambda data: COMPLAINTS_VIEW,
        title=_title,
        step=_print,
        told=lambda actor, result: [f"Done: {result.get('printed')}"],
        address=lambda data: f"/complaints/{data['complaint']}/",
        matter=lambda data: ("complaint", data["complaint"]),
    ),
)
