"""What a GeoJSON geometry says, and what is told where it says nothing that can be drawn."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core import boundary
from mandate.core.boundary import BoundaryError, area, box, geometry_of, shape_of
from mandate.core.crossing import crossing

SQUARE = [[105.7, 19.8], [105.8, 19.8], [105.8, 19.9], [105.7, 19.9], [105.7, 19.8]]
HOLE = [[105.74, 19.84], [105.76, 19.84], [105.75, 19.86], [105.74, 19.84]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def refused(geometry: object) -> str:
    with pytest.raises(BoundaryError) as error:
        shape_of(geometry)
    return error.value.code


def test_islands_and_holes_stay_what_they_are() -> None:
    island = [[105.9, 19.8], [105.95, 19.8], [105.9, 19.85], [105.9, 19.8]]
    shape = shape_of({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [island]]})
    assert [len(one) for one in shape] == [2, 1]
    assert [len(ring) for one in shape for ring in one] == [4, 3, 3]
    assert box(shape) == (105_700_000, 19_800_000, 105_950_000, 19_900_000)


def test_a_height_is_left_out_and_points_told_twice_are_one() -> None:
    ring = [[x, y, 12.5] for x, y in SQUARE]
    assert shape_of(polygon([ring[0], *ring])) == shape_of(polygon(SQUARE))


def test_neighbours_share_a_point_that_their_files_write_with_other_digits() -> None:
    other = [[x + 1e-9, y - 1e-9] for x, y in SQUARE]
    assert shape_of(polygon(other)) == shape_of(polygon(SQUARE))


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "no_geometry"),
        ([], "no_geometry"),
        ({"type": "Polygon"}, "no_geometry"),
        ({"type": "Polygon", "coordinates": []}, "no_geometry"),
        ({"type": "MultiPolygon", "coordinates": []}, "no_geometry"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "no_geometry"),
        ({"type": "Polygon", "coordinates": {"0": SQUARE}}, "no_geometry"),
        ({"type": "Point", "coordinates": [1, 2]}, "kind"),
        ({"type": "GeometryCollection", "geometries": []}, "kind"),
        ({"coordinates": [SQUARE]}, "kind"),
        (polygon([*SQUARE[:2], ["105.8", 19.9], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [105.8, True], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [105.8], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [float("nan"), 19.9], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [float("inf"), 19.9], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [10**400, 19.9], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [105.8, -(10**5000)], *SQUARE[3:]]), "no_number"),
        (polygon([*SQUARE[:2], [180.1, 19.9], *SQUARE[3:]]), "outside"),
        (polygon([*SQUARE[:2], [105.8, -90.1], *SQUARE[3:]]), "outside"),
        (polygon([[581_000, 2_190_000], *SQUARE[1:4], [581_000, 2_190_000]]), "outside"),
        (polygon(SQUARE[:4]), "open_ring"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "open_ring"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[1], SQUARE[0]]), "flat_ring"),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "flat_ring"),
        (polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), "crossed_ring"),
        (polygon(SQUARE, [HOLE[0], HOLE[2], HOLE[1], [105.74, 19.86], HOLE[0]]), "crossed_ring"),
        (polygon([[-179, 0], [179, 0], [179, 1], [-179, 0]]), "antimeridian"),
    ],
)
def test_what_is_no_boundary_says_why(geometry: object, code: str) -> None:
    assert refused(geometry) == code


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MOST_POINTS", 8)
    assert refused(polygon(SQUARE, HOLE)) == "too_many_points"
    monkeypatch.setattr(boundary, "MOST_POINTS", 9)
    assert shape_of(polygon(SQUARE, HOLE))
    monkeypatch.setattr(boundary, "MOST_RINGS", 2)
    assert shape_of(polygon(SQUARE, HOLE))
    monkeypatch.setattr(boundary, "MOST_RINGS", 1)
    assert refused(polygon(SQUARE, HOLE)) == "too_many_rings"


@pytest.mark.parametrize(
    ("geometry", "told"),
    [({"type": "K" * 99, "coordinates": []}, "kind"), (polygon([["9" * 99], [1, 2], [3, 4]]), "text")],
)
def test_of_what_is_wrong_forty_letters_are_told(geometry: object, told: str) -> None:
    with pytest.raises(BoundaryError) as caught:
        shape_of(geometry)
    assert len(str(caught.value.params[told])) == 40


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=30,
)


@given(json_like, st.sampled_from(["Polygon", "MultiPolygon"]))
def test_no_json_does_anything_but_say_why(told: object, kind: str) -> None:
    for geometry in (told, {"type": kind, "coordinates": told}):
        try:
            shape_of(geometry)
        except BoundaryError as error:
            assert error.sentence


points = st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-90_000_000, 90_000_000))


@given(st.lists(points, min_size=3, max_size=5, unique=True))
def test_what_goes_out_comes_in_again(ring: list[tuple[int, int]]) -> None:
    if area(ring) == 0 or crossing(ring):
        return
    shape = ((tuple(ring),),)
    assert shape_of(json.loads(json.dumps(geometry_of(shape)))) == shape
