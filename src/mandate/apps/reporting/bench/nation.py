"""A nation in memory for the roll-up benchmark: its units, its figures, and its totals by another way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mandate.core.subtrees import Whole
from mandate.core.tree import Ints, Structure

SEED = 20231231
_ROWS = 1_000  # rows or columns handled at a time, so that nothing but the cells takes memory
_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Nation:
    """A tree whose units have about the same number of children on every level.

    ``counts`` the units of each level, the root first; ``structure`` its units in preorder. The unit with the
    number n of level l has the id ``first(l) + n``, and the leaves are in preorder by their numbers.
    """

    counts: tuple[int, ...]
    structure: Structure

    @staticmethod
    def build(leaves: int, levels: int) -> "Nation":
        """A nation of so many leaves in so many levels, the root and the leaves counted."""
        counts = tuple(round(leaves ** (level / (levels - 1))) for level in range(levels))
        parents = [np.zeros(1, np.int64)]
        for level in range(1, levels):
            above = np.arange(counts[level]) * counts[level - 1] // counts[level]
            parents.append(above + 1 + sum(counts[: level - 1]))
        return Nation(counts, Structure.build(np.arange(1, sum(counts) + 1), np.concatenate(parents)))

    def first(self, level: int) -> int:
        """The id of the first unit of a level."""
        return 1 + sum(self.counts[:level])

    def above_leaves(self) -> Iterator[tuple[int, Ints]]:
        """Each level above the leaves, from below: its number, and the id that each leaf has there."""
        number = np.arange(self.counts[-1])
        for level in range(len(self.counts) - 2, -1, -1):
            number = number * self.counts[level] // self.counts[level + 1]
            yield level, number + self.first(level)


def fill(leaves: int, series: int) -> Ints:
    """The cells: int64 (leaves, series), each 0 to 99,999, always the same."""
    random = np.random.default_rng(SEED)
    cells = np.empty((leaves, series), np.int64)
    for lo in range(0, leaves, _ROWS):
        part = cells[lo : lo + _ROWS]
        part[:] = random.integers(0, 100_000, part.shape)
    return cells


def agrees(nation: Nation, cells: Ints, monthly: Whole, yearly: Whole, months: int) -> bool:
    """Whether every total is the sum of its leaves, by running sums down the columns.

    `monthly` is (units above the leaves, months * indicators), `yearly` (units above the leaves, indicators).
    """
    row = np.cumsum(~nation.structure.leaves) - 1
    indicators = yearly.shape[1]
    if int(yearly[0].sum()) != int(cells.sum()):
        return False
    if not np.array_equal(sum(np.hsplit(monthly, months)), yearly):
        return False
    for lo in range(0, months * indicators, _COLUMNS):
        running = np.cumsum(cells[:, lo : lo + _COLUMNS], axis=0)
        for _, unit in nation.above_leaves():
            ends = np.flatnonzero(np.append(unit[1:] != unit[:-1], True))
            expected = np.diff(running[ends], axis=0, prepend=0)
            at = row[nation.structure.indices(unit[ends])]
            if not np.array_equal(monthly[at, lo : lo + _COLUMNS], expected):
                return False
    return True


def checksum(unit: Ints, month: Ints, indicator: Ints, total: Whole) -> int:
    """One number for a whole table of totals, in any order; two tables that differ hardly share it."""
    weight = (unit * 1_000_003 + month * 10_007 + indicator * 101 + 1).astype(np.uint64)
    return int((weight * total.astype(np.uint64)).sum())
