"""What the desk brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.desk.finding import PAGES
from mandate.apps.desk.letter import REMINDERS
from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.desk.queries.coming import coming
from mandate.apps.desk.queries.standing import standing_units
from mandate.apps.desk.queries.steps import first_steps
from mandate.apps.desk.queries.tour import tour
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.duties import Queue
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import DESK, SET_UP, Leaf

PART = Part(
    urls="mandate.apps.desk.web.urls",
    leaves=(
        Leaf(DESK, "desk", _("Desk"), "desk:desk", 0),
        Leaf(SET_UP, "journal", _("Journal"), "desk:journal", 90, (JOURNAL_VIEW,)),
    ),
    home="desk:desk",
    tour="desk:tour",
    side="desk:navigation",
    letters=(REMINDERS,),
    finders=(PAGES,),
    queues=(
        Queue("tour", "desk/parts/tour.html", -1, tour),
        Queue("steps", "desk/parts/steps.html", 0, first_steps),
        Queue("coming", "desk/parts/coming.html", 50, coming, REPORTS_DECIDE),
        Queue("units", "desk/parts/units.html", 100, standing_units),
    ),
    helps=(
        Help("desk", "administrator", "set-up-a-new-organisation", GRANTS_MANAGE),
        Help("desk", "secretary", "see-how-your-unit-stands", TARGETS_SET),
        Help("desk", "reporter", "find-what-is-due", REPORTS_SUBMIT),
        Help("desk", "reviewer", "find-what-is-waiting-for-you", REPORTS_DECIDE),
        Help("desk", "observer", "read-a-units-figures"),
        Help("journal", "administrator", "the-journal"),
    ),
)
