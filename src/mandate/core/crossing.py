"""Where a closed line crosses itself: as a bow-tie does, whose inside nobody can say.

A line that only touches itself, at a point or along a piece, encloses what it should. Points are whole
numbers, so every answer is exact. The line is swept from left to right (Shamos and Hoey): its pieces under
the sweep lie one above the other, and only neighbours there can cross, so that n points take n log n steps.

>>> crossing([(0, 0), (4, 0), (4, 4), (0, 4)]) is None
True
>>> crossing([(0, 0), (4, 4), (4, 0), (0, 4)])
(2, 2)
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cmp_to_key
from itertools import pairwise

Point = tuple[int, int]
Piece = tuple[int, Point, Point]  # its place in the line, its left end, its right end

_LEAVES, _COMES = 0, 1


def crossing(ring: Sequence[Point]) -> Point | None:
    """About where it crosses itself first, None where it does not. The last point is followed by the first,
    and no point by itself."""
    return _at_a_point(ring) or _between_points(ring)


def _side(piece: Piece, point: Point) -> int:
    """More than 0 for a point above the piece, less for one below, 0 for one in its line."""
    _at, (x, y), (to_x, to_y) = piece
    return (to_x - x) * (point[1] - y) - (to_y - y) * (point[0] - x)


def _between_points(ring: Sequence[Point]) -> Point | None:
    pieces = [
        (at, min(one, other), max(one, other))
        for at, (one, other) in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True))
    ]
    moments = [(left, _COMES, at) for at, left, _right in pieces]
    moments += [(right, _LEAVES, at) for at, _left, right in pieces]
    swept: list[Piece] = []  # from the lowest to the highest
    for _point, what, at in sorted(moments):
        piece = pieces[at]
        if what == _COMES:
            place = _place(swept, piece, piece[1], piece[2])
            pairs = [(piece, other) for other in swept[max(place - 1, 0) : place + 1]]
            swept.insert(place, piece)
        else:
            place = _place(swept, piece, piece[2], piece[1])
            del swept[place]
            pairs = [(swept[place - 1], swept[place])] if 0 < place < len(swept) else []
        for one, other in pairs:
            if _cross(one, other):
                return _meeting(one, other)
    return None


def _place(swept: Sequence[Piece], piece: Piece, end: Point, other_end: Point) -> int:
    """Where a piece with an end under the sweep lies: above all that its end lies above, or where it lies in
    them, its other end; and among those that lie upon it, in the order of the line."""

    def below(one: Piece) -> int:
        side = _side(one, end) or _side(one, other_end)
        return -1 if side > 0 or (side == 0 and one[0] < piece[0]) else 0

    return bisect_left(swept, 0, key=below)


def _cross(one: Piece, other: Piece) -> bool:
    """Whether each has its ends on both sides of the other."""
    return _side(one, other[1]) * _side(one, other[2]) < 0 and _side(other, one[1]) * _side(other, one[2]) < 0


def _meeting(one: Piece, other: Piece) -> Point:
    """Where two pieces that cross do so, to whole numbers."""
    before, behind = _side(one, other[1]), _side(one, other[2])
    (x, y), (to_x, to_y) = other[1], other[2]
    return (
        x + (to_x - x) * before // (before - behind),
        y + (to_y - y) * before // (before - behind),
    )


def _at_a_point(ring: Sequence[Point]) -> Point | None:
    """A point through which the line goes more than once so that one way crosses another: around it, its ends
    take turns. Ways that begin or end alike run together, and are no crossing here."""
    ways: dict[Point, list[tuple[Point, Point]]] = {}
    for at, point in enumerate(ring):
        ways.setdefault(point, []).append((ring[at - 1], ring[(at + 1) % len(ring)]))
    for point, found in ways.items():
        if len(found) < 2:
            continue
        ends = [(end[0] - point[0], end[1] - point[1], way) for way, both in enumerate(found) for end in both]
        directions = sorted(ends, key=cmp_to_key(_turn))
        if any(_turn(one, other) == 0 for one, other in pairwise(directions)):
            continue
        begun: list[int] = []
        for _x, _y, way in directions:
            if begun and begun[-1] == way:
                begun.pop()
            else:
                begun.append(way)
        if begun:
            return point
    return None


def _turn(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """Which of two directions comes first on the way around, from the right against the clock."""
    (x, y, _), (other_x, other_y, _) = one, other
    return _is_below(x, y) - _is_below(other_x, other_y) or other_x * y - other_y * x


def _is_below(x: int, y: int) -> bool:
    """Whether a direction goes down, or straight to the left."""
    return (y or x) < 0
