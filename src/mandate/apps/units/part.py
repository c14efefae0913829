"""What the tree of units brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.units.around import around
from mandate.apps.units.counts import COUNTS
from mandate.apps.units.finding import UNITS
from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_MANAGE, UNITS_VIEW
from mandate.apps.units.tables.kind import UNITS_TABLE
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import FirstStep, Part, Tree
from mandate.platform.places import ORGANISATION, SET_UP, Leaf, Tab

PART = Part(
    urls="mandate.apps.units.web.urls",
    leaves=(
        Leaf(ORGANISATION, "units", _("All units"), "units:tree", 10, (UNITS_VIEW,)),
        Leaf(SET_UP, "kinds", _("Kinds of unit"), "units:kinds", 40, (UNITS_MANAGE,)),
    ),
    tabs=(Tab("place", _("The unit"), "units:unit", 100, further=True),),
    steps=(
        FirstStep(
            _("Import the units"),
            _("A table of code, parent, kind and name: every level of the organisation."),
            UNITS_MANAGE,
            ("exchange:table", "units"),
            10,
            Unit.objects.exists,
        ),
    ),
    tables=(UNITS_TABLE,),
    tree=Tree(around, "units:switch"),
    finders=(UNITS,),
    errands=(
        Errand(_("Add a unit"), "units:create", UNITS_MANAGE, _("new unit, open a unit")),
        Errand(_("Units that are not open today"), "units:closed"),
        Errand(_("Kinds of unit"), "units:kinds"),
    ),
    helps=(
        Help("units", "administrator", "change-the-structure", UNITS_MANAGE),
        Help("place", "administrator", "change-the-structure", UNITS_MANAGE),
        Help("place", "observer", "find-anything"),
        Help("kinds", "administrator", "change-the-structure"),
        Help("units", "observer", "find-anything"),
    ),
    counts=COUNTS,
)
