"""The structure: the whole tree of units as it stood on one date, as NumPy arrays in preorder.

In preorder a unit stands before everything below it, so the units of a subtree are the interval
``[i, hi[i])`` of positions. Sums, minima and counts over subtrees become scans over arrays; nothing here
recurses, and a tree may be as deep as it likes.

>>> nation = Structure.build([7, 3, 5, 4], [0, 7, 3, 7])
>>> nation.ids.tolist(), nation.parent.tolist(), nation.hi.tolist(), nation.depth.tolist()
([7, 3, 5, 4], [-1, 0, 1, 0], [4, 3, 3, 4], [0, 1, 2, 1])
>>> nation.subtree(3).tolist(), nation.children(7).tolist(), nation.ancestors(5).tolist()
([3, 5], [3, 4], [7, 3])
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mandate.core.errors import CoreError

Ints = NDArray[np.int64]
Ids = Sequence[int] | Ints


class StructureError(CoreError):
    """Units that form no tree, or a unit that is not in it."""

    SENTENCES = {
        "duplicate": "Unit {id} is given twice.",
        "unknown_parent": "The parent {parent} of unit {id} is not among the units.",
        "cycle": "Unit {id} lies below itself.",
        "unknown_unit": "Unit {id} is not in this structure.",
    }


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """A tree, or several: one entry a unit, in preorder, siblings in their given order. Make it with `build`.

    ``ids`` the units; ``parent`` the position of the parent, -1 for a root; ``hi`` the exclusive end of the
    subtree's positions; ``depth`` the number of ancestors. All int64, all of the same length, read-only.
    """

    ids: Ints
    parent: Ints
    hi: Ints
    depth: Ints
    _sorted: Ints = field(repr=False)  # the ids in rising order …
    _position: Ints = field(repr=False)  # … and where each of them stands in preorder

    @staticmethod
    def build(ids: Ids, parents: Ids, order: Ids | None = None) -> "Structure":
        """The structure with these units, given in any order; raises `StructureError`.

        `parents` holds each unit's parent id, or 0 or -1 for a root; so ids are positive. Siblings stand in
        rising `order`, then by id.
        """
        given = np.asarray(ids, np.int64)
        above = np.asarray(parents, np.int64)
        rank = np.zeros_like(given) if order is None else np.asarray(order, np.int64)
        if not given.shape == above.shape == rank.shape or given.ndim != 1:
            raise ValueError("ids, parents and order must be one-dimensional and of the same length")
        # From here on a unit is its place among the sorted ids, so ties between siblings break by id.
        by_id = np.argsort(given, kind="stable")
        units, rank = given[by_id], rank[by_id]
        parent = _parents(units, above[by_id])
        depth = _depths(units, parent)
        place, size = _places(parent, depth, rank)
        preorder = np.argsort(place)
        above_place = np.where(parent < 0, -1, place[parent])[preorder]
        return Structure(
            *_read_only(units[preorder], above_place, (place + size)[preorder], depth[preorder], units, place)
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, unit: int) -> bool:
        return bool(self.indices(np.array([unit]))[0] >= 0)

    def index(self, unit: int) -> int:
        """The position of one unit; raises `StructureError` (unknown_unit)."""
        position = int(self.indices(np.array([unit]))[0])
        if position < 0:
            raise StructureError("unknown_unit", {"id": unit})
        return position

    def indices(self, units: Ids) -> Ints:
        """The positions of many units, -1 for those that are not in the structure."""
        wanted = np.asarray(units, np.int64)
        if not len(self):
            return np.full(wanted.shape, -1, np.int64)
        found = np.minimum(np.searchsorted(self._sorted, wanted), len(self) - 1)
        positions: Ints = np.where(self._sorted[found] == wanted, self._position[found], -1)
        return positions

    def interval(self, unit: int) -> tuple[int, int]:
        """The positions [lo, hi) of the unit and everything below it."""
        position = self.index(unit)
        return position, int(self.hi[position])

    def subtree(self, unit: int) -> Ints:
        """The ids of the unit and everything below it, in preorder."""
        lo, hi = self.interval(unit)
        return self.ids[lo:hi]

    def children(self, unit: int) -> Ints:
        """The ids of the units directly below, in order."""
        lo, hi = self.interval(unit)
        below: Ints = self.ids[lo:hi][self.parent[lo:hi] == lo]
        return below

    def ancestors(self, unit: int) -> Ints:
        """The ids of the units above, the root first; without the unit itself."""
        path = []
        position = self.parent[self.index(unit)]
        while position >= 0:
            path.append(position)
            position = self.parent[position]
        return self.ids[np.array(path[::-1], np.int64)]

    def contains(self, unit: int, other: int) -> bool:
        """Whether `other` is the unit itself or lies below it."""
        lo, hi = self.interval(unit)
        return lo <= self.index(other) < hi

    @property
    def leaves(self) -> NDArray[np.bool_]:
        """For each position, whether nothing lies below it."""
        leaves: NDArray[np.bool_] = self.hi == np.arange(1, len(self) + 1)
        return leaves


def _read_only(*arrays: Ints) -> tuple[Ints, ...]:
    for array in arrays:
        array.flags.writeable = False
    return arrays


def _parents(units: Ints, above: Ints) -> Ints:
    """The place of each unit's parent among the sorted `units`, -1 for a root."""
    twice = np.flatnonzero(units[1:] == units[:-1])
    if len(twice):
        unit = int(units[twice[0]])
        raise StructureError("duplicate", {"id": unit})
    root = (above == 0) | (above == -1)
    parent = np.searchsorted(units, above)
    known = units[np.minimum(parent, len(units) - 1)] == above if len(units) else root
    lost = np.flatnonzero(~(known | root))
    if len(lost):
        unit, missing = int(units[lost[0]]), int(above[lost[0]])
        raise StructureError("unknown_parent", {"id": unit, "parent": missing})
    return np.where(root, -1, parent)


def _depths(units: Ints, parent: Ints) -> Ints:
    """The number of ancestors of each unit, by pointer jumping: each pass doubles the length of a jump."""
    count = len(units)
    depth = np.append((parent >= 0).astype(np.int64), 0)
    jump = np.append(np.where(parent < 0, count, parent), count)  # `count` stands for "above every root"
    for _ in range(count.bit_length()):
        if (jump == count).all():
            return depth[:-1]
        depth += depth[jump]
        jump = jump[jump]
    astray = jump[jump < count]
    if len(astray):  # after more steps than there are units, these can only walk in a circle
        unit = int(units[astray].min())
        raise StructureError("cycle", {"id": unit})
    return depth[:-1]


def _places(parent: Ints, depth: Ints, rank: Ints) -> tuple[Ints, Ints]:
    """Each unit's place in preorder and the size of its subtree, level by level."""
    count = len(parent)
    by_level = np.lexsort((rank, parent, depth))  # siblings stand side by side, in their order
    edges = np.searchsorted(depth[by_level], np.arange(depth.max(initial=0) + 2))
    levels = [by_level[lo:hi] for lo, hi in pairwise(edges)]
    size = np.ones(count, np.int64)
    for level in levels[:0:-1]:  # the deepest first, without the roots
        np.add.at(size, parent[level], size[level])
    before = np.cumsum(size[by_level]) - size[by_level]
    above = parent[by_level]
    first = np.append(True, (above[1:] != above[:-1]) | (depth[by_level][1:] != depth[by_level][:-1]))[:count]
    offset = np.empty(count, np.int64)
    offset[by_level] = before - before[first][np.cumsum(first) - 1]
    place = offset
    for level in levels[1:]:  # the roots stand; each level follows its parents
        place[level] += place[parent[level]] + 1
    return place, size
