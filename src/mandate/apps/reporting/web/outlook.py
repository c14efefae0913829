"""What a unit's opening, closing and opening again mean for reports, as the pages of these changes say it."""

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.units.outlook import Offer, UnitChange
from mandate.apps.units.watchers import Consequences
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can

NAMED = 10
_WORDS: Mapping[UnitChange, Promise] = {
    "create": gettext_lazy("From the day it opens, forms that are opened for its kind expect its reports."),
    "kind": gettext_lazy(
        "From now on, forms that are opened for the new kind expect its reports. Periods that are open "
        "already keep what they expect."
    ),
    "close": gettext_lazy(
        "No report is expected from it for periods that begin on that day or later; you can take this "
        "back. Its figures stay in all totals."
    ),
    "reopen": gettext_lazy(
        "Reports that its closing excused, of periods that begin on that day or later, are expected again."
    ),
}


class ReportsOutlook:
    """See :class:`mandate.apps.units.outlook.Outlook`."""

    def foretell(self, change: UnitChange) -> str:
        return str(_WORDS[change])

    def offer(self, actor: Actor, done: Consequences) -> Iterator[Offer]:
        """Reports that stay excused can be asked for where their periods are kept."""
        if not can(actor, PERIODS_MANAGE):
            return
        for one in done.still[:NAMED]:
            address = reverse("reporting:expectations", args=[one.opened_id])
            yield Offer(
                _("Add it again:"), f"{one.form}, {one.period}", f"{address}?{urlencode({'q': one.unit})}"
            )
