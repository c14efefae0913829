"""Sums and extremes over every subtree of a structure at once.

`sums` and `extremes` take one entry a unit, for one series. `levels_sum` takes a whole table, many series
(indicators × months, say) for every leaf, and reads each cell once from memory.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mandate.core.tree import Ints, Structure

# Whole numbers: int64, or Python's integers in an object array where int64 could overflow.
Whole = NDArray[Any]

# Below it, twice a sum still fits int64; rounding half away from zero doubles what it divides.
LIMIT = 2**61

_CACHE = 2**19  # bytes that the second-level cache of any processor of today holds


def safe(values: Whole) -> Whole:
    """The values in a form in which no sum of them can overflow: int64, or Python's integers."""
    if values.dtype == object or not values.size:
        return values
    greatest = max(-int(values.min()), int(values.max()))
    return values if greatest * values.size < LIMIT else values.astype(object)


def sums(structure: Structure, cells: Whole) -> Whole:
    """The sum of every subtree: the difference of two running sums. The caller sees to `safe`.

    >>> sums(Structure.build([1, 2, 3], [0, 1, 1]), np.array([5, 1, 2])).tolist()
    [8, 1, 2]
    """
    running = np.zeros(len(cells) + 1, cells.dtype)
    np.cumsum(cells, out=running[1:])
    below: Whole = running[structure.hi] - running[:-1]
    return below


def extremes(structure: Structure, cells: Whole, pick: np.ufunc) -> Whole:
    """The least (`np.minimum`) or greatest (`np.maximum`) entry of every subtree.

    After step k, ``table[i]`` holds the extreme of the 2**k entries from i on. A subtree of 2**k to 2**(k+1)
    units is covered by two such blocks, which may overlap: n log n steps for a tree of any shape.

    >>> extremes(Structure.build([1, 2, 3], [0, 1, 1]), np.array([5, 1, 2]), np.minimum).tolist()
    [1, 1, 2]
    """
    found = np.empty_like(cells)
    table = cells
    lo = np.arange(len(cells))
    size = structure.hi - lo
    block = 1
    while len(table):
        now = size >= block  # of a larger one a later step says more
        found[now] = pick(table[lo[now]], table[structure.hi[now] - block])
        table = pick(table[:-block], table[block:])
        block *= 2
    return found


def levels_sum(structure: Structure, cells: Ints) -> Whole:
    """The sums of every unit above the leaves, for many series at once.

    `cells` is int64 (leaves, series), C-contiguous, its rows the leaves in preorder. The result has one row
    for each unit that is no leaf, in preorder; Python's integers where int64 would overflow.

    >>> nation = Structure.build([1, 2, 3, 4], [0, 1, 1, 3])
    >>> levels_sum(nation, np.array([[5, 50], [7, 70]])).tolist()  # leaves 2 and 4; units 1 and 3
    [[12, 120], [7, 70]]
    """
    totals, greatest = _levels_sum(structure, cells)
    if greatest * max(len(cells), 1) < 2**63:
        return totals
    # Exact in two halves: neither the high nor the low 32 bits of fewer than 2**31 leaves can overflow.
    high, _ = _levels_sum(structure, cells >> 32)
    low, _ = _levels_sum(structure, cells & 0xFFFFFFFF)
    return high.astype(object) * 2**32 + low


def _levels_sum(structure: Structure, cells: Ints) -> tuple[Ints, int]:
    """The sums, right unless int64 overflowed, and the greatest absolute value of a cell."""
    inner = np.flatnonzero(~structure.leaves)
    above = structure.parent[structure.leaves]
    if len(cells) != len(above):
        raise ValueError(f"{len(cells)} rows of cells for {len(above)} leaves")
    totals = np.zeros((len(inner), cells.shape[1]), np.int64)
    parents = np.searchsorted(inner, structure.parent[inner]).tolist()
    # Leaves with the same parent stand in runs; usually a parent has one.
    starts = np.flatnonzero(np.append(True, above[1:] != above[:-1])[: len(above)])
    ends = np.append(starts[1:], len(above))
    order = np.argsort(above[starts], kind="stable")
    runs = list(zip(starts[order].tolist(), ends[order].tolist(), strict=True))
    edges = [*np.searchsorted(above[starts[order]], inner).tolist(), len(runs)]
    ahead = max(1, _CACHE // max(1, cells.itemsize * cells.shape[1]))
    greatest, seen, begun = 0, len(cells), [False] * len(inner)
    for at in range(len(inner) - 1, -1, -1):  # from the end: what lies below a unit is summed before it
        total = totals[at]
        for lo, hi in runs[edges[at] : edges[at + 1]]:
            if lo < seen:  # look at some rows at once, few enough to be in the cache when they are added
                part = cells[max(0, min(lo, seen - ahead)) : seen]
                greatest = max(greatest, int(part.max(initial=0)), -int(part.min(initial=0)))
                seen -= len(part)
            if begun[at]:
                total += np.add.reduce(cells[lo:hi], axis=0)
            else:
                np.add.reduce(cells[lo:hi], axis=0, out=total)
                begun[at] = True
        if structure.parent[inner[at]] >= 0:
            totals[parents[at]] += total
            begun[parents[at]] = True
    return totals, greatest
