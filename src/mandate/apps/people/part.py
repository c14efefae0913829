"""What people bring to the frame."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandate.apps.people.counts import COUNTS, counts_by_source
from mandate.apps.people.duties import ANSWER, APPLICATIONS, RECEIVE
from mandate.apps.people.finding import APPLICANTS, MEMBERS
from mandate.apps.people.models import (
    OPEN,
    Application,
    ApplicationStep,
    Correction,
    Joined,
    Membership,
    StepNote,
    Transfer,
)
from mandate.apps.people.notices import (
    APPLICATION,
    ARRIVING,
    CORRECTION_ANSWERED,
    CORRECTION_ASKED,
    DECIDED,
)
from mandate.apps.people.permissions import MEMBERS_MANAGE, SOURCES_MANAGE
from mandate.apps.people.personal import PERSONAL
from mandate.apps.people.queries.applications import any_applications
from mandate.apps.people.queries.members import has_members
from mandate.apps.people.queries.queue import anything_waits
from mandate.apps.people.tables.kind import PEOPLE_TABLE
from mandate.platform.access.owned import Owned
from mandate.platform.charges import Charge
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import SET_UP, WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.people.web.urls",
    leaves=(
        Leaf(WORK, "arrivals", _("Members"), "people:arrivals", 30, (MEMBERS_MANAGE,), anything_waits),
        Leaf(
            WORK,
            "applications",
            _("Applications"),
            "people:applications",
            32,
            (MEMBERS_MANAGE,),
            any_applications,
        ),
        Leaf(SET_UP, "member-sources", _("Sources of members"), "people:sources", 44, (SOURCES_MANAGE,)),
    ),
    tabs=(Tab("members", _("Members"), "people:members", 60, used=has_members),),
    duties=(RECEIVE, APPLICATIONS, ANSWER),
    notices=(ARRIVING, DECIDED, APPLICATION, CORRECTION_ASKED, CORRECTION_ANSWERED),
    helps=(
        Help("members", "secretary", "keep-the-list-of-members"),
        Help("arrivals", "secretary", "keep-the-list-of-members"),
        Help("applications", "secretary", "admit-members-by-the-procedure"),
        Help("member-sources", "administrator", "say-from-where-members-come"),
    ),
    finders=(MEMBERS, APPLICANTS),
    counts=COUNTS,
    listed_counts=counts_by_source,
    errands=(Errand(_("Enter an application"), "people:apply_new", MEMBERS_MANAGE, of_unit=True),),
    files_at=r"/applications/\d+/attach/",
    personal=PERSONAL,
    tables=(PEOPLE_TABLE,),
    owned=(
        Owned(Membership, "person", _("a membership")),
        Owned(Transfer, "person", _("a transfer")),
        Owned(Application, "person", _("an application")),
        Owned(ApplicationStep, "member", _("a recommendation of the same applicant")),
        Owned(StepNote, "person", _("an application")),
        Owned(ApplicationStep, "by", _("an application"), only=Q(application__state__in=OPEN)),
        Owned(Joined, "kept", _("another record"), only=Q(parted_at=None)),
        Owned(Correction, "person", _("a request for correction"), unless="answered_by"),
    ),
    charges=(Charge("members", _("Keeps the list of its members"), MEMBERS_MANAGE, 30),),
)
