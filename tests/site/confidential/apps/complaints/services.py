"""What is done to complaints. No service names a circle: the platform finds it by what it is done to."""

from collections.abc import Collection

from django.db import transaction
from mandate.apps.complaints.events import Closed, Opened
from mandate.apps.complaints.models import Complaint, Note, Proof
from mandate.apps.complaints.notices import COMPLAINT_CAME
from mandate.apps.complaints.permissions import COMPLAINTS_CLOSE

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.models import User
from mandate.platform.circles.guarded import for_deed
from mandate.platform.circles.models import Circle
from mandate.platform.circles.services import name_people
from mandate.platform.files.looking.look import Looked
from mandate.platform.files.models import Attachment
from mandate.platform.files.services import Subject, attach
from mandate.platform.journal.record import record, record_many
from mandate.platform.notices.services import notify


@transaction.atomic
def open_complaint(actor: Actor, unit_id: int, title: str, people: Collection[int]) -> Complaint:
    """A complaint came in; with ``people`` only these may know. Everybody is told, so far as they may be."""
    circle: Circle | None = name_people(actor, None, unit_id, people) if people else None
    complaint = Complaint.objects.create(unit_id=unit_id, title=title, circle=circle)
    Note.objects.create(complaint=complaint, text=f"Ask who saw: {title}")
    record(actor, Opened(title), unit_id=unit_id, subject=("complaint", complaint.pk))
    everybody = list(User.objects.values_list("pk", flat=True))
    notify(COMPLAINT_CAME, {complaint.pk: everybody}, by=actor.user_id, at=actor.now)
    return complaint


@transaction.atomic
def close(actor: Actor, complaint_id: int, closed: bool = True) -> Complaint:
    """Close it, or open it again."""
    complaint = for_deed(Complaint.objects.select_for_update()).get(pk=complaint_id)
    require(actor, COMPLAINTS_CLOSE, complaint.unit_id, complaint)
    complaint.closed = closed
    complaint.save(update_fields=["closed"])
    subject = ("complaint", complaint.pk)
    record_many(actor, [(Closed(complaint.title, closed), complaint.unit_id, subject)])
    return complaint


@transaction.atomic
def attach_proof(actor: Actor, complaint: Complaint, looked: Looked) -> Attachment:
    """Attach a file. The service asks for no right at all, and attaching does."""
    return attach(actor, Subject(Proof.SUBJECT, complaint.pk, complaint.unit_id), looked)[0]
