"""Which year the pages are about until somebody chooses: the one that is asked for now."""

from datetime import date

import pytest
from tests.support.organisation import console
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.queries.defaults import usual_year
from mandate.apps.reporting.services import (
    AcceptReports,
    ExcuseUnits,
    OpenPeriod,
    SubmitReport,
    accept_reports,
    excuse_units,
    open_period,
    submit_report,
)

pytestmark = pytest.mark.django_db


def year_on(year: int, month: int, day: int = 15) -> str | None:
    """The year; in brackets where nothing is open."""
    found = usual_year(date(year, month, day))
    return (found.period.code if found.open else f"({found.period.code})") if found else None


def begin(city: World, period: str, *, accepted: bool = False) -> FormPeriod:
    """Open a year, and have the report of A1 accepted in it."""
    opened = open_period(console(), OpenPeriod(city.form.pk, period))
    if accepted:
        report = city.report("A1", opened)
        city.save(report, families=5)
        submit_report(city.reporter, SubmitReport(report.pk))
        accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    return opened


def test_nothing_is_expected_anywhere() -> None:
    assert usual_year(date(2024, 1, 5)) is None


def test_the_year_that_goes_on_once_the_last_one_has_come_in() -> None:
    city = world("2023")
    assert year_on(2023, 12) == year_on(2024, 1) == year_on(2024, 12, 31) == "2023", "nothing else is open"
    begin(city, "2024", accepted=True)
    assert year_on(2024, 1, 2) == year_on(2024, 3, 15) == "2023", "its reports come in"
    assert year_on(2024, 4) == year_on(2024, 12, 31) == year_on(2025, 1, 1) == "2024"
    assert year_on(2026, 6) == "2024", "until another is asked for"


def test_what_is_closed_is_not_asked_for_any_more() -> None:
    city = world("2023")
    begin(city, "2024")
    FormPeriod.objects.filter(period="2023").update(closed_at="2024-01-20T00:00Z")
    assert year_on(2024, 2) == "2024"
    FormPeriod.objects.update(closed_at="2024-12-20T00:00Z")
    assert year_on(2024, 12, 31) == "(2023)", "nothing is open: the latest that is over"


def test_the_one_to_come_where_none_has_begun() -> None:
    city = world("2024")
    begin(city, "2025")
    assert year_on(2024, 3) == "2024"
    assert year_on(2023, 12) == "(2024)"


def test_a_year_of_which_all_are_excused_is_not_asked_for() -> None:
    city = world("2022")
    later = begin(city, "2023")
    excuse_units(console(), ExcuseUnits(later.pk, list(later.reports.values_list("unit_id", flat=True)), "x"))
    assert year_on(2024, 1) == "2022"


@pytest.mark.parametrize(
    ("starts", "ends", "on", "year"),
    [
        (date(2020, 10, 1), date(2025, 10, 1), date(2024, 5, 2), "2024"),
        (date(2020, 10, 1), date(2025, 10, 1), date(2027, 5, 2), "2025"),
        (date(2023, 4, 1), date(2024, 4, 1), date(2024, 6, 2), "2023"),
        (date(2024, 12, 30), date(2025, 1, 6), date(2025, 6, 2), "2025"),
        (date(2024, 1, 1), date(2025, 1, 1), date(2024, 6, 2), "2024"),
        (date(2024, 1, 5), date(2024, 1, 6), date(2024, 6, 2), "2024"),
    ],
)
def test_a_term_is_asked_for_in_the_year_of_the_day_and_a_week_in_that_of_its_thursday(
    starts: date, ends: date, on: date, year: str
) -> None:
    world("2023")
    FormPeriod.objects.update(starts=starts, ends=ends)
    assert year_on(on.year, on.month, on.day) == year
