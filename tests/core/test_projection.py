"""Degrees become dots as docs/algorithms/map.md says."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.boundary import SCALE, Shape
from mandate.core.projection import fitted, inside

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "map.md"
ROWS = re.findall(r"^\| ([-0-9.]+) \| ([-0-9.]+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE)


def square(west: float, south: float, east: float, north: float) -> Shape:
    corners = ((west, south), (east, south), (east, north), (west, north))
    return ((tuple((round(x * SCALE), round(y * SCALE)) for x, y in corners),),)


def test_every_row_of_the_page() -> None:
    picture = fitted([square(105, 59, 107, 61)], 1000, 900)
    assert (picture.width, picture.height) == (450, 900)
    assert len(ROWS) == 5
    for longitude, latitude, x, y in ROWS:
        point = round(float(longitude) * SCALE), round(float(latitude) * SCALE)
        assert picture.dot(point) == (int(x), int(y))


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((0, -1, 4, 1), (1000, 500)),
        ((0, -2, 1, 2), (225, 900)),
        ((5, -3.5, 6, 3.5), (129, 900)),  # 128.57
        ((5, -1, 12, 1), (1000, 286)),  # 285.71
        ((7, -1, 7, 1), (1, 900)),  # a line
        ((7, 0, 9, 0), (1000, 1)),
        ((7, 0, 7, 0), (900, 900)),  # a point
        ((0, 89.95, 1, 90.05), (90, 900)),  # where a degree of longitude is nothing, it is a hundredth
    ],
)
def test_the_picture_is_as_large_as_fits(shape, size) -> None:
    picture = fitted([square(*shape)], 1000, 900)
    assert (picture.width, picture.height) == size


def test_north_is_up_and_east_is_right() -> None:
    picture = fitted([square(0, 0, 1, 1)], 100, 100)
    assert picture.dot((0, SCALE)) == (0, 0)
    assert picture.dot((SCALE, 0))[0] > 0 and picture.dot((SCALE, 0))[1] == 100


def test_points_of_one_dot_are_one_and_what_is_too_small_is_still_there() -> None:
    large, small, narrow = square(0, 0, 10, 10), square(5, 5, 5.0001, 5.0001), square(5, 5, 5.0001, 9)
    picture = fitted([large, small], 100, 100)
    fine = tuple((x, 0) for x in range(0, 10 * SCALE, SCALE // 100))
    [ring] = picture.drawn((((*fine, (10 * SCALE, 10 * SCALE), (0, 10 * SCALE)),),))
    assert all(one != other for one, other in pairwise(ring)) and len(ring) < 110
    (dot,) = picture.drawn(small)
    assert dot == ((50, 50), (51, 50), (51, 51), (50, 51))
    assert picture.drawn(narrow) == (dot,)  # only two dots of it are left, so no ring
    triangle = ((0, 0), (1, 1), (SCALE, 0), (SCALE, 1), (0, SCALE), (0, 0))
    assert picture.drawn(((triangle,), *small)) == (((0, 100), (10, 100), (0, 90)),)


coordinates = st.tuples(st.integers(-180 * SCALE, 180 * SCALE), st.integers(-89 * SCALE, 89 * SCALE))


@given(st.lists(coordinates, min_size=3, max_size=12, unique=True))
def test_every_point_lies_in_the_picture(points) -> None:
    if len({x for x, _y in points}) < 2 or len({y for _x, y in points}) < 2:
        return
    picture = fitted([((tuple(points),),)], 1000, 900)
    assert picture.width <= 1000 and picture.height <= 900
    for x, y in map(picture.dot, points):
        assert 0 <= x <= picture.width + 1 and 0 <= y <= picture.height + 1


def test_a_sign_stands_inside_and_not_in_the_hole() -> None:
    ring = ((0, 0), (100, 0), (100, 100), (0, 100))
    hole = ((10, 10), (10, 90), (60, 90), (60, 10))
    x, _y, room = inside([ring, hole])
    assert x == 80 and room == 40
    horseshoe = ((0, 0), (100, 0), (100, 20), (20, 20), (20, 80), (100, 80), (100, 100), (0, 100))
    assert inside([horseshoe])[0] == 10
    assert inside([((3, 5), (9, 5), (12, 5))])[2] == 0
