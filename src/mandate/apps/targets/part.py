"""What targets and the overview of a unit bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.targets.finding import FIGURES
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.targets import has_targets
from mandate.apps.targets.tables.kind import TARGETS_TABLE
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import Tab

PART = Part(
    urls="mandate.apps.targets.web.urls",
    tabs=(
        Tab("unit", _("Overview"), "targets:overview", 10, of_period=True),
        Tab("figures", _("Figures"), "targets:compare", 20, of_period=True),
        Tab("targets", _("Targets"), "targets:targets", 40, of_period=True, used=has_targets),
    ),
    tables=(TARGETS_TABLE,),
    errands=(
        Errand(_("Set targets"), "targets:edit", TARGETS_SET, _("new target, set a target"), of_unit=True),
    ),
    finders=(FIGURES,),
    helps=(
        Help("figures", "observer", "compare"),
        Help("unit", "observer", "read-a-units-figures"),
        Help("targets", "secretary", "set-targets", TARGETS_SET),
        Help("targets", "observer", "read-a-units-figures"),
    ),
)
