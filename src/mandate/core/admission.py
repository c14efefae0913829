"""How somebody becomes a member by a procedure: applied, recommended by two members, proposed by the unit,
decided by the level above.

A *case* is the chain of its steps, each with a day and who did it. A step makes a new case of the old one or
is refused, so that no order of steps leads to a membership without the decision. docs/algorithms/admission.md
shows the rules on an example.

>>> day = date(2023, 3, 1)
>>> member = (Spell(1, "full", date(2020, 1, 1), Began.ADMITTED),)
>>> case = apply(1, day, by=10)
>>> for recommender in (21, 22):
...     case = recommend(case, 7, recommender, member, {"full"}, day, by=10)
>>> case = propose(case, 7, day, by=10)
>>> str(state(decide(case, 7, Step.ADMITTED, day, by=11)))
'admitted'
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from mandate.core.errors import CoreError
from mandate.core.membership import Began, Chain, Spell, on

__all__ = ["Began", "Spell"]  # for the example above

RECOMMENDERS = 2


class Step(StrEnum):
    """What is done in a case. After MOVED it goes on, as it stood, in another unit."""

    APPLIED = "applied"
    RECOMMENDED = "recommended"
    PROPOSED = "proposed"
    RETURNED = "returned"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


class State(StrEnum):
    """How a case stands. RECOMMENDED: by as many as it takes."""

    APPLIED = "applied"
    RECOMMENDED = "recommended"
    PROPOSED = "proposed"
    RETURNED = "returned"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (State.APPLIED, State.RECOMMENDED, State.PROPOSED, State.RETURNED)
DECISIONS = (Step.ADMITTED, Step.RETURNED, Step.REFUSED)


class AdmissionError(CoreError):
    """A step that the case does not allow; ``params`` carry the day concerned."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "over": "The application is decided or withdrawn.",
        "too_early": "The step before was on {day}.",
        "own": "Nobody acts on their own admission.",
        "not_own": "Nobody recommends themselves.",
        "twice": "This member has recommended the applicant already.",
        "enough": "Two members have recommended the applicant already.",
        "not_full": "This is no full member of the unit on {day}.",
        "too_few": "Two members must recommend the applicant first.",
        "proposed_already": "The application is before the level above already.",
        "not_proposed": "The unit must propose the applicant first.",
        "four_eyes": "Whoever recommended or proposed the applicant does not decide.",
        "starts_early": "Nobody is a member before the decision, on {day}.",
        "same_unit": "The application is with this unit already.",
        "first": "The application itself is not taken back; it is withdrawn.",
    }


@dataclass(frozen=True, slots=True)
class Done:
    """A step: what, on which day, by whom (None: at the command line), with which unit the case is from then
    on, and who recommended."""

    step: Step
    day: date
    by: int | None
    unit: int
    member: int | None = None


Case = tuple[Done, ...]


def apply(unit: int, day: date, by: int | None) -> Case:
    """A new case."""
    return (Done(Step.APPLIED, day, by, unit),)


def state(case: Case) -> State:
    """How a case stands. A move changes nothing in that."""
    last = next(done.step for done in reversed(case) if done.step is not Step.MOVED)
    if last is Step.RECOMMENDED:
        returned = any(done.step is Step.RETURNED for done in case)
        enough = returned or len(recommenders(case)) >= RECOMMENDERS
        return State.RECOMMENDED if enough else State.APPLIED
    return State(last.value)


def recommenders(case: Case) -> tuple[int, ...]:
    """The members who recommended, in their order."""
    return tuple(done.member for done in case if done.member is not None)


def unit_of(case: Case) -> int:
    """With which unit the case is."""
    return case[-1].unit


def recommend(
    case: Case,
    applicant: int,
    member: int,
    chain: Chain,
    full: Collection[str],
    day: date,
    by: int | None,
) -> Case:
    """A member, whose memberships are the ``chain``, recommends; ``full`` are the kinds of full member. A
    case that was returned may be recommended by further members. Raises AdmissionError."""
    _refuse_closed(case, applicant, day, by)
    if member == applicant:
        raise AdmissionError("not_own")
    if member in recommenders(case):
        raise AdmissionError("twice")
    if state(case) is State.PROPOSED:
        raise AdmissionError("proposed_already")
    if state(case) is State.RECOMMENDED:
        raise AdmissionError("enough")
    spell = on(chain, day)
    if spell is None or spell.unit != unit_of(case) or spell.kind not in full:
        raise AdmissionError("not_full", {"day": day})
    return (*case, Done(Step.RECOMMENDED, day, by, unit_of(case), member))


def propose(case: Case, applicant: int, day: date, by: int | None) -> Case:
    """The unit proposes the applicant, or does so again. Raises AdmissionError."""
    _refuse_closed(case, applicant, day, by)
    if state(case) is State.PROPOSED:
        raise AdmissionError("proposed_already")
    if len(recommenders(case)) < RECOMMENDERS:
        raise AdmissionError("too_few")
    return (*case, Done(Step.PROPOSED, day, by, unit_of(case)))


def decide(
    case: Case, applicant: int, step: Step, day: date, by: int | None, starts: date | None = None
) -> Case:
    """The level above admits, refuses or returns; whoever is admitted is a member from ``starts`` on. Raises
    AdmissionError."""
    if step not in DECISIONS:
        raise ValueError(step)
    _refuse_closed(case, applicant, day, by)
    if state(case) is not State.PROPOSED:
        raise AdmissionError("not_proposed")
    proposed = {done.by for done in case if done.step is Step.PROPOSED}
    if by is not None and (by in proposed or by in recommenders(case)):
        raise AdmissionError("four_eyes")
    if starts is not None and starts < day:
        raise AdmissionError("starts_early", {"day": day})
    return (*case, Done(step, day, by, unit_of(case)))


def refuse(case: Case, applicant: int, day: date, by: int | None) -> Case:
    """The unit does not go on with it, as long as it has not proposed. Raises AdmissionError."""
    _refuse_closed(case, applicant, day, by)
    if state(case) is State.PROPOSED:
        raise AdmissionError("proposed_already")
    return (*case, Done(Step.REFUSED, day, by, unit_of(case)))


def withdraw(case: Case, day: date, by: int | None) -> Case:
    """The applicant does not wish it any more. Raises AdmissionError."""
    _refuse_closed(case, None, day, by)
    return (*case, Done(Step.WITHDRAWN, day, by, unit_of(case)))


def move(case: Case, unit: int, day: date, by: int | None) -> Case:
    """It goes on, as it stands, in another unit. Raises AdmissionError."""
    _refuse_closed(case, None, day, by)
    if unit == unit_of(case):
        raise AdmissionError("same_unit")
    return (*case, Done(Step.MOVED, day, by, unit))


def undo(case: Case) -> Case:
    """The case without its last step. Raises AdmissionError of the application itself."""
    if len(case) <= 1:
        raise AdmissionError("first")
    return case[:-1]


def _refuse_closed(case: Case, applicant: int | None, day: date, by: int | None) -> None:
    """Raises AdmissionError where nothing is done in the case any more, on that day, or by this person."""
    if state(case) not in OPEN:
        raise AdmissionError("over")
    if day < case[-1].day:
        raise AdmissionError("too_early", {"day": case[-1].day})
    if by is not None and by == applicant:
        raise AdmissionError("own")
