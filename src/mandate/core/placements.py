"""Placements: the dated tree, every unit under a parent from one day until another.

The tree only changes on the days on which a placement begins or ends; from one of them to the next it stands
still. Such a stretch of days is a **stand**, and has one `Structure`. A figure is placed on a day of its own
(`Placements.days`), so it always has a place, whatever closed, opened or moved within its period.

>>> july = date(2023, 7, 1)
>>> tree = Placements.build([1, 2, 2], [0, 1, 0], [None, None, july], [None, july, None])
>>> [tree.structure_on(date(2023, month, 1)).parent.tolist() for month in (6, 7)]
[[-1, 0], [-1, -1]]
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mandate.core.tree import Ids, Ints, Structure

_BEGINNING = 0
_END = date.max.toordinal() + 1
_KEPT = 64  # stands kept by one tree, so that an old history does not fill the memory
_DAY_BITS = 22  # an ordinal takes so many bits at most


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """The tree between two changes. ``at`` tells for each position of the structure the place of its unit
    among all `Placements.ids`; ``position`` for each of these its position, -1 without a place."""

    structure: Structure
    at: Ints
    position: Ints

    @staticmethod
    def of(ids: Ints, structure: Structure) -> "Stand":
        at = np.searchsorted(ids, structure.ids)
        position = np.full(len(ids), -1, np.int64)
        position[at] = np.arange(len(structure))
        return Stand(structure, at, position)

    def parents(self) -> Ints:
        """For each of all units, the place of its parent among them: -1 a root, -2 without a place."""
        parents = np.full(len(self.position), -2, np.int64)
        above = self.structure.parent
        parents[self.at] = np.where(above < 0, -1, self.at[above])
        return parents


@dataclass(frozen=True, slots=True, eq=False)
class Placements:
    """Every placement of every unit, by unit and time; no two of a unit overlap. Make it with `build`.

    ``ids`` are the units, rising; ``rank`` the order of siblings, one entry a unit; ``first`` where each
    unit's placements begin, with the end of the last; ``parent`` ids (0: a root); ``start`` and ``end``
    proleptic ordinals, the end exclusive; ``breaks`` the days on which the tree changes, rising.
    """

    ids: Ints
    rank: Ints
    first: Ints
    unit: Ints
    parent: Ints
    start: Ints
    end: Ints
    breaks: Ints
    _stands: dict[int, Stand] = field(default_factory=dict, repr=False)
    _changed: dict[tuple[int, int], NDArray[np.bool_]] = field(default_factory=dict, repr=False)

    @staticmethod
    def build(
        units: Ids,
        parents: Ids,
        starts: Sequence[date | None],
        ends: Sequence[date | None],
        order: Ids | None = None,
    ) -> "Placements":
        """From rows in any order; a parent 0 is the top, an open side None. Siblings stand in rising `order`
        (one entry a row, the same for all rows of a unit), then by id."""
        unit, parent = np.asarray(units, np.int64), np.asarray(parents, np.int64)
        start = np.array([_BEGINNING if day is None else day.toordinal() for day in starts], np.int64)
        end = np.array([_END if day is None else day.toordinal() for day in ends], np.int64)
        rank = np.zeros_like(unit) if order is None else np.asarray(order, np.int64)
        by_time = np.lexsort((start, unit))
        unit, parent, start, end, rank = (one[by_time] for one in (unit, parent, start, end, rank))
        ids, first = np.unique(unit, return_index=True)
        days = np.unique(np.concatenate([start, end]))
        return Placements(
            ids=ids,
            rank=rank[first],
            first=np.append(first, len(unit)),
            unit=np.repeat(np.arange(len(ids)), np.diff(np.append(first, len(unit)))),
            parent=parent,
            start=start,
            end=end,
            breaks=days[(days > _BEGINNING) & (days < _END)],
        )

    @staticmethod
    def always(structure: Structure) -> "Placements":
        """A tree that never changed: for a view on the structure of one day."""
        count = len(structure)
        parents = np.where(structure.parent < 0, 0, structure.ids[structure.parent])
        nothing: list[date | None] = [None] * count
        tree = Placements.build(structure.ids, parents, nothing, nothing, np.arange(count))
        tree._stands[0] = Stand.of(tree.ids, structure)
        return tree

    def indices(self, units: Ids) -> Ints:
        """The place of each unit among `ids`, -1 for one that never had a place."""
        wanted = np.asarray(units, np.int64)
        if not len(self.ids):
            return np.full(wanted.shape, -1, np.int64)
        found = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.where(self.ids[found] == wanted, found, -1)

    def days(self, at: Ints, start: NDArray[Any], end: NDArray[Any]) -> Ints:
        """The day of each span of a unit (``at`` among `ids`; ordinals, the end exclusive): the last day of
        the span on which the unit was open; else the last open day before it; else the first after it.

        >>> tree = Placements.build([1], [0], [date(2023, 3, 1)], [date(2023, 7, 1)])
        >>> years = np.array([date(year, 1, 1).toordinal() for year in (2022, 2023, 2024, 2025)])
        >>> days = tree.days(np.zeros(3, np.int64), years[:-1], years[1:])
        >>> [date.fromordinal(day).isoformat() for day in days.tolist()]
        ['2023-03-01', '2023-06-30', '2023-06-30']
        """
        last = self.first[at]
        begun = self.start[last] < end
        several = np.flatnonzero(begun & (self.first[at + 1] > last + 1))
        if len(several):
            key = (self.unit << _DAY_BITS) + self.start
            wanted = (at[several] << _DAY_BITS) + end[several]
            last[several] = np.searchsorted(key, wanted) - 1  # the last that began before the span's end
        days: Ints = np.where(begun, np.minimum(self.end[last], end) - 1, self.start[last])
        return days

    def stands(self, days: Ints) -> Ints:
        """The numbers of the stands in which these days lie."""
        return np.searchsorted(self.breaks, days, side="right")

    def stand(self, number: int) -> Stand:
        """The stand of a number; kept while there is room."""
        found = self._stands.get(number)
        if found is None:
            if len(self._stands) >= _KEPT:
                self._stands.clear()
            found = self._stands[number] = self._build(number)
        return found

    def stand_on(self, day: date) -> Stand:
        """The stand of a day."""
        return self.stand(int(np.searchsorted(self.breaks, day.toordinal(), side="right")))

    def structure_on(self, day: date) -> Structure:
        """The structure as of a day. A unit whose parent has no place then stands as a root."""
        return self.stand_on(day).structure

    def _build(self, number: int) -> Stand:
        day = self.breaks[number - 1] if number else _BEGINNING
        here = (self.start <= day) & (day < self.end)
        unit, parent = self.unit[here], self.parent[here]
        ids = self.ids[unit]
        known = np.isin(parent, ids)
        structure = Structure.build(ids, np.where(known, parent, 0), self.rank[unit])
        return Stand.of(self.ids, structure)

    def changed(self, before: int, after: int) -> NDArray[np.bool_]:
        """For each unit, whether what stands above it (or whether it stands at all) differs between two
        stands: its parent, its parent's parent and so on."""
        found = self._changed.get((before, after))
        if found is None:
            if len(self._changed) >= _KEPT:
                self._changed.clear()
            found = self._changed[before, after] = self._compare(self.stand(before), self.stand(after))
        return found

    def _compare(self, before: Stand, after: Stand) -> NDArray[np.bool_]:
        differs = before.parents() != after.parents()
        # A change above concerns all below: whoever lies in the interval of a unit that differs.
        marks = differs[after.at].astype(np.int64)
        closing = np.bincount(after.structure.hi, marks, minlength=len(marks) + 1)[: len(marks)]
        differs[after.at] = np.cumsum(marks - closing.astype(np.int64)) > 0
        return np.asarray(differs, np.bool_)

    def above(self, units: Ids, start: NDArray[Any], end: NDArray[Any]) -> Ints:
        """The id of the unit above each on its day of a span (ordinals, the end exclusive); 0 for a root and
        for a unit that never had a place.

        >>> tree = Placements.build([1, 2], [0, 1], [None, None], [None, date(2023, 7, 1)])
        >>> year = [np.full(3, date(number, 1, 1).toordinal()) for number in (2023, 2024)]
        >>> tree.above([2, 1, 9], *year).tolist()
        [1, 0, 0]
        """
        at = self.indices(units)
        found = np.zeros(len(at), np.int64)
        known = np.flatnonzero(at >= 0)
        stands = self.stands(self.days(at[known], start[known], end[known]))
        for number in np.unique(stands).tolist():
            now = known[stands == number]
            place = self.stand(number).parents()[at[now]]
            found[now] = np.where(place < 0, 0, self.ids[place])
        return found

    def below(self, unit: int, start: date, end: date) -> Ints:
        """The ids of the unit and of those that stood below it on their day of a span: rising. Whose reports
        for that span are the unit's, that is."""
        ids = self.ever_below(unit)
        at = self.indices(ids)
        first, last = (np.full(len(at), day.toordinal()) for day in (start, end))
        return np.asarray(ids[self.are_below(unit, at, first, last)], np.int64)

    def are_below(self, unit: int, at: Ints, start: NDArray[Any], end: NDArray[Any]) -> NDArray[np.bool_]:
        """Which units (``at`` among `ids`, each with a span) are the unit, or stood below it on their day of
        the span."""
        stands = self.stands(self.days(at, start, end))
        here = int(self.indices([unit])[0])
        inside = np.zeros(len(at), np.bool_)
        for number in np.unique(stands).tolist() if here >= 0 else ():
            stand, now = self.stand(number), stands == number
            place = int(stand.position[here])
            if place >= 0:
                position = stand.position[at[now]]
                inside[now] = (place <= position) & (position < stand.structure.hi[place])
        return inside

    def last_children(self, unit: int, start: date, end: date) -> tuple[Ints, Ints]:
        """The ids of the units whose last place on the days of a span (the end exclusive) lies right below
        the unit, in the order of siblings, and with each the ordinal of its last day there: those that are
        open at the span's end, and those that closed within it. One that moved is with its last parent only.

        >>> tree = Placements.build([1, 2, 3], [0, 1, 1], [None] * 3, [None, None, date(2023, 6, 1)])
        >>> ids, last = tree.last_children(1, date(2023, 1, 1), date(2024, 1, 1))
        >>> ids.tolist(), [date.fromordinal(day).isoformat() for day in last.tolist()]
        ([2, 3], ['2023-12-31', '2023-05-31'])
        """
        begin, after = start.toordinal(), end.toordinal()
        edges = (np.full(len(self.ids), edge, np.int64) for edge in (begin, after))
        day = self.days(np.arange(len(self.ids)), *edges)[self.unit]
        there = (self.start <= day) & (day < self.end) & (begin <= day) & (day < after)
        found = np.flatnonzero(there & (self.parent == unit))
        found = found[np.lexsort((self.unit[found], self.rank[self.unit[found]]))]
        return np.asarray(self.ids[self.unit[found]], np.int64), np.asarray(day[found], np.int64)

    def ever_open(self, start: date, end: date) -> Ints:
        """The ids of the units that had a place on some day of a span (the end exclusive): rising.

        >>> tree = Placements.build([1, 2], [0, 1], [None, None], [None, date(2023, 6, 1)])
        >>> [tree.ever_open(date(year, 1, 1), date(year + 1, 1, 1)).tolist() for year in (2023, 2024)]
        [[1, 2], [1]]
        """
        there = (self.start < end.toordinal()) & (start.toordinal() < self.end)
        return np.asarray(self.ids[np.unique(self.unit[there])], np.int64)

    def ever_below(self, unit: int) -> Ints:
        """The ids of the unit and of all that ever stood below it, or below what ever did: rising. No total
        of the unit, of whatever time, holds a figure from elsewhere."""
        found = self.ids == unit
        above = self.indices(self.parent)
        below = above >= 0
        while True:
            fresh = self.unit[below & found[above] & ~found[self.unit]]
            if not len(fresh):
                return np.asarray(self.ids[found], np.int64)
            found[fresh] = True
