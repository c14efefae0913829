"""Totals: one indicator summed over units, for every unit that ever stood in the tree.

What was brought together over time comes as `Entries`: one value of a unit in one stand of the tree. Each
stand is one scan over its structure; a unit that stands in several counts once in every total.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mandate.core.figures import firsts
from mandate.core.number import round_half_away
from mandate.core.placements import Placements, Stand
from mandate.core.subtrees import Whole, extremes, safe, sums
from mandate.core.tree import Ids, Ints


class OverUnits(StrEnum):
    """How the values of several units become one."""

    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


class OverTime(StrEnum):
    """How the values of one unit for several periods become one."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one indicator sums; yes/no counts the yeses among the answers, whatever `over_units`."""

    over_units: OverUnits
    over_time: OverTime
    decimals: int = 0
    yes_no: bool = False

    @property
    def picks(self) -> np.ufunc | None:
        """What chooses one of two values over units; None where they are added."""
        if self.yes_no:
            return None
        return {OverUnits.MIN: np.minimum, OverUnits.MAX: np.maximum}.get(self.over_units)

    @property
    def counts(self) -> bool:
        """The total is the number of answers."""
        return self.over_units is OverUnits.COUNT and not self.yes_no


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """What units gave, by unit, then stand: at most one entry for a unit in a stand.

    ``unit`` the unit's place among `Placements.ids`; ``stand`` the number of the stand; ``value`` scaled, 0
    where not ``answered``.
    """

    unit: Ints
    stand: Ints
    value: Whole
    answered: NDArray[np.bool_]

    def take(self, chosen: NDArray[Any]) -> "Entries":
        """The chosen entries: a mask, or positions."""
        return Entries(self.unit[chosen], self.stand[chosen], self.value[chosen], self.answered[chosen])

    @staticmethod
    def joined(parts: Sequence["Entries"]) -> "Entries":
        """Where units stand in any of these entries, without values."""
        where = np.unique(
            np.concatenate([np.stack([part.unit, part.stand]) for part in parts], axis=1), axis=1
        )
        nothing = np.zeros(where.shape[1], np.int64)
        return Entries(where[0], where[1], nothing, nothing.astype(np.bool_))

    def by_stand(self, tree: Placements) -> Iterator[tuple[Stand, "Entries"]]:
        """The entries of each stand, the earliest first."""
        least = np.min_scalar_type(self.stand.max(initial=0))  # small numbers are sorted by their digits
        order = np.argsort(self.stand.astype(least), kind="stable")
        edges = [*firsts(self.stand[order]).tolist(), len(order)]
        for lo, hi in pairwise(edges):
            part = self if hi - lo == len(order) else self.take(order[lo:hi])
            yield tree.stand(int(part.stand[0])), part


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """One indicator rolled up, one entry a unit; each covers all that stood below the unit.

    ``ids`` the units, rising; ``total`` the sum of the units' scaled values (the least or greatest for min
    and max; the yeses of a yes/no indicator; the answers for count), 0 where there is no answer; ``answers``
    how many units gave a value; ``reported`` how many gave a value or said that none applies. ``aside`` are
    the ids of units that are not added, for they closed before the day that the total describes; ``left_out``
    those that the tree does not have.
    """

    rule: Rule
    ids: Ints
    total: Whole
    answers: Ints
    reported: Ints
    aside: Ints
    left_out: Ints
    tree: Placements
    entries: Entries

    def index(self, unit: int) -> int:
        """The place of a unit among `ids`, -1 for one that never had a place."""
        at = int(np.searchsorted(self.ids, unit))
        return at if at < len(self.ids) and self.ids[at] == unit else -1

    def value(self, at: int) -> Fraction | None:
        """The exact total at a place of `ids`; None where nobody answered."""
        numerator, denominator = self.numerator(at), self.denominator(at)
        if numerator is None or denominator is None:
            return None
        return numerator if self.rule.yes_no else numerator / denominator

    def numerator(self, at: int) -> Fraction | None:
        """What stands above the line: the sum of the values, or the yeses; None where nobody answered."""
        if at < 0 or not self.answers[at]:
            return None
        return Fraction(int(self.total[at]), 10 ** _scale(self.rule))

    def denominator(self, at: int) -> int | None:
        """What stands below the line: the answers for a mean and for yes/no, else 1; None without answers."""
        answers = int(self.answers[at]) if at >= 0 else 0
        if not answers:
            return None
        return answers if self.rule.yes_no or self.rule.over_units is OverUnits.MEAN else 1

    def decimal(self, at: int) -> Decimal | None:
        """The value to the indicator's decimals, half away from zero; ``str`` of it has no exponent."""
        value = self.value(at)
        return None if value is None else round_half_away(value, _scale(self.rule))

    def givers(self, unit: int, answered: bool = False) -> Ints:
        """Which unit gave what through which: pairs (id of the giver, as in `given`; id of the unit), once
        each, as columns of shape (2, pairs)."""
        giver, entries = self._through(unit)
        chosen = entries.answered if answered else np.ones(len(giver), np.bool_)
        pairs = np.stack([self.ids[giver[chosen]], self.ids[entries.unit[chosen]]])
        return np.unique(pairs, axis=1) if pairs.shape[1] else pairs

    def _through(self, unit: int) -> tuple[Ints, Entries]:
        """The entries below a unit, each with the place of the unit directly below through which it comes."""
        at = self.index(unit)
        givers, chosen = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        where = np.arange(len(self.entries.unit))
        for stand, part in replace(self.entries, value=where).by_stand(self.tree):
            inside = part.take(_inside(stand, part, at))
            if len(inside.unit):
                givers.append(_givers(stand, inside, at))
                chosen.append(inside.value)
        return np.concatenate(givers), self.entries.take(np.concatenate(chosen))

    def members(self, unit: int, answered: bool = False) -> Ints:
        """The ids of the units in a unit's total, rising; with `answered` only those with a value."""
        found = [np.empty(0, np.int64)]
        for stand, part in self.entries.by_stand(self.tree):
            chosen = _inside(stand, part, self.index(unit))
            found.append(part.unit[chosen & part.answered if answered else chosen])
        return self.ids[np.unique(np.concatenate(found))]

    def given(self, unit: int) -> "Totals":
        """What each unit directly below gave to this one, and the unit itself: they add up to its total.

        A unit that stood here for a part of the time gave what it had then; its own total may hold more. The
        `ids` are the unit itself, if it reported, and those below through which something came.
        """
        giver, entries = self._through(unit)
        places, group = np.unique(giver, return_inverse=True)
        answered = entries.answered
        total = _combine(self.rule, safe(entries.value[answered]), group[answered], len(places))
        answers = _distinct(group[answered], entries.unit[answered], len(places))
        none = np.empty(0, np.int64)
        return Totals(
            rule=self.rule,
            ids=self.ids[places],
            total=answers if self.rule.counts else total,
            answers=answers,
            reported=_distinct(group, entries.unit, len(places)),
            aside=none,
            left_out=none,
            tree=self.tree,
            entries=entries,
        )


def sum_up(tree: Placements, rule: Rule, entries: Entries, aside: Ids, left_out: Ids) -> Totals:
    """The totals of every unit from what the units gave."""
    answers = reported = count_each_once(tree, entries)
    if not entries.answered.all():
        answers = count_each_once(tree, entries.take(entries.answered))
    return Totals(
        rule=rule,
        ids=tree.ids,
        total=answers if rule.counts else _over_units(tree, rule, entries.take(entries.answered)),
        answers=answers,
        reported=reported,
        aside=np.asarray(aside, np.int64),
        left_out=np.asarray(left_out, np.int64),
        tree=tree,
        entries=entries,
    )


def count_in_all(tree: Placements, parts: Sequence[Entries]) -> Ints:
    """For each unit of the tree, how many units are in its total of every part: those of a ratio, say."""
    common = reduce(np.intersect1d, [part.unit for part in parts])
    kept = [part.take(np.isin(part.unit, common)) for part in parts]
    joined = Entries.joined(kept)
    lines = joined.take(_last_of_each_line(tree, joined))
    moved = np.unique(lines.unit[1:][lines.unit[1:] == lines.unit[:-1]])
    result = count_each_once(tree, lines.take(~np.isin(lines.unit, moved)))
    if len(moved):
        pairs = [_pairs(tree, part.take(np.isin(part.unit, moved))) for part in kept]
        above = reduce(np.intersect1d, pairs) // len(tree.ids)
        result += np.bincount(above, minlength=len(tree.ids))
    return result


def count_each_once(tree: Placements, entries: Entries) -> Ints:
    """For each unit of the tree, how many units stood below it in the stand of an entry of theirs, or are it.

    A unit with entries in several stands counts once wherever it stood in any of them.
    """
    entries = entries.take(_last_of_each_line(tree, entries))
    several = np.zeros(len(entries.unit), np.bool_)
    same = entries.unit[1:] == entries.unit[:-1]
    several[1:] |= same
    several[:-1] |= same
    result = np.zeros(len(tree.ids), np.int64)
    for stand, part in entries.take(~several).by_stand(tree):
        marks = np.zeros(len(stand.at), np.int64)
        marks[stand.position[part.unit]] = 1
        result[stand.at] += sums(stand.structure, marks)
    above = _pairs(tree, entries.take(several)) // len(tree.ids)
    return result + np.bincount(above, minlength=len(tree.ids))


def _pairs(tree: Placements, entries: Entries) -> Ints:
    """Each unit with itself and all that stood above it in a stand of an entry of its: above * units + unit,
    once each."""
    pairs = [np.empty(0, np.int64)]
    for stand, part in entries.by_stand(tree):
        pairs += [above * len(tree.ids) + unit for above, unit in _lines(stand, part.unit)]
    return np.unique(np.concatenate(pairs))


def _last_of_each_line(tree: Placements, entries: Entries) -> NDArray[np.bool_]:
    """Of the entries of a unit above which nothing changed between their stands, only the last."""
    same = entries.unit[1:] == entries.unit[:-1]
    keep = np.ones(len(entries.unit), np.bool_)
    if not same.any():
        return keep
    numbers = np.unique(entries.stand)
    # The number of the stand since which nothing has changed above a unit, in each of the stands.
    since = np.zeros((len(numbers), len(tree.ids)), np.int16)
    for row, (before, after) in enumerate(pairwise(numbers.tolist()), start=1):
        since[row] = np.where(tree.changed(before, after), row, since[row - 1])
    line = since[np.searchsorted(numbers, entries.stand), entries.unit]
    keep[:-1] = ~(same & (line[1:] == line[:-1]))
    return keep


def _lines(stand: Stand, unit: Ints) -> Iterator[tuple[Ints, Ints]]:
    """The units with themselves, then with their parents, and so on to the top: (above, unit)."""
    position = stand.position[unit]
    while len(unit):
        yield stand.at[position], unit
        position = stand.structure.parent[position]
        unit, position = unit[position >= 0], position[position >= 0]


def _over_units(tree: Placements, rule: Rule, entries: Entries) -> Whole:
    """The total of every unit, from entries that all have a value."""
    value = entries.value if rule.picks else safe(entries.value)
    total = np.zeros(len(tree.ids), value.dtype)
    seen = np.zeros(len(tree.ids), np.bool_)
    for stand, part in Entries(entries.unit, entries.stand, value, entries.answered).by_stand(tree):
        position = stand.position[part.unit]
        if rule.picks is None:
            cells = np.zeros(len(stand.at), value.dtype)
            cells[position] = part.value
            total[stand.at] += sums(stand.structure, cells)
            continue
        # What changes no extreme of a subtree with an answer stands where there is none.
        neutral = part.value.max() if rule.picks is np.minimum else part.value.min()
        cells = np.full(len(stand.at), neutral, value.dtype)
        cells[position] = part.value
        marks = np.zeros(len(stand.at), np.int64)
        marks[position] = 1
        here = sums(stand.structure, marks) > 0
        places, found = stand.at[here], extremes(stand.structure, cells, rule.picks)[here]
        total[places] = np.where(seen[places], rule.picks(total[places], found), found)
        seen[places] = True
    return total


def _inside(stand: Stand, part: Entries, at: int) -> NDArray[np.bool_]:
    """Which entries of a stand lie below a unit or are it."""
    here = stand.position[at] if at >= 0 else -1
    if here < 0:
        return np.zeros(len(part.unit), np.bool_)
    position = stand.position[part.unit]
    inside: NDArray[np.bool_] = (here <= position) & (position < stand.structure.hi[here])
    return inside


def _givers(stand: Stand, part: Entries, at: int) -> Ints:
    """For each entry below a unit the unit directly below through which it comes, or the unit itself."""
    here, structure = int(stand.position[at]), stand.structure
    hi = int(structure.hi[here])
    children = np.flatnonzero(structure.parent[here:hi] == here) + here
    through = np.searchsorted(children, stand.position[part.unit], side="right") - 1
    return np.where(through < 0, at, stand.at[children[through]] if len(children) else at)


def _combine(rule: Rule, value: Whole, group: Ints, count: int) -> Whole:
    """One value a group."""
    order = np.argsort(group, kind="stable")
    value, group = value[order], group[order]
    first = firsts(group)
    total = np.zeros(count, value.dtype)
    if len(first):
        total[group[first]] = (rule.picks or np.add).reduceat(value, first)
    return total


def _distinct(group: Ints, unit: Ints, count: int) -> Ints:
    """How many different units each group has."""
    pairs = np.unique(np.stack([group, unit]), axis=1) if len(group) else np.empty((2, 0), np.int64)
    return np.bincount(pairs[0].astype(np.int64), minlength=count)


def _scale(rule: Rule) -> int:
    """The decimals of a total: counts and yeses are whole."""
    return 0 if rule.yes_no or rule.over_units is OverUnits.COUNT else rule.decimals
