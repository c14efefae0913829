import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.reportstate import REASON_NEEDED, Deed, State, StateError, Transition, next_state, possible


def outcome(state: State, deed: Deed) -> str:
    try:
        after = next_state(state, deed, "a reason", correction=True)
    except StateError as error:
        return f"({error.code})"
    return after.state if after.changed else "same"


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("report-states", "state")
    assert [row[0] for row in rows] == list(State)
    assert [[state, *(outcome(state, deed) for deed in COLUMNS)] for state in State] == rows


COLUMNS = [
    Deed.SAVE,
    Deed.SUBMIT,
    Deed.WITHDRAW,
    Deed.RETURN,
    Deed.ACCEPT,
    Deed.START_CORRECTION,
    Deed.DISCARD,
]


def test_the_table_has_a_column_for_every_deed():
    assert set(COLUMNS) == set(Deed)


@pytest.mark.parametrize(
    ("state", "deed"), [(State.SUBMITTED, Deed.RETURN), (State.ACCEPTED, Deed.START_CORRECTION)]
)
def test_returning_and_correcting_need_a_reason(state, deed):
    with pytest.raises(StateError) as caught:
        next_state(state, deed, " \n")
    assert caught.value.code == "reason_missing"
    assert caught.value.params == {"state": state, "deed": deed}
    assert next_state(state, deed, "Families exceed inhabitants").changed


def test_the_state_is_said_before_the_reason_is_asked_for():
    with pytest.raises(StateError) as caught:
        next_state(State.DRAFT, Deed.RETURN)
    assert caught.value.code == "not_submitted"


@pytest.mark.parametrize("state", State)
def test_buttons_are_the_deeds_that_change_something(state):
    changing = {deed for deed in Deed if outcome(state, deed) in set(State)}
    assert set(possible(state, correction=True)) == changing
    assert set(possible(state)) == changing - {Deed.DISCARD}


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_only_a_correction_is_discarded(state):
    with pytest.raises(StateError) as caught:
        next_state(state, Deed.DISCARD)
    assert caught.value.code == "no_correction"
    assert next_state(state, Deed.DISCARD, correction=True) == Transition(State.ACCEPTED, changed=True)


@given(st.lists(st.sampled_from(Deed), max_size=30))
def test_no_way_leads_to_accepted_but_through_submitted(deeds):
    state, accepted = State.EXPECTED, False
    for deed in deeds:
        try:
            after = next_state(state, deed, "a reason", correction=accepted)
        except StateError:
            continue
        assert after.state is not State.EXPECTED
        if after.state is State.ACCEPTED:
            assert accepted or state is State.SUBMITTED
            accepted = True
        if deed not in REASON_NEEDED and not after.changed:
            assert after == Transition(state, changed=False)
        state = after.state
