"""What indicators bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.finding import INDICATORS
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.permissions import INDICATORS_MANAGE, INDICATORS_VIEW
from mandate.apps.indicators.tables.kind import INDICATORS_TABLE
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import FirstStep, Part
from mandate.platform.places import LIBRARY, SET_UP, Leaf


def reads(actor: Actor) -> bool:
    """They stand in the library of whoever does not set them up."""
    return not can_anywhere(actor, INDICATORS_MANAGE)


PART = Part(
    urls="mandate.apps.indicators.web.urls",
    prefix="indicators/",
    leaves=(
        Leaf(SET_UP, "indicators", _("Indicators"), "indicators:list", 10, (INDICATORS_MANAGE,)),
        Leaf(LIBRARY, "indicators", _("Indicators"), "indicators:list", 20, (INDICATORS_VIEW,), reads),
    ),
    steps=(
        FirstStep(
            _("Import the indicators"),
            _("What is counted, and how it adds up over units and over time."),
            INDICATORS_MANAGE,
            ("exchange:table", "indicators"),
            20,
            Indicator.objects.exists,
        ),
    ),
    tables=(INDICATORS_TABLE,),
    finders=(INDICATORS,),
    errands=(Errand(_("New indicator"), "indicators:new", INDICATORS_MANAGE, _("add an indicator")),),
    helps=(
        Help("indicators", "administrator", "let-mandate-count", INDICATORS_MANAGE, ("indicators:new",)),
        Help("indicators", "administrator", "changing-indicators-later", INDICATORS_MANAGE),
        Help("indicators", "observer", "read-a-units-figures"),
    ),
)
