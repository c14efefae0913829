"""Exact roll-up: from the figures of the units to a total for every unit of the structure.

One indicator at a time. First each unit's figures are brought together over time, then the units over the
tree. Values are integers scaled by 10**decimals, so that a total always equals the sum of its parts to the
last digit; where int64 could overflow, Python's integers take over. The rules stand in
docs/algorithms/rollup.md with a worked table.

>>> city = Structure.build([1, 2, 3], [0, 1, 1])
>>> figures = Figures.of([(2, Period.parse("2023"), 1250), (3, Period.parse("2023"), None)])
>>> totals = roll_up(city, Rule(OverUnits.SUM, OverTime.SUM, decimals=1), figures)
>>> str(totals.decimal(0)), int(totals.answers[0]), int(totals.reported[0])
('125.0', 1, 2)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from mandate.core.errors import CoreError
from mandate.core.number import round_half_away
from mandate.core.period import Period
from mandate.core.subtrees import Whole, extremes, safe, sums
from mandate.core.tree import Ids, Ints, Structure


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


class FiguresError(CoreError):
    """Figures that cannot be rolled up.

    Params: the ``unit`` and the ``start`` of the figure (a proleptic ordinal).
    """

    SENTENCES = {
        "duplicate": "Unit {unit} has two figures for the same span, from day {start}.",
        "bad_span": "Unit {unit} has a figure, from day {start}, whose span is not 1 to 366 days long.",
    }


@dataclass(frozen=True, slots=True)
class Rule:
    """How one indicator sums; yes/no counts the yeses among the answers, whatever `over_units`."""

    over_units: OverUnits
    over_time: OverTime
    decimals: int = 0
    yes_no: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The figures of one indicator, one entry a figure, in any order.

    ``unit`` int64 ids; ``start`` and ``end`` int32 proleptic ordinals of a calendar period (`Period`), the
    end exclusive; ``value`` int64 (or Python integers) scaled by 10**decimals, for yes/no 0 or not 0;
    ``answered`` bool: False is "not applicable", which counts as reported and gives no value.
    """

    unit: Ints
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    value: Whole
    answered: NDArray[np.bool_]

    @staticmethod
    def of(rows: Iterable[tuple[int, Period, int | None]]) -> "Figures":
        """From rows of (unit, period, scaled value; None for not applicable)."""
        table = list(rows)
        values = [0 if value is None else value for _, _, value in table]
        small = all(abs(value) < 2**63 for value in values)
        return Figures(
            np.array([unit for unit, _, _ in table], np.int64),
            np.array([period.start.toordinal() for _, period, _ in table], np.int32),
            np.array([period.end.toordinal() for _, period, _ in table], np.int32),
            np.array(values, np.int64 if small else object),
            np.array([value is not None for _, _, value in table], np.bool_),
        )

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, chosen: NDArray[Any]) -> "Figures":
        """The chosen figures: a mask, or positions."""
        return Figures(
            self.unit[chosen], self.start[chosen], self.end[chosen], self.value[chosen], self.answered[chosen]
        )

    def within(self, period: Period) -> "Figures":
        """The figures whose periods belong to this one (a week where its Thursday lies)."""
        start, end = period.start.toordinal(), period.end.toordinal()
        anchor = _anchor(self.start, self.end)
        week = (self.end - self.start == 7) & (end - start > 7)
        return self.take(
            (start <= anchor) & (anchor < end) & (week | ((start <= self.start) & (self.end <= end)))
        )


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """One indicator rolled up, one entry a unit of the structure, in preorder; each covers the whole subtree.

    ``total`` the sum of the units' scaled values (the least or greatest for min and max; the yeses of a
    yes/no indicator; the answers for count), 0 where there is no answer; ``answers`` how many units gave a
    value; ``reported`` how many gave a value or said that none applies; ``left_out`` how many figures came
    from units outside the structure and are in no total.
    """

    rule: Rule
    total: Whole
    answers: Ints
    reported: Ints
    left_out: int

    def value(self, at: int) -> Fraction | None:
        """The exact total at a position of the structure; None where nobody answered."""
        numerator, denominator = self.numerator(at), self.denominator(at)
        if numerator is None or denominator is None:
            return None
        return numerator if self.rule.yes_no else numerator / denominator

    def numerator(self, at: int) -> Fraction | None:
        """What stands above the line: the sum of the values, or the yeses; None where nobody answered."""
        if not self.answers[at]:
            return None
        return Fraction(int(self.total[at]), 10 ** _scale(self.rule))

    def denominator(self, at: int) -> int | None:
        """What stands below the line: the answers for a mean and for yes/no, else 1; None without answers."""
        answers = int(self.answers[at])
        if not answers:
            return None
        return answers if self.rule.yes_no or self.rule.over_units is OverUnits.MEAN else 1

    def decimal(self, at: int) -> Decimal | None:
        """The value to the indicator's decimals, half away from zero; ``str`` of it has no exponent."""
        value = self.value(at)
        return None if value is None else round_half_away(value, _scale(self.rule))


def roll_up(structure: Structure, rule: Rule, figures: Figures) -> Totals:
    """Every unit's total for one indicator; raises `FiguresError`.

    The figures are those of the time span in question (`Figures.within`). Figures from units that the
    structure does not have are left out and counted.
    """
    at = structure.indices(figures.unit)
    inside = at >= 0
    left_out = len(at) - int(np.count_nonzero(inside))
    if left_out:
        figures, at = figures.take(inside), at[inside]
    units, value, answered = _over_time(rule, at, figures)
    answers, reported = np.zeros(len(structure), np.int64), np.zeros(len(structure), np.int64)
    answers[units], reported[units] = answered, 1
    total = _over_units(structure, rule, units[answered], value[answered], answers)
    return Totals(rule, total, sums(structure, answers), sums(structure, reported), left_out)


def roll_up_all(
    structure: Structure, rules: Mapping[int, Rule], indicator: Ids, figures: Figures
) -> dict[int, Totals]:
    """Many indicators at once: `indicator` holds the indicator of each figure; one `Totals` for each rule.

    Figures of indicators without a rule (ratios) are passed over. An indicator without figures has totals
    that say so.
    """
    key = np.asarray(indicator, np.int64)
    order = np.argsort(key, kind="stable")
    wanted = np.array(list(rules), np.int64)
    lows, highs = np.searchsorted(key[order], wanted), np.searchsorted(key[order], wanted, side="right")
    return {
        one: roll_up(structure, rule, figures.take(order[lo:hi]))
        for (one, rule), lo, hi in zip(rules.items(), lows, highs, strict=True)
    }


def own(figures: Figures, rule: Rule, unit: int) -> Totals:
    """What one unit itself contributes, without the units below it: totals with the single position 0."""
    return roll_up(Structure.build([unit], [0]), rule, figures.take(figures.unit == unit))


def count_units(structure: Structure, ids: Ids) -> Ints:
    """For each position, how many of these units lie in its subtree: how many reports are expected, say.

    Each unit counts once; units outside the structure do not count.

    >>> count_units(Structure.build([1, 2, 3], [0, 1, 1]), [3, 2, 3, 9]).tolist()
    [2, 1, 1]
    """
    at = structure.indices(ids)
    marked = np.zeros(len(structure), np.int64)
    marked[at[at >= 0]] = 1
    return sums(structure, marked)


# --- over time ----------------------------------------------------------------------------------------------


def _over_time(rule: Rule, at: Ints, figures: Figures) -> tuple[Ints, Whole, NDArray[np.bool_]]:
    """The positions of the units that reported, rising, each with its value and whether it has one."""
    order = _in_time(at, figures)
    at, figures = at[order], figures.take(order)
    longest = _longest(at, figures)
    if not longest.all():
        at, figures = at[longest], figures.take(longest)
    reported = at[_firsts(at)]
    at, value = at[figures.answered], figures.value[figures.answered]
    if rule.yes_no:
        value = (value != 0).astype(np.int64)
    first = _firsts(at)
    with_value = at[first]
    result = _reduce_each(rule, safe(value), first)
    answered = np.isin(reported, with_value, assume_unique=True)
    padded = np.zeros(len(reported), result.dtype)
    padded[answered] = result
    return reported, padded, answered


def _in_time(at: Ints, figures: Figures) -> Ints:
    """The order by unit, then time, a longer span before those that begin with it; checks the spans."""
    length = (figures.end - figures.start).astype(np.int64)
    if len(length) and (length.min() < 1 or length.max() > 366):
        _refuse("bad_span", figures, int(np.flatnonzero((length < 1) | (length > 366))[0]))
    anchor = _anchor(figures.start, figures.end).astype(np.int64)
    # One sort key for (unit, time, length): ordinals take 20 bits, lengths 9, which leaves 34 for the units.
    key = ((at << 20) + anchor << 9) + (366 - length)
    if (key[1:] > key[:-1]).all():
        return np.arange(len(key))
    order = np.argsort(key)
    twice = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    if len(twice):
        _refuse("duplicate", figures, int(order[twice[0]]))
    return order


def _refuse(code: str, figures: Figures, at: int) -> NoReturn:
    raise FiguresError(code, {"unit": int(figures.unit[at]), "start": int(figures.start[at])})


def _anchor(start: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """The day that decides where a span belongs: a week's Thursday, else the first day."""
    return np.where(end - start == 7, start + 3, start)


def _longest(at: Ints, figures: Figures) -> NDArray[np.bool_]:
    """Which figures count: those inside no longer span of the same unit; all are in `_in_time` order."""
    length = figures.end - figures.start
    if not len(length) or 2 * length.max() < 3 * length.min():
        return np.ones(len(length), np.bool_)  # periods of one frequency: none can hold another
    # Calendar periods never cross, but for weeks, which lie where their Thursday lies: their middle. So a
    # span lies inside an earlier one of its unit when the greatest end so far is past its middle.
    reach = np.maximum.accumulate((at << 20) + figures.end)
    middle = (at << 20) + (figures.start + figures.end - 1) // 2
    longest: NDArray[np.bool_] = np.append(True, middle[1:] >= reach[:-1])
    return longest


def _firsts(at: Ints) -> Ints:
    """Where each run of equal entries begins."""
    return np.flatnonzero(np.append(True, at[1:] != at[:-1])[: len(at)])


def _reduce_each(rule: Rule, value: Whole, first: Ints) -> Whole:
    """One value for each run that begins at `first`, by the rule over time."""
    if not len(value):
        return value
    last = np.append(first[1:], len(value)) - 1
    over_time = rule.over_time
    if rule.yes_no and over_time in (OverTime.SUM, OverTime.MEAN):
        over_time = OverTime.LAST  # a sum or a mean of yes and no says nothing
    if over_time is OverTime.LAST:
        latest: Whole = value[last]
        return latest
    reduce = {OverTime.MIN: np.minimum, OverTime.MAX: np.maximum}.get(over_time, np.add)
    reduced: Whole = reduce.reduceat(value, first)
    return _half_away(reduced, last - first + 1) if over_time is OverTime.MEAN else reduced


def _half_away(numerator: Whole, denominator: Ints) -> Whole:
    """The quotients rounded to whole numbers, half away from zero."""
    sign = np.where(numerator < 0, -1, 1)
    rounded: Whole = sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
    return rounded


# --- over units ---------------------------------------------------------------------------------------------


def _over_units(structure: Structure, rule: Rule, units: Ints, value: Whole, answers: Ints) -> Whole:
    """The total of every subtree; `units` are the positions that answered, `answers` marks them with 1."""
    if rule.over_units is OverUnits.COUNT and not rule.yes_no:
        return sums(structure, answers)
    if not rule.yes_no and rule.over_units in (OverUnits.MIN, OverUnits.MAX):
        return _extremes(structure, rule, units, value, answers)
    value = safe(value)
    cells = np.zeros(len(structure), value.dtype)
    cells[units] = value
    return sums(structure, cells)


def _extremes(structure: Structure, rule: Rule, units: Ints, value: Whole, answers: Ints) -> Whole:
    """The least or greatest value of every subtree, 0 where nobody answered."""
    least = rule.over_units is OverUnits.MIN
    cells = np.zeros(len(structure), value.dtype)
    if len(value):
        cells[:] = value.max() if least else value.min()  # changes no extreme of a subtree with an answer
        cells[units] = value
        cells = extremes(structure, cells, np.minimum if least else np.maximum)
        cells[sums(structure, answers) == 0] = 0
    return cells


def _scale(rule: Rule) -> int:
    """The decimals of a total: counts and yeses are whole."""
    return 0 if rule.yes_no or rule.over_units is OverUnits.COUNT else rule.decimals
