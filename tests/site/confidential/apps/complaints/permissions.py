"""Who sees complaints, and who closes them."""

from mandate.apps.complaints.models import Complaint, Note, Proof

from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve
from mandate.platform.circles.conditions import InCircle, InCircleOfSubject

IN_CIRCLE = InCircle("circle")
COMPLAINTS_VIEW = define("complaints.view", EVERY_ROLE, when=IN_CIRCLE)
COMPLAINTS_CLOSE = define("complaints.close", [Role.ADMINISTRATOR, Role.SECRETARY], when=IN_CIRCLE)
NOTES_VIEW = define("complaints.view_notes", EVERY_ROLE, when=InCircle("complaint__circle"))
PROOFS_READ = define("complaints.read_proofs", EVERY_ROLE, when=InCircleOfSubject(Proof.SUBJECT))

serve(Complaint, COMPLAINTS_VIEW, "unit_id")
serve(Note, NOTES_VIEW, "complaint__unit_id")
serve(Proof, PROOFS_READ, "unit_id")
