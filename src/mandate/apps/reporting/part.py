"""What reporting brings to the frame."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandate.apps.reporting.calendar import FROM_BELOW, TO_SUBMIT
from mandate.apps.reporting.counts import COUNTS
from mandate.apps.reporting.duties import ACCEPT, WRITE
from mandate.apps.reporting.finding import FORMS, REPORTS
from mandate.apps.reporting.models import Form, FormPeriod, OwnDecision, Revision
from mandate.apps.reporting.notices import ACCEPTED, CORRECTED, REMINDED, RETURNED
from mandate.apps.reporting.permissions import FORMS_MANAGE, PERIODS_MANAGE, REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.reporting.queries.defaults import asked_now
from mandate.apps.reporting.queries.setting_up import periods_to_open, units_without_writers
from mandate.apps.reporting.queries.tasks import decides
from mandate.apps.reporting.tables.kind import FIGURES_TABLE
from mandate.core.reportstate import State
from mandate.platform.access.owned import Owned
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.charges import Charge
from mandate.platform.duties import Queue
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import FirstStep, Part
from mandate.platform.places import SET_UP, WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.reporting.web.urls",
    leaves=(
        Leaf(WORK, "work", _("Reports"), "reporting:work", 10, (REPORTS_SUBMIT, REPORTS_DECIDE)),
        Leaf(SET_UP, "forms", _("Forms"), "reporting:forms", 20, (FORMS_MANAGE,)),
        Leaf(SET_UP, "rules", _("Rules"), "reporting:rules", 30, (FORMS_MANAGE,)),
    ),
    tabs=(Tab("reports", _("Reports"), "reporting:reports", 30, of_period=True),),
    asked=asked_now,
    duties=(WRITE, ACCEPT),
    queues=(
        Queue("opening", "reporting/desk/opening.html", 5, periods_to_open, PERIODS_MANAGE),
        Queue("unwritten", "reporting/desk/unwritten.html", 6, units_without_writers, GRANTS_MANAGE),
    ),
    notices=(RETURNED, ACCEPTED, CORRECTED, REMINDED),
    owned=(
        Owned(Revision, "submitted_by", _("a report"), only=Q(state=State.SUBMITTED.value)),
        Owned(FormPeriod, "closed_by", _("a period"), only=Q(closed_at__isnull=False)),
        Owned(OwnDecision, "allowed_by", _("a decision on one's own reports"), only=Q()),
    ),
    calendar=(TO_SUBMIT, FROM_BELOW),
    steps=(
        FirstStep(
            _("Make a form"),
            _("Which kinds of unit report which indicators, how often and by when."),
            FORMS_MANAGE,
            ("reporting:forms",),
            30,
            Form.objects.exists,
        ),
        FirstStep(
            _("Open a period"),
            _("From then on each unit sees its report, and the reports expected are counted."),
            FORMS_MANAGE,
            ("reporting:forms",),
            40,
            FormPeriod.objects.exists,
        ),
    ),
    tables=(FIGURES_TABLE,),
    files_at=r"/reports/\d+/",  # a report takes its papers with its figures
    finders=(FORMS, REPORTS),
    errands=(
        Errand(_("New form"), "reporting:form_new", FORMS_MANAGE, _("add a form")),
        Errand(_("New rule"), "reporting:rule_new", FORMS_MANAGE, _("add a rule")),
        Errand(_("Rules"), "reporting:rules"),
    ),
    helps=(
        Help("reports", "reporter", "fill-in-the-figures", REPORTS_SUBMIT, ("reporting:report",)),
        Help(
            "reports", "reviewer", "decide-on-one-report", REPORTS_DECIDE, ("reporting:report",), who=decides
        ),
        Help("reports", "reviewer", "find-what-is-waiting-for-you", REPORTS_DECIDE, who=decides),
        Help("reports", "reporter", "find-what-is-due", REPORTS_SUBMIT),
        Help("reports", "observer", "work-with-a-list"),
        Help("work", "reviewer", "find-what-is-waiting-for-you", REPORTS_DECIDE, who=decides),
        Help("work", "reporter", "find-what-is-due"),
        Help("rules", "administrator", "open-close-and-reopen-a-period"),
        Help("forms", "administrator", "open-close-and-reopen-a-period"),
    ),
    counts=COUNTS,
    charges=(
        Charge("reports", _("Reports for it"), REPORTS_SUBMIT, 10),
        Charge("decides", _("Decides on its reports"), REPORTS_DECIDE, 20),
    ),
)
