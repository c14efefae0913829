"""How an application to become a member stands."""

from mandate.apps.people.models import STATE_NAMES
from mandate.core.admission import State
from mandate.platform.ui.states import Shown

_LOOKS = {
    State.APPLIED: "draft",
    State.RECOMMENDED: "draft",
    State.PROPOSED: "submitted",
    State.RETURNED: "returned",
    State.ADMITTED: "accepted",
    State.REFUSED: "missed",
    State.WITHDRAWN: "none",
}

#: Their names begin so, since other parts have an accepted or returned thing as well.
PREFIX = "case_"
STATES = tuple(Shown(f"{PREFIX}{state.value}", look, STATE_NAMES[state]) for state, look in _LOOKS.items())
