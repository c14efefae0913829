"""The actions on units."""

from mandate.apps.units.models import Unit
from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

UNITS_VIEW = define("units.view", EVERY_ROLE)
UNITS_MANAGE = define("units.manage", [Role.ADMINISTRATOR])

serve(Unit, UNITS_VIEW, "id")
