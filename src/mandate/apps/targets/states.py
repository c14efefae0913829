"""The states of targets, from the best."""

from django.utils.translation import pgettext_lazy

from mandate.core.target import State
from mandate.platform.ui.states import Shown

STATES = (
    Shown(State.EXCEEDED, "over", pgettext_lazy("state of a target", "exceeded")),
    Shown(State.MET, "met", pgettext_lazy("state of a target", "met")),
    Shown(State.MISSED, "missed", pgettext_lazy("state of a target", "missed")),
    Shown(State.NO_DATA, "nodata", pgettext_lazy("state of a target", "no data")),
    Shown(State.UNDER_WAY, "underway", pgettext_lazy("state of a target", "under way")),
    Shown("no_target", "none", pgettext_lazy("state of a target", "no target")),
)
