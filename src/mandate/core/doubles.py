"""Figures beside figures of units below: often a total that stands in a file with its own parts. Totals count
both, for a figure counts above its unit wherever that stood on the figure's day (docs/algorithms/rollup.md).

>>> from mandate.core.tree import Structure
>>> city = Placements.always(Structure.build([1, 2, 3], [0, 1, 1]))
>>> first, end = np.array([0, 0, 31]), np.array([365, 31, 59])  # a year, January and February
>>> beside_below(city, np.zeros(3, np.int64), np.array([0, 1, 2]), first, end).tolist()
[2, -1, -1]
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mandate.core.figures import firsts
from mandate.core.placements import Placements
from mandate.core.tree import Ints

_DAY_BITS = 22  # an ordinal takes so many bits at most


def beside_below(tree: Placements, series: Ints, at: Ints, start: NDArray[Any], end: NDArray[Any]) -> Ints:
    """For each figure the place of one of the same series whose unit stood below its unit on that figure's
    day, and which shares a day with it; of several the one that ends last, then the first of the tree. -1
    where there is none.

    ``series`` any number for each indicator; ``at`` the units among `Placements.ids`; ``start`` and ``end``
    ordinals, the end exclusive. One sort of what the figures tell to the units above, then two scans.
    """
    units = max(len(tree.ids), 1)
    owners, owner = np.unique(series * units + at, return_inverse=True)
    above, giver = _told_above(tree, series, at, start, end, owners)
    found = np.full(len(at), -1, np.int64)
    if not len(above):
        return found
    # For each unit what lies below it, by its first day; `best` is the one that ends last so far.
    order = np.lexsort((-end[giver], start[giver], above))
    above, giver = above[order], giver[order]
    until = (above << _DAY_BITS) + end[giver]
    fresh = np.append(True, until[1:] > np.maximum.accumulate(until)[:-1])
    best = np.maximum.accumulate(np.where(fresh, np.arange(len(until)), 0))
    begun = np.searchsorted((above << _DAY_BITS) + start[giver], (owner << _DAY_BITS) + end) - 1
    last = best[np.maximum(begun, 0)]
    shared = (begun >= 0) & (above[begun] == owner) & (end[giver[last]] > start)
    found[shared] = giver[last[shared]]
    return found


def _told_above(
    tree: Placements, series: Ints, at: Ints, start: NDArray[Any], end: NDArray[Any], owners: Ints
) -> tuple[Ints, Ints]:
    """Each figure with every unit above it on its day that has one of its series too: (which of the owners,
    the figure), the figures of a stand in the order of its tree."""
    units = len(tree.ids)
    stands = tree.stands(tree.days(at, start, end))
    order = np.argsort(stands, kind="stable")
    found, givers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for lo, hi in pairwise([*firsts(stands[order]).tolist(), len(order)]):
        here = order[lo:hi]
        stand = tree.stand(int(stands[here[0]]))
        here = here[np.argsort(stand.position[at[here]], kind="stable")]
        position = stand.structure.parent[stand.position[at[here]]]
        while len(here := here[position >= 0]):
            position = position[position >= 0]
            key = series[here] * units + stand.at[position]
            owner = np.minimum(np.searchsorted(owners, key), len(owners) - 1)
            told = owners[owner] == key
            found.append(owner[told])
            givers.append(here[told])
            position = stand.structure.parent[position]
    return np.concatenate(found), np.concatenate(givers)
