from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.number import plain
from mandate.core.target import (
    Better,
    Direction,
    Scoreboard,
    State,
    attained,
    judge,
    rank,
    rank_shares,
    scoreboard,
    share,
    split,
    standing,
    told,
)

values = st.decimals(-1000, 1000, places=1)


def read(cell: str) -> Decimal | None:
    return None if cell == "–" else Decimal(cell)


def test_the_worked_table_is_what_the_code_does(worked_table):
    for value, goal, direction, state, percent in worked_table("targets", "value"):
        found = attained(read(value), Decimal(goal))
        assert [
            judge(read(value), Decimal(goal), Direction(direction)),
            "–" if found is None else plain(found, 1),
        ] == [state, percent], (value, goal)


def test_the_worked_table_of_rankings_is_what_the_code_does(worked_table):
    for cells, better, places in worked_table("targets", "values"):
        found = rank([read(cell) for cell in cells.split(", ")], Better(better))
        assert ", ".join("–" if place is None else str(place) for place in found) == places


def test_the_worked_table_of_the_parts_is_what_the_code_does(worked_table):
    for own, cells, count, together, beyond in worked_table("targets", "own"):
        parts = [read(cell) for cell in cells.split(", ")]
        found = split(read(own), parts)
        assert (found.units, found.count) == (len(parts), int(count))
        assert (found.together, found.beyond) == (read(together), read(beyond))


@given(st.none() | values, st.lists(st.none() | values))
def test_the_whole_and_what_is_beyond_it_are_the_parts(own, parts):
    found = split(own, parts)
    assert found.count + parts.count(None) == found.units == len(parts)
    assert found.together == sum(part for part in parts if part is not None)
    assert (found.beyond is None) if own is None else (own + found.beyond == found.together)


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


@given(st.fractions(0, 300), st.fractions(0, 300))
def test_a_share_is_told_to_a_tenth_and_as_100_only_if_it_is_exactly_that(percent, other):
    assert (told(percent) == 100) == (percent == 100)
    assert abs(Fraction(told(percent)) - percent) <= Fraction(1, 10)
    assert told(percent) == told(percent).quantize(Decimal("0.1"))
    assert (told(percent) <= told(other)) or percent > other


@given(st.integers(-50, 50), st.integers(1, 10**7), st.sampled_from(Direction))
def test_what_is_told_never_contradicts_the_state_beside_it(beyond, goal, direction):
    value = Decimal(goal + beyond)
    state, percent = judge(value, Decimal(goal), direction), attained(value, Decimal(goal))
    assert percent is not None and (percent == 100) == (state is State.MET)
    if direction is not Direction.EXACTLY and state is not State.MET:
        over = (state is State.EXCEEDED) == (direction is Direction.AT_LEAST)
        assert (percent > 100) == over


@given(st.none() | values, values, st.sampled_from(Direction), st.dates(date(1900, 1, 2)))
def test_nothing_is_judged_before_its_period_has_ended(value, goal, direction, ends):
    assert standing(value, goal, direction, ends, ends - timedelta(days=1)) is State.UNDER_WAY
    assert standing(value, goal, direction, ends, ends) is judge(value, goal, direction)


@given(st.sets(st.sampled_from(Direction)), st.sampled_from(Better))
def test_of_limits_the_lower_share_comes_first_and_of_mixed_targets_the_usual(directions, usual):
    wanted = {frozenset([Direction.AT_MOST]): Better.LOWER, frozenset([Direction.AT_LEAST]): Better.HIGHER}
    assert rank_shares(directions, usual) is wanted.get(frozenset(directions), usual)


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
