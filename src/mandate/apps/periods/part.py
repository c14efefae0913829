"""What the calendar brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.periods.permissions import CALENDAR_MANAGE
from mandate.apps.periods.tables.kind import PERIODS_TABLE
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import SET_UP, Leaf

PART = Part(
    urls="mandate.apps.periods.web.urls",
    prefix="periods/",
    leaves=(
        Leaf(SET_UP, "periods", _("Financial years and terms"), "periods:calendar", 50, (CALENDAR_MANAGE,)),
    ),
    periods="periods:choose",
    tables=(PERIODS_TABLE,),
    errands=(Errand(_("Financial years and terms"), "periods:calendar"),),
    helps=(Help("periods", "administrator", "financial-years-terms-and-plans"),),
)
