"""The actions on indicators. They belong to the whole organisation."""

from mandate.apps.indicators.models import Indicator
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

INDICATORS_VIEW = define("indicators.view", EVERY_ROLE)
INDICATORS_MANAGE = define("indicators.manage", [Role.ADMINISTRATOR], Where.ORGANISATION)

serve(Indicator, INDICATORS_VIEW, None)
