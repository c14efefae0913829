"""What people bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.people.counts import COUNTS
from mandate.apps.people.finding import MEMBERS
from mandate.apps.people.queries.members import has_members
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import Tab

PART = Part(
    urls="mandate.apps.people.web.urls",
    tabs=(Tab("members", _("Members"), "people:members", 60, used=has_members),),
    helps=(Help("members", "secretary", "keep-the-list-of-members"),),
    finders=(MEMBERS,),
    counts=COUNTS,
)
