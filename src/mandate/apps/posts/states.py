"""How a place of a post stands, and whoever holds it."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.ui.states import Shown

STATES = (
    Shown("post_vacant", "missed", _("vacant")),
    Shown("post_acting", "draft", _("acting")),
    Shown("post_gone", "none", _("no longer a member")),
)
