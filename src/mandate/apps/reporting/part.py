"""What reporting brings to the frame."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandate.apps.reporting.queries.tasks import waiting_count
from mandate.platform.parts import Counter, Part, Place, Tab


def _waiting(count: int) -> str:
    words = ngettext("%(count)s report waits for acceptance", "%(count)s reports wait for acceptance", count)
    return words % {"count": count}


PART = Part(
    urls="mandate.apps.reporting.web.urls",
    places=(Place("forms", _("Forms"), "reporting:forms", 130),),
    tabs=(
        Tab("reports", _("Reports"), "reporting:reports", 20, Counter("waiting", waiting_count, _waiting)),
    ),
)
