"""Boundaries on a flat picture: equirectangular, narrowed by the cosine of the latitude in the middle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mandate.core.boundary import SCALE, Point, Ring, Shape, area, box

Dot = tuple[int, int]  # from the left, from the top


@dataclass(frozen=True, slots=True)
class Picture:
    """How degrees become dots: ``width`` and ``height`` are the picture's, ``scale`` the dots of a degree of
    latitude, ``shrink`` how much narrower a degree of longitude is."""

    west: int
    north: int
    shrink: float
    scale: float
    width: int
    height: int

    def dot(self, point: Point) -> Dot:
        """Where a point lies.

        >>> fitted([((((0, 0), (SCALE, 0), (0, SCALE)),),)], 100, 100).dot((SCALE, 0))
        (100, 100)
        """
        x = (point[0] - self.west) / SCALE * self.shrink * self.scale
        y = (self.north - point[1]) / SCALE * self.scale
        return round(x), round(y)

    def drawn(self, shape: Shape) -> tuple[tuple[Dot, ...], ...]:
        """The rings of a shape in dots, without points that fall on the one before. What becomes smaller
        than a dot is left out, but of a boundary always something is drawn."""
        rings = [self._ring(ring) for polygon in shape for ring in polygon]
        found = tuple(ring for ring in rings if len(set(ring)) > 2)
        if found:
            return found
        x, y = rings[0][0]
        return (((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)),)

    def _ring(self, ring: Ring) -> tuple[Dot, ...]:
        dots: list[Dot] = []
        for point in ring:
            dot = self.dot(point)
            if not dots or dot != dots[-1]:
                dots.append(dot)
        return tuple(dots[:-1] if len(dots) > 1 and dots[0] == dots[-1] else dots)


def fitted(shapes: Sequence[Shape], width: int, most_height: int) -> Picture:
    """The largest picture of the shapes, no wider and no higher than this."""
    west, south, east, north = box(*shapes)
    shrink = max(math.cos(math.radians((south + north) / 2 / SCALE)), 0.01)
    least = 1 / SCALE  # of a boundary that is a line
    across = max((east - west) / SCALE * shrink, least)
    down = max((north - south) / SCALE, least)
    scale = min(width / across, most_height / down)
    return Picture(west, north, shrink, scale, max(round(across * scale), 1), max(round(down * scale), 1))


def inside(rings: Sequence[Sequence[Dot]]) -> tuple[float, float, float]:
    """A place within a drawn boundary for its sign: the middle of the widest stretch at half the height of
    the largest ring; and how wide that is.

    >>> inside([((0, 0), (10, 0), (10, 10), (0, 10))])
    (5.0, 5.5, 10.0)
    """
    largest = max(rings, key=area)
    heights = [y for _x, y in largest]
    # A half off the whole dots, so that no corner lies on the line.
    level = math.floor((min(heights) + max(heights)) / 2) + 0.5 if max(heights) > min(heights) else heights[0]
    crossings = sorted(_crossings(rings, level))
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    left, right = max(stretches, key=lambda pair: pair[1] - pair[0], default=(largest[0][0],) * 2)
    return (left + right) / 2, level, right - left


def _crossings(rings: Sequence[Sequence[Dot]], level: float) -> list[float]:
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 < level) != (y2 < level):
                found.append(x1 + (level - y1) * (x2 - x1) / (y2 - y1))
    return found
