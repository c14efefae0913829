"""The states of reports, and what is said of one that is not there in time."""

from django.utils.translation import pgettext_lazy

from mandate.core.reportstate import State
from mandate.platform.ui.states import Shown

REPORT_STATES = (
    Shown(State.EXPECTED, "none", pgettext_lazy("state of a report", "not begun")),
    Shown(State.DRAFT, "draft", pgettext_lazy("state of a report", "draft")),
    Shown(State.SUBMITTED, "submitted", pgettext_lazy("state of a report", "submitted")),
    Shown(State.RETURNED, "returned", pgettext_lazy("state of a report", "returned")),
    Shown(State.ACCEPTED, "accepted", pgettext_lazy("state of a report", "accepted")),
)
STATES = (*REPORT_STATES, Shown("late", "late", pgettext_lazy("state of a report", "late")))
