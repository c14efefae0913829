"""A nation whose tree changes every month: what that costs beside a tree that stands still."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from mandate.apps.reporting.bench.nation import SEED, Nation
from mandate.core.figures import Figures
from mandate.core.period import Frequency, Period
from mandate.core.placements import Placements
from mandate.core.rollup import OverTime, OverUnits, Rule, Totals, roll_up
from mandate.core.tree import Ints

YEAR = Period.parse("2023")
RULE = Rule(OverUnits.SUM, OverTime.SUM)
_MOVED = 200  # of so many units of a level one moves each month


@dataclass(frozen=True, slots=True)
class Changing:
    """A nation's figures of a year for one indicator, one a leaf and month, in a tree that stands still
    and in one with as many structures as months. ``parents``: each month's parent of each unit, by id."""

    still: Placements
    moving: Placements
    parents: list[Ints]
    figures: Figures

    @staticmethod
    def of(nation: Nation) -> "Changing":
        """With one unit in two hundred of the two lowest levels under another parent each month."""
        structure = nation.structure
        ids = np.sort(structure.ids)
        at = structure.indices(ids)
        parent = np.where(structure.parent[at] < 0, 0, structure.ids[structure.parent[at]])
        months = YEAR.parts(Frequency.MONTHLY)
        parents = _moves(nation, parent, len(months))
        return Changing(
            Placements.always(structure),
            _placements(ids, parents, [month.start for month in months]),
            parents,
            _figures(nation, months),
        )

    def roll_up(self, tree: Placements) -> Totals:
        """The totals of the year."""
        return roll_up(tree, RULE, self.figures, YEAR, YEAR.last_day)

    def right(self, totals: Totals) -> bool:
        """Whether every total is what adding up month by month and level by level says."""
        found = np.zeros(len(totals.ids) + 1, np.int64)
        month_of = self.figures.start
        for month, parent in zip(np.unique(month_of), self.parents, strict=True):
            here = np.zeros(len(found), np.int64)
            chosen = month_of == month
            here[self.figures.unit[chosen]] = self.figures.value[chosen]
            carried = here.copy()
            while carried[1:].any():  # ids are 1, 2, 3 …; what reaches 0 has left the tree at the top
                above = np.zeros(len(found), np.int64)
                np.add.at(above, parent, carried[1:])
                above[0] = 0
                here += above
                carried = above
            found += here
        return bool((found[1:] == totals.total).all())


def _moves(nation: Nation, parent: Ints, months: int) -> list[Ints]:
    random = np.random.default_rng(SEED)
    result = [parent]
    for _ in range(months - 1):
        parent = parent.copy()
        for level in (len(nation.counts) - 1, len(nation.counts) - 2):
            if level < 2:
                continue
            count, above = nation.counts[level], nation.counts[level - 1]
            moved = random.choice(count, max(count // _MOVED, 1), replace=False) + nation.first(level)
            parent[moved - 1] = random.integers(0, above, len(moved)) + nation.first(level - 1)
        result.append(parent)
    return result


def _placements(ids: Ints, parents: list[Ints], days: list[date]) -> Placements:
    units, above, starts, ends = [ids], [parents[0]], [np.zeros(len(ids), np.int64)], []
    open_row = np.arange(len(ids))  # the row of each unit that is still open
    ends.append(np.full(len(ids), len(days)))
    for number, (before, after) in enumerate(pairwise(parents), start=1):
        moved = np.flatnonzero(before != after)
        base = sum(map(len, units))
        whole = np.concatenate(ends)
        whole[open_row[moved]] = number
        ends = [whole, np.full(len(moved), len(days))]
        open_row[moved] = base + np.arange(len(moved))
        units.append(ids[moved])
        above.append(after[moved])
        starts.append(np.full(len(moved), number))
    edges: list[date | None] = [None, *days[1:], None]
    return Placements.build(
        np.concatenate(units),
        np.concatenate(above),
        [edges[number] for number in np.concatenate(starts).tolist()],
        [edges[number] for number in np.concatenate(ends).tolist()],
    )


def _figures(nation: Nation, months: tuple[Period, ...]) -> Figures:
    leaves = np.arange(nation.counts[-1]) + nation.first(len(nation.counts) - 1)
    random = np.random.default_rng(SEED)
    count = len(leaves) * len(months)
    starts = np.array([month.start.toordinal() for month in months], np.int32)
    ends = np.array([month.end.toordinal() for month in months], np.int32)
    return Figures(
        np.repeat(leaves, len(months)),
        np.tile(starts, len(leaves)),
        np.tile(ends, len(leaves)),
        random.integers(0, 100_000, count),
        np.ones(count, np.bool_),
    )
