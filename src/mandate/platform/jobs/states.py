"""The states of jobs as people see them; what they are: models.py."""

from mandate.platform.jobs.models import State
from mandate.platform.ui.states import Shown

STATES = tuple(
    Shown(state.value, look, state.label)
    for state, look in (
        (State.WAITING, "none"),
        (State.RUNNING, "underway"),
        (State.DONE, "accepted"),
        (State.FAILED, "missed"),
        (State.CANCELLED, "draft"),
    )
)
