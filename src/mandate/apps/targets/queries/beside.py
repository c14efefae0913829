"""Some units directly below, chosen by hand, beside each other over the periods."""

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
    chosen = [unit for unit in children_of(unit_period.children) if unit.code in wanted]
    units = tuple(chosen[:MOST])
    every = [_indicator(unit_period, one, units) for one in unit_period.indicators] if units else []
    found = [one for one in every if any(value is not None for value in one.values)]
    first = next(
        (
            place
            for place in range(len(unit_period.periods))
            if any(row.values[place] is not None for one in found for row in one.rows)
        ),
        len(unit_period.periods) - 1,
    )
    return Beside(
        units=units,
        left_out=len(chosen) - len(units),
        periods=unit_period.periods[first:],
        indicators=tuple(_since(one, first) for one in found),
        only=only,
    )


def _indicator(
    unit_period: UnitInPeriod, indicator: Indicator, units: Sequence[UnitBelow]
) -> BesideIndicator:
    rows = tuple(
        BesideRow(unit, tuple(cell(unit_period, unit.id, indicator, one) for one in unit_period.periods))
        for unit in units
    )
    return BesideIndicator(
        IndicatorChoice(indicator.code, name_of(indicator)), words.measure(indicator), rows
    )


def _since(one: BesideIndicator, first: int) -> BesideIndicator:
    rows = tuple(BesideRow(row.unit, row.cells[first:]) for row in one.rows)
    return BesideIndicator(one.indicator, one.measure, rows)
