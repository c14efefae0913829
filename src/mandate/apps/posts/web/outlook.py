"""What a unit's closing means for its bodies and posts, as the page of that change says it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mandate.apps.units.outlook import Offer, UnitChange
from mandate.apps.units.watchers import Consequences
from mandate.platform.access.actor import Actor


class PostsOutlook:
    """See :class:`mandate.apps.units.outlook.Outlook`."""

    def foretell(self, change: UnitChange) -> str:
        if change != "close":
            return ""
        return _("Its bodies and posts stay, with whoever holds them, until they are closed as well.")

    def offer(self, actor: Actor, done: Consequences) -> Iterable[Offer]:
        """Nothing: its page of posts says what is left."""
        return ()
