"""Simplified boundaries: fewer points, and neighbours still meet, as docs/algorithms/boundaries.md says."""

import math
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandate.core.boundary import SCALE, Point, Ring, Shape, area, points_of
from mandate.core.simplify import MOST_KEPT, simplified, without

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "boundaries.md"
ROWS = re.findall(r"^\| ([-0-9 ,;]+) \| (\d+) \| ([-0-9 ,;]+) \|$", PAGE.read_text(), re.MULTILINE)


def arc_of(text: str) -> tuple[Point, ...]:
    pairs = (pair.split(",") for pair in text.split(";"))
    return tuple((int(x), int(y)) for x, y in pairs)


def test_every_row_of_the_page() -> None:
    assert len(ROWS) == 5
    for before, limit, after in ROWS:
        assert without(arc_of(before), int(limit)) == arc_of(after), before


def wavy(start: Point, end: Point, seed: int, count: int = 200) -> list[Point]:
    """A line with small waves between two points, without its end."""
    (x1, y1), (x2, y2) = start, end
    found = []
    for place in range(count):
        wave = 10 * math.sin(seed + place * 1.7)
        x = x1 + (x2 - x1) * place / count + (wave if y1 != y2 and place else 0)
        y = y1 + (y2 - y1) * place / count + (wave if x1 != x2 and place else 0)
        found.append((round(x), round(y)))
    return found


def grid(columns: int, rows: int, size: int = 100_000) -> list[Shape]:
    """Units that share wavy edges, like a map without gaps."""
    edges: dict[tuple[Point, Point], list[Point]] = {}

    def edge(start: Point, end: Point) -> list[Point]:
        if (end, start) in edges:
            back = edges[end, start]
            return [start, *back[:0:-1]]
        return edges.setdefault((start, end), wavy(start, end, len(edges)))

    shapes = []
    for row in range(rows):
        for column in range(columns):
            corners = [
                (column * size, row * size),
                ((column + 1) * size, row * size),
                ((column + 1) * size, (row + 1) * size),
                (column * size, (row + 1) * size),
            ]
            ring: list[Point] = []
            for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
                ring += edge(start, end)
            shapes.append(((tuple(ring),),))
    return shapes


def segments(ring: Ring) -> list[frozenset[Point]]:
    return [frozenset(pair) for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]


def test_neighbours_share_their_edges_as_before_and_the_outside_stays_one_line() -> None:
    before = grid(3, 3)
    after = simplified(before)
    assert sum(len(one[0][0]) for one in after) < sum(len(one[0][0]) for one in before) / 4
    uses = Counter(segment for one in after for segment in segments(one[0][0]))
    assert set(uses.values()) == {1, 2}
    outside = [segment for segment, count in uses.items() if count == 1]
    ends = Counter(point for segment in outside for point in segment)
    assert set(ends.values()) == {2}, "the outer line is closed: there is neither gap nor overlap"
    whole = sum(area(one[0][0]) for one in after)
    assert abs(whole - 2 * 300_000**2) < 2 * 300_000 * 400


def test_an_enclave_fills_its_hole() -> None:
    inner = [
        point
        for start, end in (((30, 30), (70, 30)), ((70, 30), (50, 70)), ((50, 70), (30, 30)))
        for point in wavy((start[0] * 1000, start[1] * 1000), (end[0] * 1000, end[1] * 1000), 1)
    ]
    outer = ((0, 0), (100_000, 0), (100_000, 100_000), (0, 100_000))
    turned = (*inner[50:], *inner[:50])
    host, enclave = simplified([((outer, tuple(inner)),), ((turned[::-1],),)])
    assert set(segments(host[0][1])) == set(segments(enclave[0][0]))
    assert len(enclave[0][0]) < len(inner)


def test_the_detail_of_a_small_unit_beside_a_large_one_is_kept() -> None:
    """The edge that they share is told as finely as the small one needs it."""
    edge = wavy((0, 0), (0, 10_000), 3)
    small = (*edge, (0, 10_000), (-10_000, 10_000), (-10_000, 0))
    large = (*edge, (0, 10_000), (4_000_000, 10_000), (4_000_000, 0))
    alone = simplified([((large,),)])[0][0][0]
    together = simplified([((large,),), ((small,),)])
    assert len(together[0][0][0]) > len(alone)
    assert set(together[1][0][0]) - {(-10_000, 10_000), (-10_000, 0)} <= set(together[0][0][0])


def test_a_boundary_with_far_too_many_points_or_islands_is_cut_down() -> None:
    comb = [(x, 0 if x % 2 else 900_000) for x in range(6_000)]
    ring = (*comb, (6_000, -1_000), (0, -1_000))
    assert sum(1 for _ in points_of(simplified([((ring,),)])[0])) <= MOST_KEPT
    islands = tuple((((x * 9, 0), (x * 9 + 5, 0), (x * 9, 5 + x)),) for x in range(1, 900))
    kept = simplified([islands])[0]
    assert sum(1 for _ in points_of(kept)) <= MOST_KEPT
    assert islands[-1] in kept and islands[0] not in kept, "the largest stay"


rings = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=30, unique=True)


@settings(max_examples=60)
@given(st.lists(rings, min_size=1, max_size=5))
def test_no_ring_is_lost_or_flat_and_no_point_is_new(drawn: list[list[Point]]) -> None:
    shapes = [((tuple(ring),),) for ring in drawn]
    for before, after in zip(shapes, simplified(shapes), strict=True):
        assert len(set(after[0][0])) >= 3
        assert area(after[0][0]) or not area(before[0][0])
        assert set(after[0][0]) <= set(before[0][0])


def test_a_thin_boundary_does_not_become_a_line() -> None:
    thin = ((297412, 2), (226074, 1), (272940, 0), (207039, 1), (246620, 2), (77057, 2))
    assert area(thin) and area(simplified([((thin,),)])[0][0][0])


def test_simplifying_again_changes_nothing() -> None:
    once = simplified(grid(2, 2))
    assert simplified(once) == once


@pytest.mark.parametrize(
    ("across", "latitude", "height"),
    [
        (1, 0, 1),
        (2, 0, 4),  # twice as wide a picture: a dot is twice as wide and as high
        (1, 60, 2),  # a degree of longitude is half as wide
        (1, -60, 2),
        (2, 60, 2),  # still as high as it is wide
        (4, 60, 8),
        (1, 89.9, 100),  # nothing is narrower than a hundredth
    ],
)
def test_a_notch_is_seen_that_is_as_large_as_a_dot(across: int, latitude: float, height: int) -> None:
    """A dot of a square of 500 dots is the unit; the notch is two of them wide."""
    middle = round(latitude * SCALE)
    east, south, north = 500_000 * across, middle - 250_000, middle + 250_000

    def notches(share: float) -> int:
        tip = south + round(height * 1_000 * share)
        side = ((0, south), (200_000, south), (201_000, tip), (202_000, south))
        [shape] = simplified([(((*side, (east, south), (east, north), (0, north)),),)])
        return sum(south < y < north for _x, y in shape[0][0])

    assert (notches(0.99), notches(1.01)) == (0, 1)
