"""What the calendar brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.periods.tables.kind import PERIODS_TABLE
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part

PART = Part(
    urls="mandate.apps.periods.web.urls",
    prefix="periods/",
    tables=(PERIODS_TABLE,),
    errands=(Errand(_("Financial years and terms"), "periods:calendar"),),
    helps=(Help("forms", "administrator", "financial-years-terms-and-plans", pages=("periods:calendar",)),),
)
