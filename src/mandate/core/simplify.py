"""Boundaries with fewer points, neighbours together, so that no gap and no overlap comes between them.

Rings are cut into arcs where neighbours change, as TopoJSON does; each arc is simplified once, by Visvalingam
and Whyatt, and put back into every ring that it was cut from.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush

from mandate.core.boundary import SCALE, Point, Polygon, Ring, Shape, area, box, points_of

#: A boundary is drawn this many dots wide at most; what is smaller than a dot cannot be seen.
DOTS = 500
MOST_KEPT = 1_400  # points of one boundary
_ROUNDS = 16
Arc = tuple[Point, ...]


def simplified(shapes: Sequence[Shape]) -> list[Shape]:
    """The same boundaries with the points that can be seen. What several share stays shared."""
    cut = _Cut(shapes)
    limits = [_dot(shape) for shape in shapes]
    least = [0.0] * len(shapes)
    for _round in range(_ROUNDS):
        found = cut.joined(limits, least)
        over = [at for at, shape in enumerate(found) if _count(shape) > MOST_KEPT]
        if not over:
            return found
        for at in over:
            least[at] = max(4 * least[at], 4 * limits[at])
    return [_largest(shape) for shape in found]


def _count(shape: Shape) -> int:
    return sum(1 for _point in points_of(shape))


def _dot(shape: Shape) -> float:
    """The area of a dot where the boundary alone fills the picture."""
    west, south, east, north = box(shape)
    shrink = math.cos(math.radians((south + north) / 2 / SCALE))
    extent = max((east - west) * shrink, north - south)
    return float((extent / DOTS) ** 2 / max(shrink, 0.01))


def _largest(shape: Shape) -> Shape:
    """The largest islands of a boundary that has too many."""
    kept: list[Polygon] = []
    for polygon in sorted(shape, key=lambda one: area(one[0]), reverse=True):
        if kept and _count((*kept, polygon)) > MOST_KEPT:
            break
        kept.append(polygon)
    return tuple(kept)


class _Cut:
    """The shapes, cut into arcs: ``arcs`` are each there once, with the shapes that have them; ``rings`` say
    of which arcs each ring is made, and which of these run backwards."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self.arcs: dict[Arc, set[int]] = {}
        self.rings: dict[Ring, list[tuple[Arc, bool]]] = {}
        junctions = _junctions(ring for shape in shapes for polygon in shape for ring in polygon)
        for at, shape in enumerate(shapes):
            for polygon in shape:
                for ring in polygon:
                    found = [_one_way(arc) for arc in _arcs(ring, junctions)]
                    self.rings[ring] = found
                    for arc, _turned in found:
                        self.arcs.setdefault(arc, set()).add(at)

    def joined(self, limits: Sequence[float], least: Sequence[float]) -> list[Shape]:
        """The shapes again, each arc without the points that make less than a dot in the picture of the
        smallest that has it, and less than the ``least`` of any that has it."""
        fewer = {
            arc: without(arc, max(min(limits[at] for at in users), max(least[at] for at in users)))
            for arc, users in self.arcs.items()
        }
        return [
            tuple(tuple(self._ring(ring, fewer) for ring in one) for one in shape) for shape in self._shapes
        ]

    def _ring(self, ring: Ring, fewer: dict[Arc, Arc]) -> Ring:
        points: list[Point] = []
        for arc, turned in self.rings[ring]:
            kept = fewer[arc]
            points += (kept[::-1] if turned else kept)[:-1]
        return tuple(points) if len(set(points)) > 2 and area(points) else ring


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """The points that do not have the same two neighbours in every ring: there arcs begin and end."""
    neighbours: dict[Point, tuple[Point, Point]] = {}
    found: set[Point] = set()
    for ring in rings:
        for before, point, after in zip((ring[-1], *ring), ring, (*ring[1:], ring[0]), strict=False):
            pair = (before, after) if before < after else (after, before)
            if neighbours.setdefault(point, pair) != pair:
                found.add(point)
    return found


def _arcs(ring: Ring, junctions: set[Point]) -> Iterator[Arc]:
    """The pieces of a ring from junction to junction; a ring without one is a piece that ends where it
    begins, always at the same point."""
    places = [at for at, point in enumerate(ring) if point in junctions]
    start = places[0] if places else ring.index(min(ring))
    turned = (*ring[start:], *ring[:start])
    if not places:
        yield (*turned, turned[0])
        return
    arc = [turned[0]]
    for point in (*turned[1:], turned[0]):
        arc.append(point)
        if point in junctions:
            yield tuple(arc)
            arc = [point]


def _one_way(arc: Arc) -> tuple[Arc, bool]:
    """An arc in the direction in which every ring knows it, and whether that is the other one."""
    back = arc[::-1]
    return (back, True) if back < arc else (arc, False)


def without(arc: Arc, limit: float) -> Arc:
    """An arc without the points that, one after the other, make the least triangle with their neighbours,
    while that is below the limit. One point between the ends is kept; of a closed arc, two.

    >>> without(((0, 0), (5, 1), (10, 0), (10, 10)), 20)
    ((0, 0), (10, 0), (10, 10))
    """
    kept = 2 if arc[0] == arc[-1] else 1
    if len(arc) - 2 <= kept:
        return arc
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    size = [0.0] * len(arc)

    def triangle(at: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = arc[before[at]], arc[at], arc[after[at]]
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2

    for at in range(1, len(arc) - 1):
        size[at] = triangle(at)
    waiting = [(size[at], at) for at in range(1, len(arc) - 1)]
    heapify(waiting)
    gone: set[int] = set()
    while waiting and len(arc) - 2 - len(gone) > kept:
        least, at = heappop(waiting)
        if least >= limit:
            break
        if at in gone or least != size[at]:
            continue  # its triangle has another size by now
        gone.add(at)
        before[after[at]], after[before[at]] = before[at], after[at]
        for neighbour in (before[at], after[at]):
            if 0 < neighbour < len(arc) - 1:
                size[neighbour] = triangle(neighbour)
                heappush(waiting, (size[neighbour], neighbour))
    return tuple(point for at, point in enumerate(arc) if at not in gone)
