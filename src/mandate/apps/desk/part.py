"""What the desk brings to the frame."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.desk.queries.standing import standing_units
from mandate.apps.desk.queries.steps import first_steps
from mandate.apps.reporting.queries.tasks import due_count
from mandate.platform.parts import Counter, Part, Place, Queue


def _due(count: int) -> str:
    return ngettext("%(count)s report due", "%(count)s reports due", count) % {"count": count}


PART = Part(
    urls="mandate.apps.desk.web.urls",
    places=(
        Place("desk", _("Desk"), "desk:desk", 0, counter=Counter("due", due_count, _due)),
        Place("journal", _("Journal"), "desk:journal", 150, action=JOURNAL_VIEW),
    ),
    queues=(
        Queue("steps", "desk/parts/steps.html", 0, first_steps),
        Queue("units", "desk/parts/units.html", 100, standing_units),
    ),
)
