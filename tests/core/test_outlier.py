from fractions import Fraction
from statistics import median

from hypothesis import example, given
from hypothesis import strategies as st

from mandate.core.outlier import FLOOR, Side, far_from_history, median_of

counts = st.integers(0, 10**6).map(Fraction)
histories = st.lists(counts, max_size=12)


def test_the_worked_table_is_what_the_code_does(worked_table):
    for value, history, side, factor, why in worked_table("outliers", "value"):
        earlier = [] if history == "–" else [Fraction(number) for number in history.split(",")]
        far = far_from_history(Fraction(value), earlier)
        found = ["–", "–"] if far is None else [far.side, "–" if far.factor is None else str(far.factor)]
        assert found == [side, factor], why


@given(counts, histories)
def test_nothing_within_the_floor_is_far(value, history):
    far = far_from_history(value, history)
    if far is not None:
        yardstick = far.last if len(history) < 4 else far.median
        assert abs(value - yardstick) >= FLOOR
        assert far.side is (Side.HIGHER if value > yardstick else Side.LOWER)


@given(histories.filter(bool), st.sampled_from([Fraction(0), FLOOR]))
@example([Fraction(10), Fraction(10), Fraction(10), Fraction(0)], FLOOR)
def test_what_was_reported_last_is_never_far(history, floor):
    assert far_from_history(history[-1], history, floor) is None


@given(st.integers(0, 3), st.integers(0, 3))
def test_small_counts_jump_without_an_alarm(value, last):
    assert far_from_history(Fraction(value), [Fraction(last)]) is None


@given(st.lists(st.integers(950, 1050).map(Fraction), min_size=1, max_size=9))
def test_a_zero_too_many_or_too_few_in_a_steady_series_is_far(history):
    assert far_from_history(history[-1] * 10, history).side is Side.HIGHER
    assert far_from_history(Fraction(history[-1] // 10), history).side is Side.LOWER


@given(counts, histories, st.integers(2, 1000))
def test_the_answer_does_not_depend_on_the_unit_of_measure(value, history, scale):
    here = far_from_history(value, history)
    there = far_from_history(value * scale, [earlier * scale for earlier in history], FLOOR * scale)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert (here.side, here.factor) == (there.side, there.factor)


@given(st.lists(counts, min_size=1))
def test_the_median_is_that_of_the_standard_library(values):
    assert median_of(values) == median(values)


def test_a_change_of_sign_has_no_factor():
    far = far_from_history(Fraction(50), [Fraction(-50)])
    assert far is not None
    assert far.factor is None
