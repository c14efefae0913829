"""Totals of units for periods, each with its coverage: the one way from figures to any number on a screen,
in a document, in a scoreboard or on the command line."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from mandate.apps.indicators.models import Indicator, Kind
from mandate.apps.reporting.figures import (
    STORED_SCALE,
    Expectation,
    FigureRows,
    expectations,
    figure_rows,
)
from mandate.core.formula import Formula, parse
from mandate.core.number import round_half_away
from mandate.core.period import Period
from mandate.core.rollup import Figures, OverTime, OverUnits, Rule, Totals, count_units, roll_up
from mandate.core.tree import Structure

PERCENT_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Total:
    """One unit's total of one indicator in one period.

    ``value`` is the published one, rounded half away from zero to the indicator's decimals (None: no data);
    ``exact`` the same unrounded. A ratio and a yes/no indicator (``is_share``) have ``numerator`` and
    ``denominator``, unless the formula is not of the form A / B. Of ``expected`` units, ``reported`` have
    answered.
    """

    value: Decimal | None
    exact: Fraction | None
    numerator: Decimal | None
    denominator: Decimal | None
    reported: int
    expected: int
    is_share: bool = False

    @property
    def percent(self) -> Decimal | None:
        """The share of yes among the answers of a yes/no indicator, or None."""
        if self.numerator is None or not self.denominator:
            return None
        share = Fraction(self.numerator) * 100 / Fraction(self.denominator)
        return round_half_away(share, PERCENT_DECIMALS)

    @property
    def complete(self) -> bool:
        """Everybody expected has answered."""
        return self.reported >= self.expected


class Book:
    """The figures of a subtree over a span of years, from which any total in it is told without a query.

    ``known_at`` None is what counts now; otherwise what counted at that moment.
    """

    def __init__(
        self,
        structure: Structure,
        indicators: Sequence[Indicator],
        rows: FigureRows,
        expected: Sequence[Expectation],
    ) -> None:
        self.structure = structure
        self.indicators = {indicator.code: indicator for indicator in indicators}
        self._rows = rows
        self._expected = expected
        self._rolled: dict[tuple[str, str], Totals] = {}
        self._counts: dict[tuple[str, str], np.ndarray] = {}
        self._by_indicator = _split(rows.indicator)

    def total(self, unit_id: int, code: str, period: Period) -> Total:
        """The total of an indicator for a unit of the structure. Raises KeyError for an unknown code."""
        indicator = self.indicators[code]
        position = self.structure.index(unit_id)
        if indicator.kind == Kind.RATIO:
            return self._ratio(indicator, position, period)
        totals = self._roll(indicator, period)
        yes_no = indicator.kind == Kind.YES_NO
        return Total(
            value=totals.decimal(position),
            exact=totals.value(position),
            numerator=_decimal(totals.numerator(position)) if yes_no else None,
            denominator=_decimal(totals.denominator(position)) if yes_no else None,
            reported=int(totals.reported[position]),
            expected=int(self._expected_units(indicator, period)[position]),
            is_share=yes_no,
        )

    def totals(self, unit_id: int, codes: Iterable[str], period: Period) -> dict[str, Total]:
        """Several indicators of one unit."""
        return {code: self.total(unit_id, code, period) for code in codes}

    def _roll(self, indicator: Indicator, period: Period) -> Totals:
        key = (indicator.code, period.code)
        if key not in self._rolled:
            self._rolled[key] = roll_up(self.structure, _rule(indicator), self._figures(indicator, period))
        return self._rolled[key]

    def _figures(self, indicator: Indicator, period: Period) -> Figures:
        rows = self._rows
        chosen = self._by_indicator.get(indicator.pk, np.empty(0, dtype=np.int64))
        start, end = period.start.toordinal(), period.end.toordinal()
        chosen = chosen[(rows.start[chosen] >= start) & (rows.end[chosen] <= end)]
        scale = STORED_SCALE // 10**indicator.decimals
        return Figures(
            unit=rows.unit[chosen],
            start=rows.start[chosen],
            end=rows.end[chosen],
            value=rows.value[chosen] // scale,
            answered=rows.answered[chosen],
        )

    def _expected_units(self, indicator: Indicator, period: Period) -> np.ndarray:
        key = (indicator.code, period.code)
        if key not in self._counts:
            start, end = period.start.toordinal(), period.end.toordinal()
            owing = [
                item.units
                for item in self._expected
                if indicator.pk in item.indicators and item.start >= start and item.end <= end
            ]
            units = np.unique(np.concatenate(owing)) if owing else np.empty(0, dtype=np.int64)
            self._counts[key] = count_units(self.structure, units)
        return self._counts[key]

    @cached_property
    def _formulas(self) -> dict[str, Formula]:
        return {code: parse(item.formula) for code, item in self.indicators.items() if item.formula}

    def _ratio(self, indicator: Indicator, position: int, period: Period) -> Total:
        unit_id = int(self.structure.ids[position])
        formula = self._formulas[indicator.code]
        parts = {name: self.total(unit_id, name, period) for name in sorted(formula.names)}
        values = {name: part.exact for name, part in parts.items()}
        exact = formula.evaluate(values)
        fraction = formula.fraction_parts(values)
        worst = min(parts.values(), key=_share_reported, default=None)
        return Total(
            value=None if exact is None else round_half_away(exact, indicator.decimals),
            exact=exact,
            numerator=None if fraction is None else _decimal(fraction[0]),
            denominator=None if fraction is None else _decimal(fraction[1]),
            reported=worst.reported if worst else 0,
            expected=worst.expected if worst else 0,
            is_share=True,
        )


def open_book(
    structure: Structure,
    indicators: Collection[Indicator],
    starts: date,
    ends: date,
    *,
    unit_id: int | None = None,
    known_at: datetime | None = None,
) -> Book:
    """Read what is needed for these indicators (and those their formulas name) below a unit: four queries,
    however many units, indicators and periods there are. ``unit_id`` None reads the whole tree."""
    wanted = with_operands(indicators)
    ids = [indicator.pk for indicator in wanted if indicator.kind != Kind.RATIO]
    roots = structure.ids[structure.parent < 0]
    whole = unit_id is None or (len(roots) == 1 and int(roots[0]) == unit_id)
    units = None if whole or unit_id is None else structure.subtree(unit_id).tolist()
    rows = figure_rows(ids, starts, ends, units, known_at)
    return Book(structure, wanted, rows, expectations(ids, starts, ends, units, known_at))


def with_operands(indicators: Collection[Indicator]) -> list[Indicator]:
    """The indicators and, transitively, those that their formulas name: one query if there is a ratio."""
    known = {indicator.code: indicator for indicator in indicators}
    if not any(indicator.formula for indicator in indicators):
        return list(known.values())
    everything = {indicator.code: indicator for indicator in Indicator.objects.all()}
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


def _share_reported(total: Total) -> Fraction:
    return Fraction(total.reported, total.expected) if total.expected else Fraction(1)


def _decimal(value: Fraction | int | None) -> Decimal | None:
    """A numerator or denominator as a decimal: exact where it has an end within twelve digits."""
    if value is None:
        return None
    # Through text, for a product of figures has more digits than Python's decimals calculate with.
    return Decimal(f"{round_half_away(Fraction(value), 12):f}".rstrip("0").rstrip("."))
