"""The procedure of admission: the table of docs/algorithms/admission.md, and that nothing leads round it."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core import admission
from mandate.core.admission import AdmissionError, Case, State, Step
from mandate.core.membership import Began, Spell

PAGE = Path(__file__).parents[2] / "docs/algorithms/admission.md"
SINCE = date(2020, 1, 1)
MEMBERS = {
    **{pk: (Spell(1, "full", SINCE, Began.ADMITTED),) for pk in (7, 11, 21, 22)},
    23: (Spell(1, "probationary", SINCE, Began.ADMITTED),),
    24: (Spell(2, "full", SINCE, Began.ADMITTED),),
}
DECIDE = {"admit": Step.ADMITTED, "return": Step.RETURNED, "refuse": Step.REFUSED}
APPLICANT = 7


def taken(case: Case, step: str, member: int, day: date, by: int | None) -> Case:
    """A step by its word in the table."""
    if step == "apply":
        return admission.apply(1, day, by)
    if step == "recommend":
        return admission.recommend(case, APPLICANT, member, MEMBERS[member], {"full"}, day, by)
    if step == "propose":
        return admission.propose(case, APPLICANT, day, by)
    if step in DECIDE:
        return admission.decide(case, APPLICANT, DECIDE[step], day, by)
    if step == "decline":
        return admission.refuse(case, APPLICANT, day, by)
    if step == "withdraw":
        return admission.withdraw(case, day, by)
    return admission.move(case, int(step.partition("-")[2]), day, by)


def rows() -> list[tuple[str, str]]:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| apply")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("steps", "comes_out"), rows())
def test_the_worked_table(steps: str, comes_out: str) -> None:
    case: Case = ()
    came = ""
    for words in steps.split(", "):
        assert not came, "only the last step is refused"
        before, by = words.split(" by ")
        step, *numbers = before.split()
        try:
            case = taken(case, step, int(numbers[0]), date(2023, 3, int(numbers[-1])), int(by))
        except AdmissionError as error:
            came = error.code
    assert (came or admission.state(case)) == comes_out


def test_nobody_is_a_member_before_the_decision() -> None:
    case = _proposed()
    day = case[-1].day
    with pytest.raises(AdmissionError) as caught:
        admission.decide(case, APPLICANT, Step.ADMITTED, day, 11, starts=day - timedelta(days=1))
    assert (caught.value.code, caught.value.params) == ("starts_early", {"day": day})
    assert (
        admission.state(admission.decide(case, APPLICANT, Step.ADMITTED, day, 11, starts=day)) == "admitted"
    )


def test_a_recommender_is_a_member_on_the_day_itself() -> None:
    day = date(2023, 3, 2)
    case = admission.apply(1, day, 10)
    for chain, right in (
        ((Spell(1, "full", day, Began.ADMITTED),), True),
        ((Spell(1, "full", day + timedelta(days=1), Began.ADMITTED),), False),
        ((Spell(1, "full", SINCE, Began.ADMITTED, day),), False),
        ((Spell(1, "full", SINCE, Began.ADMITTED, day + timedelta(days=1)),), True),
        ((), False),
    ):
        try:
            admission.recommend(case, APPLICANT, 21, chain, {"full"}, day, 10)
        except AdmissionError as error:
            assert (error.code, right) == ("not_full", False)
        else:
            assert right


def test_only_a_decision_of_the_level_above_is_one() -> None:
    with pytest.raises(ValueError, match="withdrawn"):
        admission.decide(_proposed(), APPLICANT, Step.WITHDRAWN, date(2023, 3, 2), 11)


def test_what_is_taken_back_is_the_last_step_but_never_the_application() -> None:
    case = _proposed()
    while len(case) > 1:
        assert admission.undo(case) == case[:-1]
        case = admission.undo(case)
    with pytest.raises(AdmissionError) as caught:
        admission.undo(case)
    assert caught.value.code == "first"


def _proposed() -> Case:
    case = admission.apply(1, date(2023, 3, 1), 10)
    for member in (21, 22):
        case = taken(case, "recommend", member, date(2023, 3, 1), 10)
    return taken(case, "propose", 0, date(2023, 3, 1), 10)


steps = st.tuples(
    st.sampled_from(
        ["recommend", "propose", "admit", "return", "refuse", "decline", "withdraw", "move-1", "move-2"]
    )
    | st.sampled_from(["recommend", "propose", "admit"]),
    st.sampled_from(sorted(MEMBERS)),
    st.integers(1, 6),
    st.sampled_from([None, 7, 10, 11, 12, 21]),
    st.booleans(),
)


@given(st.lists(steps, max_size=25))
def test_no_order_of_steps_leads_to_a_membership_without_the_decision(done: list) -> None:  # type: ignore[type-arg]
    case = admission.apply(1, date(2023, 3, 1), 10)
    for step, member, day, by, undone in done:
        with suppress(AdmissionError):
            case = taken(case, step, member, date(2023, 3, day), by)
        if undone:
            with suppress(AdmissionError):
                case = admission.undo(case)
    days = [one.day for one in case]
    assert days == sorted(days)
    members = admission.recommenders(case)
    assert len(members) == len(set(members)) and APPLICANT not in members
    own = [one for one in case[1:] if one.by == APPLICANT]
    assert all(one.step in (Step.WITHDRAWN, Step.MOVED) for one in own)
    over = [one for one in case if one.step in (Step.ADMITTED, Step.REFUSED, Step.WITHDRAWN)]
    assert len(over) <= 1 and (not over or case[-1] is over[0])
    if admission.state(case) is not State.ADMITTED:
        assert not [one for one in case if one.step is Step.ADMITTED]
        return
    proposals = [one.by for one in case if one.step is Step.PROPOSED]
    decider = case[-1].by
    before = [one.step for one in case[:-1] if one.step is not Step.MOVED]
    assert before[-1] is Step.PROPOSED and len(members) >= admission.RECOMMENDERS
    if decider is not None:
        assert decider not in proposals and decider not in members and decider != APPLICANT
    assert [one.step for one in case].index(Step.PROPOSED) > [one.member for one in case].index(members[1])
