"""The actions on units, and on the links of those of sister organisations."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from mandate.apps.units.models import SisterLink, Unit
from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve
from mandate.platform.access.tree import provider
from mandate.platform.database.arrays import among

UNITS_VIEW = define("units.view", EVERY_ROLE)
UNITS_MANAGE = define("units.manage", [Role.ADMINISTRATOR])
# On both units, whose sides agree; to end a link either side is enough.
UNITS_LINK = define("units.link", [Role.ADMINISTRATOR])


def _of_the_sister(held: Collection[int], day: date) -> Q | None:
    """The links of units below those on which somebody holds a role: a link is read from both sides."""
    return among("sister_id", provider().with_all_below(held, day)) if held else None


serve(Unit, UNITS_VIEW, "id")
serve(SisterLink, UNITS_VIEW, "unit_id", also=_of_the_sister)
