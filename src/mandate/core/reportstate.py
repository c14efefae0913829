"""The way of a report: expected, draft, submitted, returned or accepted, and back for a correction.

The state is that of the newest revision. `TRANSITIONS` is the whole of it: what is not there is refused.

>>> next_state(State.DRAFT, Step.SUBMIT)
Transition(state=<State.SUBMITTED: 'submitted'>, changed=True)
>>> next_state(State.SUBMITTED, Step.SUBMIT).changed  # a second click, a second tab
False
>>> next_state(State.ACCEPTED, Step.SAVE)
Traceback (most recent call last):
mandate.core.reportstate.StateError: This report has been accepted. Start a correction to change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from mandate.core.errors import CoreError


class State(StrEnum):
    """Where a report stands."""

    EXPECTED = "expected"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Step(StrEnum):
    """What a person does with a report."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    START_CORRECTION = "start_correction"
    DISCARD = "discard"


class StateError(CoreError):
    """A step that the report's state does not allow; params ``state`` and ``step`` are their slugs."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "nothing_entered": "Nothing has been entered in this report yet.",
        "not_submitted": "This report has not been submitted.",
        "already_submitted": "This report has been submitted. Withdraw it to change it.",
        "not_returned": "This report is not returned any more.",
        "not_accepted": "Only an accepted report is corrected; this one can be changed as it is.",
        "not_decided": "This report has been submitted and is not decided yet. Withdraw it to change it.",
        "already_accepted": "This report has been accepted. Start a correction to change it.",
        "no_correction": "There is no correction to discard.",
        "reason_missing": "Give a reason.",
    }


# A step that leads to the state it starts from is done already and changes nothing, except saving: a returned
# report stays returned while it is mended, so that its reason is seen until it is submitted again.
TRANSITIONS: Mapping[tuple[State, Step], State] = {
    (State.EXPECTED, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.RETURNED, Step.TAKE_BACK): State.SUBMITTED,
    (State.SUBMITTED, Step.TAKE_BACK): State.SUBMITTED,
    (State.SUBMITTED, Step.ACCEPT): State.ACCEPTED,
    (State.RETURNED, Step.SAVE): State.RETURNED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.ACCEPTED, Step.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Step.START_CORRECTION): State.DRAFT,
    (State.DRAFT, Step.DISCARD): State.ACCEPTED,
    (State.RETURNED, Step.DISCARD): State.ACCEPTED,
}

# A report of which nothing is typed, because all its figures are counted, goes up without being begun.
UNTYPED: Mapping[tuple[State, Step], State] = {(State.EXPECTED, Step.SUBMIT): State.SUBMITTED}

# The states in which figures are entered.
WRITABLE = tuple(state for state, step in TRANSITIONS if step is Step.SAVE)

# What is only done to a correction: a report of which an earlier revision was accepted.
CORRECTION_ONLY = frozenset({Step.DISCARD})
REASON_NEEDED = frozenset({Step.RETURN, Step.START_CORRECTION})


@dataclass(frozen=True, slots=True)
class Transition:
    """The state after a step; not `changed` if it had been done already, and nothing is to be written."""

    state: State
    changed: bool


def next_state(
    state: State, step: Step, reason: str = "", *, correction: bool = False, typed: bool = True
) -> Transition:
    """Where `step` leads from `state`; raises `StateError`. Returning and correcting need a reason; only a
    ``correction`` can be discarded, and then what was accepted before stands again. Not ``typed``: all its
    figures are counted.

    >>> next_state(State.SUBMITTED, Step.RETURN, "Families exceed inhabitants").state.value
    'returned'
    """
    params = {"state": state.value, "step": step.value}
    after = _ways(typed).get((state, step))
    if after is None:
        raise StateError(_refusal(state, step), params)
    if step in CORRECTION_ONLY and not correction:
        raise StateError("no_correction", params)
    if step in REASON_NEEDED and not reason.strip():
        raise StateError("reason_missing", params)
    return Transition(after, changed=after is not state or step is Step.SAVE)


def possible(state: State, *, correction: bool = False, typed: bool = True) -> list[Step]:
    """The steps that change a report in this state: those for which a page shows a button.

    >>> [step.value for step in possible(State.SUBMITTED)]
    ['withdraw', 'return', 'accept']
    """
    return [
        step
        for before, step in _ways(typed)
        if before is state
        and (correction or step not in CORRECTION_ONLY)
        and next_state(state, step, "-", correction=correction, typed=typed).changed
    ]


def _ways(typed: bool) -> Mapping[tuple[State, Step], State]:
    return TRANSITIONS if typed else {**TRANSITIONS, **UNTYPED}


def _refusal(state: State, step: Step) -> str:
    if step is Step.TAKE_BACK:
        return "not_returned"
    match state:
        case State.EXPECTED:
            return "nothing_entered"
        case State.ACCEPTED:
            return "no_correction" if step is Step.DISCARD else "already_accepted"
        case State.SUBMITTED:
            return "not_decided" if step is Step.START_CORRECTION else "already_submitted"
        case _:
            return "not_accepted" if step is Step.START_CORRECTION else "not_submitted"
