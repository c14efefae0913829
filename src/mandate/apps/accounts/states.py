"""How a role stands on the day on which somebody looks."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.ui.states import Shown

STATES = (
    Shown("role_held", "met", _("held")),
    Shown("role_planned", "draft", _("not yet")),
    Shown("role_ended", "none", _("ended")),
)
