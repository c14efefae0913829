"""The actions on financial years and terms. They belong to the whole organisation."""

from mandate.apps.periods.models import NamedPeriod
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

CALENDAR_VIEW = define("calendar.view", EVERY_ROLE)
CALENDAR_MANAGE = define("calendar.manage", [Role.ADMINISTRATOR], Where.ORGANISATION)

serve(NamedPeriod, CALENDAR_VIEW, None)
