"""Totals of units for periods, each with its coverage: the one way from figures to any number on a screen,
in a document, in a scoreboard or on the command line."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

import numpy as np

from mandate.apps.indicators.choices import Denominator, Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import all_indicators
from mandate.apps.reporting.figures import (
    Expectation,
    FigureRows,
    expectations,
    figure_rows,
)
from mandate.apps.reporting.lastknown import asked_forward, below_the_line, brought_forward
from mandate.apps.reporting.total import NOTHING, Given, Total, exact_decimal, total_of
from mandate.apps.units.structure import placements
from mandate.core.doubles import beside_below
from mandate.core.figures import Figures, belongs, counting
from mandate.core.formula import Formula, parse
from mandate.core.number import round_half_away
from mandate.core.period import FIRST_YEAR, Period
from mandate.core.placements import Placements
from mandate.core.rollup import roll_up, who_is_asked
from mandate.core.totals import Entries, OverTime, OverUnits, Rule, Totals, count_each_once, count_in_all
from mandate.core.tree import Ints, Structure

# Weeks may begin before the period to which they belong, and end after it.
_WEEKS_OVER_THE_EDGE = timedelta(days=13)
_LONG_AGO = date(FIRST_YEAR, 1, 1)


class Ledger:
    """The figures of a subtree over a span of years, from which any total in it is told without a query.

    ``today`` is the day on which a running period stands. ``view`` is the structure of one day, where the
    totals are asked for on it; otherwise every figure counts where its unit stood on the figure's day.
    """

    def __init__(
        self,
        tree: Placements,
        indicators: Sequence[Indicator],
        rows: FigureRows,
        expected: Sequence[Expectation],
        today: date,
        view: Structure | None = None,
    ) -> None:
        self.tree = tree if view is None else Placements.always(view)
        self.indicators = {indicator.code: indicator for indicator in indicators}
        self._dated = tree
        self._view = view
        self._today = today
        self._rows = rows
        self._expected = expected
        self._rolled: dict[tuple[str, str], Totals] = {}
        self._asked: dict[tuple[str, str], Totals] = {}
        self._joint: dict[tuple[str, str], tuple[Ints, Ints, Ints]] = {}
        self._by_indicator = _split(rows.indicator)
        # Of a ledger that tells ratios with the last known denominators: what makes a numerator a year's.
        self._yearly: Fraction | None = None
        self._forward: dict[tuple[str, str], Ledger] = {}

    def total(self, unit_id: int, code: str, period: Period) -> Total:
        """The total of an indicator for a unit; nothing for one that never stood in the tree. Raises KeyError
        for an unknown code."""
        indicator = self.indicators[code]
        if indicator.kind == Kind.RATIO:
            return self._teller(indicator, period)._ratio(indicator, unit_id, period)
        return total_of(indicator, self._roll(indicator, period), self._ask(indicator, period), unit_id)

    def totals(self, unit_id: int, codes: Iterable[str], period: Period) -> dict[str, Total]:
        """Several indicators of one unit."""
        return {code: self.total(unit_id, code, period) for code in codes}

    def given(self, unit_id: int, code: str, period: Period) -> Given:
        """What a unit's total is made of: its own, and what each unit directly below gave to it."""
        indicator = self.indicators[code]
        if indicator.kind == Kind.RATIO:
            found = self._teller(indicator, period)._ratios_given(indicator, unit_id, period)
        else:
            rolled = self._roll(indicator, period).given(unit_id)
            asked = self._ask(indicator, period).given(unit_id)
            ids = np.union1d(rolled.ids, asked.ids).tolist()
            found = {one: total_of(indicator, rolled, asked, one) for one in ids}
        return Given(found.pop(unit_id, None), found)

    def aside(self, unit_id: int, code: str, period: Period) -> list[int]:
        """The units below (or the unit itself) whose figures are not added, for they closed before the day
        that the total describes."""
        indicator = self.indicators[code]
        if indicator.kind == Kind.RATIO:
            names = self._formulas[code].names & self.indicators.keys()
            return sorted({one for name in names for one in self.aside(unit_id, name, period)})
        aside = self._roll(indicator, period).aside
        return [one for one in aside.tolist() if unit_id in self._last_line(one, period)]

    def left_out(self, unit_id: int, period: Period) -> tuple[list[int], int]:
        """On the structure of one day: the units whose figures would count in the unit's totals where they
        stood then, and do not on this structure; and how many figures these are."""
        if self._view is None:
            return [], 0
        rows = self._rows
        chosen = belongs(rows.start, rows.end, period)
        unit, start, end = rows.unit[chosen], rows.start[chosen], rows.end[chosen]
        here = np.isin(unit, self._view.subtree(unit_id) if unit_id in self._view else [unit_id])
        unit, start, end = unit[~here], start[~here], end[~here]
        below = self._dated.are_below(unit_id, self._dated.indices(unit), start, end)
        return np.unique(unit[below]).tolist(), int(below.sum())

    def doubles(self, unit_id: int, code: str, period: Period) -> list[int]:
        """The units of those figures in a unit's total beside which units below have one, an entry a figure:
        in the order of the tree of the period's day. A ratio has no figures of its own."""
        indicator = self.indicators[code]
        if indicator.kind == Kind.RATIO:
            return []
        figures = self._figures(indicator, period)
        at = self.tree.indices(figures.unit)
        valued = figures.answered & (at >= 0)
        at, figures = counting(at[valued], figures.take(valued))
        below = beside_below(self.tree, np.zeros_like(at), at, figures.start, figures.end)
        double = (below >= 0) & self.tree.are_below(unit_id, at, figures.start, figures.end)
        found = at[double]
        order = np.argsort(self.tree.stand_on(self._on(period)).position[found], kind="stable")
        ids: list[int] = self.tree.ids[found[order]].tolist()
        return ids

    def _last_line(self, unit_id: int, period: Period) -> list[int]:
        """The unit and all above it, at its last place in a period."""
        at = self.tree.indices([unit_id])
        start, end = (np.array([day.toordinal()]) for day in (period.start, period.end))
        stand = self.tree.stand(int(self.tree.stands(self.tree.days(at, start, end))[0]))
        return [unit_id, *stand.structure.ancestors(unit_id).tolist()]

    def _roll(self, indicator: Indicator, period: Period) -> Totals:
        key = (indicator.code, period.code)
        if key not in self._rolled:
            self._rolled[key] = roll_up(
                self.tree, _rule(indicator), self._figures(indicator, period), period, self._on(period)
            )
        return self._rolled[key]

    def _ask(self, indicator: Indicator, period: Period) -> Totals:
        key = (indicator.code, period.code)
        if key not in self._asked:
            asked = self._asked_of(indicator, period)
            self._asked[key] = who_is_asked(self.tree, _rule(indicator), asked, period, self._on(period))
        return self._asked[key]

    def _on(self, period: Period) -> date:
        return period.told_on(self._today)

    def _figures(self, indicator: Indicator, period: Period) -> Figures:
        rows = self._rows
        chosen = self._by_indicator.get(indicator.pk, np.empty(0, dtype=np.int64))
        chosen = chosen[belongs(rows.start[chosen], rows.end[chosen], period)]
        return Figures(
            unit=rows.unit[chosen],
            start=rows.start[chosen],
            end=rows.end[chosen],
            value=rows.value[chosen],
            answered=rows.answered[chosen],
        )

    def _asked_of(self, indicator: Indicator, period: Period) -> Figures:
        owing = [item for item in self._expected if indicator.pk in item.indicators]
        start = np.array([item.start for item in owing], np.int32)
        end = np.array([item.end for item in owing], np.int32)
        inside = belongs(start, end, period)
        owing = [item for item, one in zip(owing, inside, strict=True) if one]
        counts = [len(item.units) for item in owing]
        units = np.concatenate([np.empty(0, np.int64), *(item.units for item in owing)])
        return Figures.asked(units, np.repeat(start[inside], counts), np.repeat(end[inside], counts))

    def _teller(self, indicator: Indicator, period: Period) -> "Ledger":
        """The ledger that tells a ratio: itself, or where the denominator is the last known, one in
        which that stands as a figure of the period."""
        if indicator.denominator == Denominator.SAME or self._yearly is not None:
            return self
        key = (indicator.code, period.code)
        if key not in self._forward:
            ids = below_the_line([indicator, *(one for one in self.indicators.values() if not one.formula)])
            ledger = Ledger(
                self._dated,
                list(self.indicators.values()),
                brought_forward(self._rows, ids, self.tree, period),
                asked_forward(self._expected, ids, self.tree, period),
                self._today,
                self._view,
            )
            ledger._yearly = 12 / period.months
            self._forward[key] = ledger
        return self._forward[key]

    # --- ratios -----------------------------------------------------------------------------------------

    @cached_property
    def _formulas(self) -> dict[str, Formula]:
        return {code: parse(item.formula) for code, item in self.indicators.items() if item.formula}

    def _ratio(self, indicator: Indicator, unit_id: int, period: Period) -> Total:
        names = sorted(self._formulas[indicator.code].names)
        parts = {name: self.total(unit_id, name, period) for name in names}
        at = int(self.tree.indices([unit_id])[0])
        if at < 0:
            return replace(NOTHING, is_share=True)
        reported, answers, expected = self._all_parts(indicator, period)
        rest_on = [self._answers(name, period)[at] for name in names]
        return self._share(
            indicator,
            parts,
            reported=int(reported[at]),
            expected=int(expected[at]),
            mixed=any(one != answers[at] for one in rest_on),
        )

    def _share(
        self, indicator: Indicator, parts: dict[str, Total], reported: int, expected: int, mixed: bool
    ) -> Total:
        """The ratio of totals."""
        formula = self._formulas[indicator.code]
        values = {name: part.exact for name, part in parts.items()}
        exact = formula.evaluate(values)
        fraction = formula.fraction_parts(values)
        if indicator.denominator == Denominator.ANNUALISED and self._yearly is not None:
            exact = None if exact is None else exact * self._yearly
            fraction = None if fraction is None else (fraction[0] * self._yearly, fraction[1])
        return Total(
            value=None if exact is None else round_half_away(exact, indicator.decimals),
            exact=exact,
            numerator=None if fraction is None else exact_decimal(fraction[0]),
            denominator=None if fraction is None else exact_decimal(fraction[1]),
            reported=reported,
            expected=expected,
            is_share=True,
            mixed=mixed and exact is not None,
        )

    def _all_parts(self, indicator: Indicator, period: Period) -> tuple[Ints, Ints, Ints]:
        """For each unit of the tree, how many units reported all parts of a ratio, gave a value for all, and
        were asked for any."""
        key = (indicator.code, period.code)
        if key not in self._joint:
            leaves = self._leaves(indicator)
            rolled = [self._roll(one, period).entries for one in leaves]
            asked = [self._ask(one, period).entries for one in leaves]
            self._joint[key] = (
                count_in_all(self.tree, rolled),
                count_in_all(self.tree, [part.take(part.answered) for part in rolled]),
                count_each_once(self.tree, Entries.joined(asked)),
            )
        return self._joint[key]

    def _answers(self, code: str, period: Period) -> Ints:
        """For each unit of the tree, how many units gave a value for an indicator, a ratio too."""
        indicator = self.indicators[code]
        if indicator.kind == Kind.RATIO:
            return self._all_parts(indicator, period)[1]
        return self._roll(indicator, period).answers

    def _leaves(self, indicator: Indicator) -> list[Indicator]:
        """The reported indicators that a ratio rests on, through ratios that it names."""
        if indicator.kind != Kind.RATIO:
            return [indicator]
        names = sorted(self._formulas[indicator.code].names)
        leaves = [leaf for name in names for leaf in self._leaves(self.indicators[name])]
        return list({leaf.code: leaf for leaf in leaves}.values())

    def _ratios_given(self, indicator: Indicator, unit_id: int, period: Period) -> dict[int, Total]:
        """The ratio of what each unit directly below gave, and of the unit's own."""
        names = sorted(self._formulas[indicator.code].names)
        parts = {name: self.given(unit_id, name, period) for name in names}
        leaves = self._leaves(indicator)
        rolled = [self._roll(one, period) for one in leaves]
        reported = _pairs_in_all([one.givers(unit_id) for one in rolled])
        answered = _pairs_in_all([one.givers(unit_id, answered=True) for one in rolled])
        each = [one.given(unit_id) for one in rolled]
        asked = np.unique(
            np.concatenate([self._ask(one, period).givers(unit_id) for one in leaves], axis=1), axis=1
        )
        found = {}
        for giver in np.unique(np.concatenate([asked[0], *(one.ids for one in each)])).tolist():
            mine = {
                name: part.own if giver == unit_id else part.parts.get(giver) for name, part in parts.items()
            }
            both = int((answered[0] == giver).sum())
            found[giver] = self._share(
                indicator,
                {name: part or NOTHING for name, part in mine.items()},
                reported=int((reported[0] == giver).sum()),
                expected=int((asked[0] == giver).sum()),
                mixed=any(_answers_at(one, giver) != both for one in each),
            )
        return found


def open_ledger(
    indicators: Collection[Indicator],
    starts: date,
    ends: date,
    *,
    today: date,
    unit_id: int | None = None,
    known_at: datetime | None = None,
    view: Structure | None = None,
) -> Ledger:
    """Read what is needed for these indicators (and those their formulas name) below a unit: four queries,
    however many units, indicators and periods there are. ``unit_id`` None reads the whole tree; ``known_at``
    None is what is known now, otherwise what was known at that moment: figures, tree and expectations."""
    tree = placements(known_at)
    wanted = with_operands(indicators)
    ids = [indicator.pk for indicator in wanted if indicator.kind != Kind.RATIO]
    below = None if unit_id is None else tree.ever_below(unit_id)
    units = None if below is None or len(below) == len(tree.ids) else below.tolist()
    starts, ends = starts - _WEEKS_OVER_THE_EDGE, ends + _WEEKS_OVER_THE_EDGE
    rows = figure_rows(ids, starts, ends, units, known_at)
    asked = expectations(ids, starts, ends, units, known_at)
    last_known = below_the_line(wanted)
    if last_known:  # they may have been told long before
        rows = rows.take(np.flatnonzero(~np.isin(rows.indicator, last_known)))
        rows = rows.joined(figure_rows(last_known, _LONG_AGO, ends, units, known_at))
        before = expectations(last_known, _LONG_AGO, ends, units, known_at)
        asked += [item for item in before if item.start < starts.toordinal()]
    return Ledger(tree, wanted, rows, asked, today, view)


def with_operands(indicators: Collection[Indicator]) -> list[Indicator]:
    """The indicators and, transitively, those that their formulas name: one query if there is a ratio."""
    known = {indicator.code: indicator for indicator in indicators}
    if not any(indicator.formula for indicator in indicators):
        return list(known.values())
    everything = {indicator.code: indicator for indicator in all_indicators()}
    waiting = list(known.values())
    while waiting:
        formula = waiting.pop().formula
        for name in sorted(parse(formula).names) if formula else ():
            if name not in known and name in everything:
                known[name] = everything[name]
                waiting.append(everything[name])
    return list(known.values())


def _rule(indicator: Indicator) -> Rule:
    return Rule(
        over_units=OverUnits(indicator.over_units),
        over_time=OverTime(indicator.over_time),
        decimals=indicator.decimals,
        yes_no=indicator.kind == Kind.YES_NO,
    )


def _split(keys: np.ndarray) -> dict[int, np.ndarray]:
    """Positions of each key, in one sort."""
    order = np.argsort(keys, kind="stable")
    ids, firsts = np.unique(keys[order], return_index=True)
    parts = np.split(order, firsts[1:])
    return {int(key): part for key, part in zip(ids, parts, strict=False)}


def _answers_at(totals: Totals, unit_id: int) -> int:
    at = totals.index(unit_id)
    return int(totals.answers[at]) if at >= 0 else 0


def _pairs_in_all(parts: Sequence[np.ndarray]) -> np.ndarray:
    """The columns (giver, unit) that all the parts have."""
    common = set.intersection(*(set(zip(*part.tolist(), strict=True)) for part in parts))
    return np.array(sorted(common), np.int64).reshape(-1, 2).T
