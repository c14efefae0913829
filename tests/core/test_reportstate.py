import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.reportstate import REASON_NEEDED, State, StateError, Step, Transition, next_state, possible


def outcome(state: State, step: Step) -> str:
    try:
        after = next_state(state, step, "a reason", correction=True)
    except StateError as error:
        return f"({error.code})"
    return after.state if after.changed else "same"


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("report-states", "state")
    assert [row[0] for row in rows] == list(State)
    assert [[state, *(outcome(state, step) for step in COLUMNS)] for state in State] == rows


COLUMNS = [
    Step.SAVE,
    Step.SUBMIT,
    Step.WITHDRAW,
    Step.RETURN,
    Step.TAKE_BACK,
    Step.ACCEPT,
    Step.START_CORRECTION,
    Step.DISCARD,
]


def test_the_table_has_a_column_for_every_step():
    assert set(COLUMNS) == set(Step)


@pytest.mark.parametrize(
    ("state", "step"), [(State.SUBMITTED, Step.RETURN), (State.ACCEPTED, Step.START_CORRECTION)]
)
def test_returning_and_correcting_need_a_reason(state, step):
    with pytest.raises(StateError) as caught:
        next_state(state, step, " \n")
    assert caught.value.code == "reason_missing"
    assert caught.value.params == {"state": state, "step": step}
    assert next_state(state, step, "Families exceed inhabitants").changed


def test_the_state_is_said_before_the_reason_is_asked_for():
    with pytest.raises(StateError) as caught:
        next_state(State.DRAFT, Step.RETURN)
    assert caught.value.code == "not_submitted"


@pytest.mark.parametrize("state", State)
def test_buttons_are_the_steps_that_change_something(state):
    changing = {step for step in Step if outcome(state, step) in set(State)}
    assert set(possible(state, correction=True)) == changing
    assert set(possible(state)) == changing - {Step.DISCARD}


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_only_a_correction_is_discarded(state):
    with pytest.raises(StateError) as caught:
        next_state(state, Step.DISCARD)
    assert caught.value.code == "no_correction"
    assert next_state(state, Step.DISCARD, correction=True) == Transition(State.ACCEPTED, changed=True)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_a_report_of_which_nothing_is_typed_goes_up_without_being_begun_and_else_as_any(state, step):
    if (state, step) == (State.EXPECTED, Step.SUBMIT):
        assert next_state(state, step, typed=False) == Transition(State.SUBMITTED, changed=True)
        assert possible(state, typed=False) == [Step.SAVE, Step.SUBMIT]
        return
    try:
        wanted = next_state(state, step, "a reason", correction=True)
    except StateError as error:
        with pytest.raises(StateError) as caught:
            next_state(state, step, "a reason", correction=True, typed=False)
        assert caught.value.code == error.code
    else:
        assert next_state(state, step, "a reason", correction=True, typed=False) == wanted


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_no_way_leads_to_accepted_but_through_submitted(steps):
    state, accepted = State.EXPECTED, False
    for step in steps:
        try:
            after = next_state(state, step, "a reason", correction=accepted)
        except StateError:
            continue
        assert after.state is not State.EXPECTED
        if after.state is State.ACCEPTED:
            assert accepted or state is State.SUBMITTED
            accepted = True
        if step not in REASON_NEEDED and not after.changed:
            assert after == Transition(state, changed=False)
        state = after.state
