"""Exact roll-up: from the figures of the units to a total for every unit, whatever closed or moved meanwhile.

One indicator at a time. First each unit's figures are brought together over time, then each finds its place
in the tree, then the units are summed. Values are integers scaled by 10**decimals, so that a total always
equals the sum of its parts to the last digit; where int64 could overflow, Python's integers take over. The
rules stand in docs/algorithms/rollup.md with worked tables.

>>> city = Placements.always(Structure.build([1, 2, 3], [0, 1, 1]))
>>> year = Period.parse("2023")
>>> figures = Figures.of([(2, year, 1250), (3, year, None)])
>>> totals = roll_up(city, Rule(OverUnits.SUM, OverTime.SUM, decimals=1), figures, year)
>>> str(totals.decimal(0)), int(totals.answers[0]), int(totals.reported[0])
('125.0', 1, 2)
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from mandate.core.figures import Figures, FiguresError, counting, ends_with, firsts, in_time
from mandate.core.period import Period
from mandate.core.placements import Placements
from mandate.core.subtrees import Whole, safe
from mandate.core.totals import Entries, OverTime, OverUnits, Rule, Totals, sum_up
from mandate.core.tree import Ints, Structure

__all__ = [
    "Figures",
    "FiguresError",
    "OverTime",
    "OverUnits",
    "Placements",
    "Rule",
    "Structure",
    "Totals",
    "roll_up",
    "who_is_asked",
]


def roll_up(tree: Placements, rule: Rule, figures: Figures, period: Period, on: date | None = None) -> Totals:
    """Every unit's total for one indicator in a period; raises `FiguresError`.

    The figures are those of the period (`Figures.within`). `on` is the day that a state is told of (its last
    day, unless it is still running). Figures of units that the tree does not have are left out.
    """
    at, figures, left_out = _known(tree, figures)
    return _place(tree, rule, *counting(at, figures), period, on, left_out)


def who_is_asked(
    tree: Placements, rule: Rule, asked: Figures, period: Period, on: date | None = None
) -> Totals:
    """How many units were asked for an indicator, in ``reported``: placed as their figures would be."""
    at, asked, left_out = _known(tree, asked)
    return _place(tree, rule, *in_time(at, asked), period, on, left_out)


def _known(tree: Placements, figures: Figures) -> tuple[Ints, Figures, Ints]:
    """The units' places, the figures, and the ids of units that the tree does not have."""
    at = tree.indices(figures.unit)
    inside = at >= 0
    if inside.all():
        return at, figures, np.empty(0, np.int64)
    return at[inside], figures.take(inside), np.unique(figures.unit[~inside])


def _place(
    tree: Placements,
    rule: Rule,
    at: Ints,
    figures: Figures,
    period: Period,
    on: date | None,
    left_out: Ints,
) -> Totals:
    if rule.yes_no or rule.over_time is not OverTime.SUM:
        entries, aside = _as_it_stands(tree, rule, at, figures, period, on or period.last_day)
        return sum_up(tree, rule, entries, tree.ids[aside], left_out)
    if rule.over_units is OverUnits.SUM:
        entries = _each_on_its_day(tree, at, figures)
    else:
        entries = _whole_at_its_last_place(tree, rule, at, figures, period)
    return sum_up(tree, rule, entries, (), left_out)


def _each_on_its_day(tree: Placements, at: Ints, figures: Figures) -> Entries:
    """A sum over time and over units: each figure counts where its unit stood on the figure's day."""
    stand = tree.stands(tree.days(at, figures.start, figures.end))
    first = firsts(at, stand)
    value = np.where(figures.answered, safe(figures.value), 0)
    if not len(first):
        return Entries(at, stand, value, figures.answered)
    return Entries(
        at[first],
        stand[first],
        np.add.reduceat(value, first),
        np.logical_or.reduceat(figures.answered, first),
    )


def _whole_at_its_last_place(
    tree: Placements, rule: Rule, at: Ints, figures: Figures, period: Period
) -> Entries:
    """A sum over time that is not summed over units: the unit's whole value, at its last place."""
    units, value, answered = _over_time(rule, at, figures)
    return Entries(units, _last_stands(tree, units, period), value, answered)


def _as_it_stands(
    tree: Placements, rule: Rule, at: Ints, figures: Figures, period: Period, on: date
) -> tuple[Entries, Ints]:
    """A state: the units that are open on the day; of the others, those with a figure that ends with the
    period, at their last place; and the places of those that are set aside."""
    units, value, answered = _over_time(rule, at, figures)
    now = tree.stand_on(on)
    is_open = now.position[units] >= 0
    counts = is_open
    if not is_open.all():
        at_the_end = ends_with(figures.start, figures.end, period)
        counts = is_open | np.logical_or.reduceat(at_the_end, firsts(at))
    today = tree.stands(np.array([on.toordinal()]))[0]
    stand = np.where(is_open, today, _last_stands(tree, units, period))
    return Entries(units, stand, value, answered).take(counts), units[~counts]


def _last_stands(tree: Placements, units: Ints, period: Period) -> Ints:
    """The stands in which the units had their last place in a period."""
    start, end = period.start.toordinal(), period.end.toordinal()
    return tree.stands(tree.days(units, np.full(len(units), start), np.full(len(units), end)))


# --- over time ----------------------------------------------------------------------------------------------


def _over_time(rule: Rule, at: Ints, figures: Figures) -> tuple[Ints, Whole, NDArray[np.bool_]]:
    """The units that reported, rising, each with its value and whether it has one."""
    reported = at[firsts(at)]
    at, value = at[figures.answered], figures.value[figures.answered]
    if rule.yes_no:
        value = (value != 0).astype(np.int64)
    first = firsts(at)
    with_value = at[first]
    result = _reduce_each(rule, safe(value), first)
    answered = np.isin(reported, with_value, assume_unique=True)
    padded = np.zeros(len(reported), result.dtype)
    padded[answered] = result
    return reported, padded, answered


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
