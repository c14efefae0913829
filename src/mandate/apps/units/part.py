"""What the tree of units brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.units.finding import UNITS
from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.queries import ancestors, home_unit
from mandate.apps.units.tables.kind import UNITS_TABLE
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import FirstStep, Part, Place, Tree

PART = Part(
    urls="mandate.apps.units.web.urls",
    prefix="units/",
    places=(Place("units", _("All units"), "units:tree", 110),),
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
    tree=Tree(own=home_unit, way=ancestors),
    finders=(UNITS,),
    errands=(
        Errand(_("Open a unit"), "units:create", UNITS_MANAGE, _("new unit, add a unit")),
        Errand(_("Units that are not open today"), "units:closed"),
        Errand(_("Kinds of unit"), "units:kinds"),
    ),
    helps=(
        Help("units", "administrator", "change-the-structure", UNITS_MANAGE),
        Help("units", "observer", "find-anything"),
    ),
)
