"""Where a ring crosses itself, against looking at every two pieces; and what only touches itself."""

import random
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mandate.core.crossing import Point, crossing

TOUCHING = {
    "two lobes that meet in a point": [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0), (-4, 0), (-4, -4), (0, -4)],
    "a hole that hangs at a corner": [(0, 0), (8, 0), (8, 8), (0, 8), (0, 0), (2, 4), (4, 4), (4, 2)],
    "a corner on a side": [(0, 0), (8, 0), (8, 8), (4, 0), (0, 8)],
    "a way there and back": [(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (0, 4)],
}
CROSSED = {
    "a bow-tie": [(0, 0), (4, 4), (4, 0), (0, 4)],
    "a bow-tie with a point where it crosses": [(0, 0), (2, 2), (4, 4), (4, 0), (2, 2), (0, 4)],
    "a side that crosses where another lies upon it": [(1, 2), (2, 1), (0, 2), (1, 1), (1, 0)],
    "a loop": [(0, 0), (8, 0), (8, 8), (3, 8), (3, -2), (1, -2), (1, 8), (0, 8)],
}


def cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> int:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, other[0]) * side(*one, other[1]) < 0 and side(*other, one[0]) * side(*other, one[1]) < 0


def ways(ring: list[Point]) -> list[list[Point]]:
    """The same ring the other way round, over a corner, and somewhere else."""
    return [ring, ring[::-1], [(y, x) for x, y in ring], [(x - 7, y + 11) for x, y in ring]]


def any_cross(ring: list[Point]) -> bool:
    return any(cross(*two) for two in combinations(list(zip(ring, [*ring[1:], ring[0]], strict=True)), 2))


@pytest.mark.parametrize("ring", TOUCHING.values(), ids=TOUCHING)
def test_what_touches_itself_does_not_cross(ring: list[Point]) -> None:
    for turned in ways(ring):
        assert crossing(turned) is None


@pytest.mark.parametrize("ring", CROSSED.values(), ids=CROSSED)
def test_what_crosses_itself_is_found(ring: list[Point]) -> None:
    for turned in ways(ring):
        assert crossing(turned)


def test_every_row_of_the_page(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for ring, where in worked_table("boundaries", "ring"):
        found = crossing([tuple(map(int, point.split(","))) for point in ring.split("; ")])  # type: ignore[misc]
        assert (f"{found[0]},{found[1]}" if found else "–") == where, ring


wide = st.tuples(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
narrow = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(st.lists(wide, min_size=3, max_size=14, unique=True))
def test_it_is_what_every_two_pieces_tell(ring: list[Point]) -> None:
    assert (crossing(ring) is not None) == any_cross(ring)


@given(st.lists(narrow, min_size=3, max_size=9, unique=True))
def test_on_a_grid_where_much_touches_nothing_is_refused_that_does_not_cross(ring: list[Point]) -> None:
    assume(not any_cross(ring))
    assert crossing(ring) is None


def test_a_crossing_in_a_long_coast_is_found() -> None:
    chance = random.Random(7)
    coast = [(x, chance.randrange(900)) for x in range(0, 20_000, 2)]
    ring = [*coast, (20_000, 5_000), (0, 5_000)]
    assert crossing(ring) is None
    ring[5_000], ring[5_003] = ring[5_003], ring[5_000]
    found = crossing(ring)
    assert found is not None and abs(found[0] - 10_000) < 10
