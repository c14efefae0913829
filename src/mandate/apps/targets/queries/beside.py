"""Some units directly below, chosen by hand, beside each other over the periods; or a unit beside those of
sister organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, cell, name_of
from mandate.apps.targets.queries.unit_period import UnitBelow, UnitInPeriod, children_of
from mandate.core.period import Period
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.ui.charts import Bar

MOST = 6


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A unit and its totals, the oldest period first."""

    unit: UnitBelow
    cells: tuple[Cell, ...]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The totals as numbers, for a sparkline."""
        return tuple(cell.value for cell in self.cells)

    @property
    def under_way(self) -> int:
        """How many of the last periods have not ended."""
        return sum(cell.under_way for cell in self.cells)

    @property
    def told(self) -> str:
        """The course in words."""
        return "; ".join(_told(cell) for cell in self.cells)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The course as bars."""
        return tuple(
            Bar(_name(cell), cell.value, cell.shown, told=f"{self.unit.name}, {_told(cell)}")
            for cell in self.cells
        )


def _name(cell: Cell) -> str:
    return period_name(cell.period, current()) if cell.period else ""


def _told(cell: Cell) -> str:
    return f"{_name(cell)}: {cell.shown}" + (f" ({cell.coverage})" if cell.coverage else "")


@dataclass(frozen=True, slots=True)
class BesideIndicator:
    """One indicator of all chosen units."""

    indicator: IndicatorChoice
    measure: str
    rows: tuple[BesideRow, ...]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """Every total, for a scale that all share."""
        return tuple(value for row in self.rows for value in row.values)


@dataclass(frozen=True, slots=True)
class Beside:
    """The chosen ``units`` by name; ``left_out`` are those beyond what fits. ``only`` is the code of the one
    indicator, empty: all of which these units have figures."""

    units: tuple[UnitBelow, ...]
    left_out: int
    periods: tuple[Period, ...]
    indicators: tuple[BesideIndicator, ...]
    only: str


def beside(unit_period: UnitInPeriod, codes: Sequence[str], only: str) -> Beside:
    """The units of these codes, as far as they lie directly below."""
    wanted = set(codes)
    chosen = [unit for unit in children_of(unit_period) if unit.code in wanted]
    read = [(unit, unit_period) for unit in chosen[:MOST]]
    every = [_indicator(one, read) for one in unit_period.indicators] if read else []
    found = [one for one in every if any(value is not None for value in one.values)]
    return _since_first(unit_period, read, found, only, left_out=len(chosen) - len(read))


def beside_sisters(own: UnitInPeriod, sisters: Sequence[tuple[str, UnitInPeriod]], only: str) -> Beside:
    """A unit and those of sister organisations, by their names, each with its own tree below it: what both
    sides report, the unit itself first."""
    shown = [(own.unit.name, own), *sisters[: MOST - 1]]
    read = [(UnitBelow(one.unit.id, one.unit.code, name), one) for name, one in shown]
    every = [_indicator(one, read) for one in own.indicators]
    found = [one for one in every if _has(one.rows[0]) and any(map(_has, one.rows[1:]))]
    return _since_first(own, read, found, only, left_out=len(sisters) + 1 - len(read))


def _has(row: BesideRow) -> bool:
    return any(value is not None for value in row.values)


def _since_first(
    unit_period: UnitInPeriod,
    read: Sequence[tuple[UnitBelow, UnitInPeriod]],
    found: Sequence[BesideIndicator],
    only: str,
    *,
    left_out: int,
) -> Beside:
    """From the first period on in which there is a figure."""
    first = next(
        (
            place
            for place in range(len(unit_period.periods))
            if any(row.values[place] is not None for one in found for row in one.rows)
        ),
        len(unit_period.periods) - 1,
    )
    return Beside(
        units=tuple(unit for unit, _period in read),
        left_out=left_out,
        periods=unit_period.periods[first:],
        indicators=tuple(_since(one, first) for one in found),
        only=only,
    )


def _indicator(indicator: Indicator, read: Sequence[tuple[UnitBelow, UnitInPeriod]]) -> BesideIndicator:
    rows = tuple(
        BesideRow(unit, tuple(cell(told, unit.id, indicator, one) for one in told.periods))
        for unit, told in read
    )
    return BesideIndicator(
        IndicatorChoice(indicator.code, name_of(indicator)), words.measure(indicator), rows
    )


def _since(one: BesideIndicator, first: int) -> BesideIndicator:
    rows = tuple(BesideRow(row.unit, row.cells[first:]) for row in one.rows)
    return BesideIndicator(one.indicator, one.measure, rows)
