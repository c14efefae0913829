"""The actions of the desk: reading the journal."""

from mandate.platform.access.actions import define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve
from mandate.platform.journal.models import Entry

JOURNAL_VIEW = define("journal.view", [Role.ADMINISTRATOR, Role.SECRETARY, Role.REVIEWER])

serve(Entry, JOURNAL_VIEW, "unit_id")
