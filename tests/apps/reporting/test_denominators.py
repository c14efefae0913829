"""Ratios whose denominator is reported less often than their numerator."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.support.organisation import console, tree
from tests.support.reporting import indicators

from mandate.apps.indicators.choices import Denominator
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.tables.importing import ImportIndicators, IndicatorRow, import_indicators
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.units.models import Unit
from mandate.apps.units.services import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    close_unit,
    create_unit,
    move_unit,
)
from mandate.core.period import Period
from mandate.core.problem import Problems
from mandate.platform.parts import table_named

pytestmark = pytest.mark.django_db
#: Births by the month, people by the year; B1 tells its people for 2021 only.
FIGURES = [
    ("A1", "area", "2022", "1000"),
    ("A1", "area", "2021", "800"),
    ("B1", "area", "2021", "500"),
    ("A1", "families", "2023-01", "2"),
    ("A1", "families", "2023-02", "3"),
    ("A1", "families", "2022-12", "1"),
]
ROW = IndicatorRow(2, "rate", "Births per 1000", "‰", "1", "ratio", formula="1000 * families / area")


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    made = tree()
    indicators()
    import_figures(console(), ImportFigures([FigureRow(n, *row) for n, row in enumerate(FIGURES, start=2)]))
    return made


def rate(units: dict[str, Unit], denominator: str, unit: str, code: str) -> tuple[Decimal | None, ...]:
    import_indicators(console(), ImportIndicators([replace(ROW, denominator=denominator)]))
    indicator, period = Indicator.objects.get(code="rate"), Period.parse(code)
    ledger = open_ledger([indicator], period.start, period.end, today=date(2024, 1, 5), unit_id=units["C"].pk)
    total = ledger.total(units[unit].pk, "rate", period)
    return total.value, total.numerator, total.denominator


def test_of_the_same_period_there_is_no_denominator_in_a_month(units: dict[str, Unit]) -> None:
    assert rate(units, "same", "A1", "2023-01")[0] is None


def test_the_last_known_is_that_of_the_latest_period_ended_by_then(units: dict[str, Unit]) -> None:
    assert rate(units, "last_known", "A1", "2023-01") == (Decimal("2.0"), 2, 1000)
    assert rate(units, "last_known", "A1", "2022-12") == (Decimal("1.0"), 1, 1000)
    assert rate(units, "last_known", "A1", "2023Q1") == (Decimal("5.0"), 5, 1000)
    assert rate(units, "last_known", "B1", "2023-01")[0] is None


def test_annualised_brings_the_numerator_up_to_a_year(units: dict[str, Unit]) -> None:
    assert rate(units, "annualised", "A1", "2023-01") == (Decimal("24.0"), 24, 1000)
    assert rate(units, "annualised", "A1", "2023Q1") == (Decimal("20.0"), 20, 1000)
    assert rate(units, "annualised", "A1", "2022") == (Decimal("1.0"), 1, 1000)


def test_it_counts_where_the_unit_stands_in_the_asked_period(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2023, 1, 1)))
    close_unit(console(), CloseUnit(units["B1"].pk, date(2022, 7, 1)))
    assert rate(units, "last_known", "B", "2023-01") == (Decimal("2.0"), 2, 1000)
    assert rate(units, "last_known", "A", "2023-01")[0] is None
    assert rate(units, "last_known", "A", "2022-12") == (Decimal("1.0"), 1, 1000)
    assert rate(units, "last_known", "C", "2023-02") == (Decimal("3.0"), 3, 1000)


def test_the_parts_are_told_by_the_same_rule_and_coverage_counts_units(units: dict[str, Unit]) -> None:
    rate(units, "last_known", "C", "2023-01")
    period = Period.parse("2023-01")
    ledger = open_ledger(
        [Indicator.objects.get(code="rate")], period.start, period.end, today=date(2024, 1, 5)
    )
    total, given = ledger.total(units["C"].pk, "rate", period), ledger.given(units["C"].pk, "rate", period)
    assert (total.reported, total.denominator, total.mixed) == (1, 1500, True)
    assert given.parts[units["A"].pk].value == Decimal("2.0")
    assert given.parts[units["B"].pk].value is None


def test_it_is_declared_in_tables_and_kept_where_a_table_does_not_say(units: dict[str, Unit]) -> None:
    import_indicators(console(), ImportIndicators([replace(ROW, denominator="last_known")]))
    assert import_indicators(console(), ImportIndicators([ROW])).unchanged == ("rate",)
    table = table_named("indicators").rows(console(), Period.parse("2023"))
    told = {row[0]: dict(zip(table.heading, map(str, row), strict=True)) for row in table.rows}
    assert told["rate"]["denominator"] == "last_known" and told["area"]["denominator"] == ""
    assert import_indicators(console(), ImportIndicators([replace(ROW, denominator="")])).unchanged == (
        "rate",
    )
    import_indicators(console(), ImportIndicators([replace(ROW, denominator="same")]))
    assert Indicator.objects.get(code="rate").denominator == Denominator.SAME
    with pytest.raises(Problems):
        import_indicators(console(), ImportIndicators([replace(ROW, denominator="sometimes")]))


def test_a_unit_that_was_open_only_within_the_period_stands_in_it(units: dict[str, Unit]) -> None:
    born = CreateUnit("A3", "street", {"en": "A3"}, units["A"].pk, date(2023, 2, 1))
    units["A3"] = create_unit(console(), born)
    close_unit(console(), CloseUnit(units["A3"].pk, date(2023, 12, 1)))
    rows = [FigureRow(2, "A3", "area", "2023-02", "500"), FigureRow(3, "A3", "families", "2023-03", "1")]
    import_figures(console(), ImportFigures(rows, expect_late=True))
    assert rate(units, "last_known", "A3", "2023") == (Decimal("2.0"), 1, 500)
    assert rate(units, "last_known", "A", "2023") == (Decimal("4.0"), 6, 1500)
    assert rate(units, "last_known", "A3", "2023-12")[0] is None
