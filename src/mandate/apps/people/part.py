"""What people bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.people.counts import COUNTS
from mandate.apps.people.duties import RECEIVE
from mandate.apps.people.finding import MEMBERS
from mandate.apps.people.notices import ARRIVING, DECIDED
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.personal import PERSONAL
from mandate.apps.people.queries.arrivals import any_arrivals
from mandate.apps.people.queries.members import has_members
from mandate.apps.people.tables.kind import PEOPLE_TABLE
from mandate.platform.charges import Charge
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.people.web.urls",
    leaves=(Leaf(WORK, "arrivals", _("Members"), "people:arrivals", 30, (MEMBERS_MANAGE,), any_arrivals),),
    tabs=(Tab("members", _("Members"), "people:members", 60, used=has_members),),
    duties=(RECEIVE,),
    notices=(ARRIVING, DECIDED),
    helps=(
        Help("members", "secretary", "keep-the-list-of-members"),
        Help("arrivals", "secretary", "keep-the-list-of-members"),
    ),
    finders=(MEMBERS,),
    counts=COUNTS,
    personal=PERSONAL,
    tables=(PEOPLE_TABLE,),
    charges=(Charge("members", _("Keeps the list of its members"), MEMBERS_MANAGE, 30),),
)
