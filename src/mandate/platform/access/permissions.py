"""The actions on people and their roles."""

from mandate.platform.access.actions import define
from mandate.platform.access.actor import Role

GRANTS_VIEW = define("access.view", [Role.ADMINISTRATOR, Role.SECRETARY])
GRANTS_MANAGE = define("access.manage", [Role.ADMINISTRATOR])
PEOPLE_ERASE = define("access.erase", [Role.ADMINISTRATOR])
