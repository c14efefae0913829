"""What reporting brings to the frame."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandate.apps.reporting.letters import owed_reports, reports_to_accept
from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.permissions import FORMS_MANAGE
from mandate.apps.reporting.queries.tasks import due, returned, waiting_count, waiting_reports
from mandate.apps.reporting.tables.kind import FIGURES_TABLE
from mandate.platform.parts import Counter, Part, Place, Queue, Step, Tab


def _waiting(count: int) -> str:
    words = ngettext("%(count)s report waits for acceptance", "%(count)s reports wait for acceptance", count)
    return words % {"count": count}


PART = Part(
    urls="mandate.apps.reporting.web.urls",
    places=(Place("forms", _("Forms"), "reporting:forms", 130),),
    tabs=(
        Tab("reports", _("Reports"), "reporting:reports", 20, Counter("waiting", waiting_count, _waiting)),
    ),
    queues=(
        Queue("returned", "reporting/desk/returned.html", 10, returned),
        Queue("due", "reporting/desk/due.html", 20, due),
        Queue("waiting", "reporting/desk/waiting.html", 30, waiting_reports),
    ),
    steps=(
        Step(
            _("Make a form"),
            _("Which kinds of unit report which indicators, how often and by when."),
            FORMS_MANAGE,
            ("reporting:forms",),
            30,
            Form.objects.exists,
        ),
        Step(
            _("Open a period"),
            _("From then on each unit sees its report, and the reports expected are counted."),
            FORMS_MANAGE,
            ("reporting:forms",),
            40,
            FormPeriod.objects.exists,
        ),
    ),
    reminders=(owed_reports, reports_to_accept),
    tables=(FIGURES_TABLE,),
)
