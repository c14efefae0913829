"""What a unit's closing means for its members, as the page of that change says it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mandate.apps.units.outlook import Offer, UnitChange
from mandate.apps.units.watchers import Consequences
from mandate.platform.access.actor import Actor


class MembersOutlook:
    """See :class:`mandate.apps.units.outlook.Outlook`."""

    def foretell(self, change: UnitChange) -> str:
        if change != "close":
            return ""
        return _("Members who belong to it stay on its list until they are moved to another unit.")

    def offer(self, actor: Actor, done: Consequences) -> Iterable[Offer]:
        """Nothing: its list of members says who is left."""
        return ()
