"""Boundaries of units: a GeoJSON geometry (RFC 7946) as whole millionths of a degree, and back.

A `Shape` is one or more polygons, each an outer ring and its holes. A ring is closed: its first point is not
repeated at the end. A millionth of a degree is a tenth of a metre, so that two files that tell the same point
with other digits tell it alike, and neighbours keep the points that they share.

>>> square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
>>> shape_of({"type": "Polygon", "coordinates": [square]})
((((0, 0), (1000000, 0), (1000000, 1000000), (0, 1000000)),),)
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

from mandate.core.crossing import crossing
from mandate.core.errors import CoreError

SCALE = 1_000_000
MOST_POINTS = 200_000  # of one boundary
MOST_RINGS = 20_000
_LATITUDE, _LONGITUDE = 90, 180
_ENDLESS = 10**15  # no whole degrees or metres are as many

Point = tuple[int, int]  # longitude, latitude
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
Shape = tuple[Polygon, ...]


class BoundaryError(CoreError):
    """What was told is no boundary that can be drawn."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "no_geometry": "There is no geometry.",
        "kind": "A boundary is a Polygon or a MultiPolygon, not {kind}.",
        "no_number": "{text} is not a coordinate.",
        "outside": "{longitude}, {latitude} are no degrees of longitude and latitude.",
        "open_ring": "A ring must have four points at least and end where it begins.",
        "flat_ring": "A ring has nothing inside.",
        "crossed_ring": "A ring crosses itself near {longitude}, {latitude}.",
        "antimeridian": "The boundary reaches over more than half of the earth.",
        "too_many_points": "The boundary has more than {limit} points.",
        "too_many_rings": "The boundary has more than {limit} rings.",
    }


def shape_of(geometry: object) -> Shape:
    """The shape of a geometry, as JSON gave it. Raises BoundaryError.

    >>> shape_of({"type": "Point", "coordinates": [1, 2]})
    Traceback (most recent call last):
    ...
    mandate.core.boundary.BoundaryError: A boundary is a Polygon or a MultiPolygon, not Point.
    """
    if not isinstance(geometry, Mapping):
        raise BoundaryError("no_geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryError("kind", {"kind": str(kind)[:40]})
    told = [coordinates] if kind == "Polygon" else _list(coordinates)
    budget = _Budget()
    shape = tuple(_polygon(one, budget) for one in told)
    if not shape:
        raise BoundaryError("no_geometry")
    west, _south, east, _north = box(shape)
    if east - west > _LONGITUDE * SCALE:
        raise BoundaryError("antimeridian")
    return shape


class _Budget:
    """Counts the points and rings of one boundary."""

    def __init__(self) -> None:
        self.points = self.rings = 0

    def take(self, points: int) -> None:
        """One more ring of so many points."""
        self.points += points
        self.rings += 1
        if self.points > MOST_POINTS:
            raise BoundaryError("too_many_points", {"limit": MOST_POINTS})
        if self.rings > MOST_RINGS:
            raise BoundaryError("too_many_rings", {"limit": MOST_RINGS})


def _list(told: object) -> Sequence[object]:
    if not isinstance(told, list):
        raise BoundaryError("no_geometry")
    return told


def _polygon(told: object, budget: _Budget) -> Polygon:
    rings = tuple(_ring(one, budget) for one in _list(told))
    if not rings:
        raise BoundaryError("no_geometry")
    return rings


def _ring(told: object, budget: _Budget) -> Ring:
    positions = _list(told)
    budget.take(len(positions))
    points = [_point(one) for one in positions]
    if len(points) < 4 or points[0] != points[-1]:
        raise BoundaryError("open_ring")
    ring = [points[0], *(after for before, after in pairwise(points) if after != before)][:-1]
    crossed = crossing(ring)
    if crossed:
        longitude, latitude = (f"{millionths / SCALE:.5f}" for millionths in crossed)
        raise BoundaryError("crossed_ring", {"longitude": longitude, "latitude": latitude})
    if len(set(ring)) < 3 or area(ring) == 0:
        raise BoundaryError("flat_ring")
    return tuple(ring)


def _point(told: object) -> Point:
    position = _list(told)
    if len(position) < 2:
        raise BoundaryError("no_number", {"text": str(position)[:40]})
    longitude, latitude = (_number(one) for one in position[:2])
    if abs(longitude) > _LONGITUDE or abs(latitude) > _LATITUDE:
        told_as = {"longitude": f"{longitude:g}", "latitude": f"{latitude:g}"}
        raise BoundaryError("outside", told_as)
    return round(longitude * SCALE), round(latitude * SCALE)


def _number(told: object) -> float:
    if isinstance(told, int) and abs(told) > _ENDLESS:
        told = math.inf  # no float holds a number of hundreds of digits, and no message shows it
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise BoundaryError("no_number", {"text": str(told)[:40]})
    return told


def geometry_of(shape: Shape) -> dict[str, object]:
    """The GeoJSON geometry of a shape, with no more digits than needed.

    >>> geometry_of(((((0, 0), (1500000, 0), (0, 1)),),))
    {'type': 'Polygon', 'coordinates': [[[0, 0], [1.5, 0], [0, 1e-06], [0, 0]]]}
    """
    told = [[[_degrees(point) for point in (*ring, ring[0])] for ring in polygon] for polygon in shape]
    if len(told) == 1:
        return {"type": "Polygon", "coordinates": told[0]}
    return {"type": "MultiPolygon", "coordinates": told}


def _degrees(point: Point) -> list[int | float]:
    return [one // SCALE if one % SCALE == 0 else one / SCALE for one in point]


def points_of(shape: Shape) -> Iterable[Point]:
    """Every point."""
    return (point for polygon in shape for ring in polygon for point in ring)


def box(*shapes: Shape) -> tuple[int, int, int, int]:
    """The least and greatest longitude and latitude: west, south, east, north."""
    points = [point for shape in shapes for point in points_of(shape)]
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def area(ring: Sequence[Point]) -> int:
    """Twice the area inside, without a sign."""
    turned = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in turned))
