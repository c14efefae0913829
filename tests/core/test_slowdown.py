"""Waits after wrong passwords: never shorter than before, never beyond the longest, free tries free."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.slowdown import Slowdown

SECONDS = st.integers(1, 10_000).map(lambda seconds: timedelta(seconds=seconds))


@given(st.integers(0, 100), SECONDS, SECONDS, st.integers(0, 10**9))
def test_waits_grow_up_to_the_longest(free: int, first: timedelta, longest: timedelta, failures: int) -> None:
    slow = Slowdown(free, first, max(first, longest))
    assert slow.wait(failures) <= slow.wait(failures + 1) <= slow.longest
    assert (slow.wait(failures) == timedelta()) is (failures < free)


def test_each_wait_is_twice_the_last() -> None:
    slow = Slowdown(free=2, first=timedelta(seconds=30), longest=timedelta(minutes=3))
    assert [slow.wait(failures).seconds for failures in range(7)] == [0, 0, 30, 60, 120, 180, 180]


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for numbers, failures, wait in worked_table("sign-in", "free, first, longest"):
        free, first, longest = map(int, numbers.split(", "))
        slow = Slowdown(free, timedelta(seconds=first), timedelta(seconds=longest))
        assert slow.wait(int(failures)).total_seconds() == int(wait)
