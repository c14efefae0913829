"""The actions on boundaries. Who sees a unit sees where it lies."""

from mandate.apps.boundaries.models import Boundary
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

BOUNDARIES_VIEW = define("boundaries.view", EVERY_ROLE)
BOUNDARIES_MANAGE = define("boundaries.manage", [Role.ADMINISTRATOR], Where.ORGANISATION)

serve(Boundary, BOUNDARIES_VIEW, "unit_id")
