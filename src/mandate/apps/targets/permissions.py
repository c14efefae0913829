"""The actions on targets and the scoreboard."""

from mandate.apps.targets.models import Target
from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

TARGETS_VIEW = define("targets.view", EVERY_ROLE)
TARGETS_SET = define("targets.set", [Role.ADMINISTRATOR, Role.SECRETARY])

serve(Target, TARGETS_VIEW, "unit_id")
