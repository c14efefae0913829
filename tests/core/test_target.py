from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.number import plain
from mandate.core.target import (
    Better,
    Direction,
    Scoreboard,
    State,
    judge,
    rank,
    scoreboard,
    share,
    standing,
    told,
)

values = st.decimals(-1000, 1000, places=1)


def read(cell: str) -> Decimal | None:
    return None if cell == "–" else Decimal(cell)


def test_the_worked_table_is_what_the_code_does(worked_table):
    for value, goal, direction, state, percent in worked_table("targets", "value"):
        found = share(read(value), Decimal(goal))
        assert [
            judge(read(value), Decimal(goal), Direction(direction)),
            "–" if found is None else plain(told(found), 1),
        ] == [state, percent], (value, goal)


def test_the_worked_table_of_rankings_is_what_the_code_does(worked_table):
    for cells, better, places in worked_table("targets", "values"):
        found = rank([read(cell) for cell in cells.split(", ")], Better(better))
        assert ", ".join("–" if place is None else str(place) for place in found) == places


@given(values, values)
def test_at_most_is_at_least_turned_round(value, goal):
    assert judge(value, goal, Direction.AT_MOST) is judge(-value, -goal, Direction.AT_LEAST)


@given(values, values)
def test_exactly_is_met_or_missed(value, goal):
    assert (judge(value, goal, Direction.EXACTLY) is State.MET) == (value == goal)
    assert judge(value, goal, Direction.EXACTLY) is not State.EXCEEDED


@given(values, st.sampled_from(Direction))
def test_without_a_value_there_is_no_data_and_no_share(goal, direction):
    assert judge(None, goal, direction) is State.NO_DATA
    assert share(None, goal) is None


@given(values, values)
def test_a_share_has_a_goal_above_zero_and_agrees_with_the_state(value, goal):
    percent = share(value, goal)
    assert (percent is None) == (goal <= 0)
    if percent is not None:
        met = judge(value, goal, Direction.AT_LEAST) in (State.MET, State.EXCEEDED)
        assert (percent >= 100) == met


@given(st.none() | values, values, st.sampled_from(Direction), st.dates(date(1900, 1, 2)))
def test_nothing_is_judged_before_its_period_has_ended(value, goal, direction, ends):
    assert standing(value, goal, direction, ends, ends - timedelta(days=1)) is State.UNDER_WAY
    assert standing(value, goal, direction, ends, ends) is judge(value, goal, direction)


@given(st.lists(st.sampled_from(State)))
def test_the_scoreboard_counts_every_target_once(states):
    board = scoreboard(states)
    assert board.total + board.under_way == len(states)
    assert board.met_or_exceeded == sum(state in (State.MET, State.EXCEEDED) for state in states)
    assert board.no_data == states.count(State.NO_DATA)
    assert scoreboard([]) == Scoreboard(0, 0, 0, 0)


@given(st.lists(st.none() | st.integers(0, 9).map(Decimal)), st.sampled_from(Better))
def test_a_place_is_one_more_than_the_number_of_better_ones(values, better):
    for value, place in zip(values, rank(values, better), strict=True):
        if value is None:
            assert place is None
        else:
            ahead = [v for v in values if v is not None and (v > value if better == "higher" else v < value)]
            assert place == 1 + len(ahead)
