"""The actions of the desk: reading the journal."""

from mandate.platform.access.actions import define
from mandate.platform.access.actor import Role

JOURNAL_VIEW = define("journal.view", [Role.ADMINISTRATOR, Role.SECRETARY, Role.REVIEWER])
