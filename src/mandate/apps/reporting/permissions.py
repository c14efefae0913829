"""The actions on forms, periods and reports."""

from mandate.apps.reporting.expected import once_below, papers_once_below
from mandate.apps.reporting.models import Form, FormPeriod, Paper, Report
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

FORMS_VIEW = define("forms.view", EVERY_ROLE)
FORMS_MANAGE = define("forms.manage", [Role.ADMINISTRATOR], Where.ORGANISATION)
PERIODS_MANAGE = define("periods.manage", [Role.ADMINISTRATOR], Where.ORGANISATION)

REPORTS_VIEW = define("reports.view", EVERY_ROLE)
REPORTS_WRITE = define("reports.write", [Role.SECRETARY, Role.REPORTER])
REPORTS_SUBMIT = define("reports.submit", [Role.SECRETARY, Role.REPORTER])
# By the side that writes, or whoever submitted it: never by a decider whose role merely covers the unit.
REPORTS_WITHDRAW = define("reports.withdraw", [Role.SECRETARY, Role.REPORTER])
# A correction that is not under decision; the accepted figures stand again.
REPORTS_DISCARD = define("reports.discard", [Role.SECRETARY, Role.REPORTER])
# Decided by the level above: nobody accepts the report of the unit on which the role is held.
REPORTS_DECIDE = define("reports.decide", [Role.SECRETARY, Role.REVIEWER], Where.ABOVE)
# By whoever returned it, while the unit has not begun to correct it.
REPORTS_TAKE_BACK = define("reports.take_back", [Role.SECRETARY, Role.REVIEWER], Where.ABOVE)
# Whoever decides on a report reminds of it; where nobody writes for the unit, nobody can be reminded.
REPORTS_REMIND = define("reports.remind", [Role.SECRETARY, Role.REVIEWER], Where.ABOVE)
# For an organisation (its top unit) and a form: who submits it may also decide on it.
REPORTS_ALLOW_OWN = define("reports.allow_own", [Role.ADMINISTRATOR])
# Importing counts as accepting: report by report the importer also needs the right to decide.
FIGURES_IMPORT = define(
    "figures.import", [Role.ADMINISTRATOR, Role.SECRETARY, Role.REVIEWER], Where.ORGANISATION
)

# The papers of a report, its evidence; they change as its figures do, and who reads these reads them.
PAPERS_READ = define("papers.read", EVERY_ROLE)
PAPERS_ATTACH = define("papers.attach", [Role.SECRETARY, Role.REPORTER])
PAPERS_REMOVE = define("papers.remove", [Role.SECRETARY, Role.REPORTER])

serve(Form, FORMS_VIEW, None)
serve(FormPeriod, FORMS_VIEW, None)
# Who stood above a unit on a report's day may read the report, also when the unit stands elsewhere today.
serve(Report, REPORTS_VIEW, "unit_id", also=once_below)
serve(Paper, PAPERS_READ, "unit_id", also=papers_once_below)
