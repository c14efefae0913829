"""Which year the pages are about until somebody chooses: the newest that has ended and is asked for."""

from datetime import date

import pytest
from tests.support.organisation import console
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.queries.defaults import calm_year
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
    found = calm_year(date(year, month, day))
    return found.code if found else None


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
    assert calm_year(date(2024, 1, 5)) is None


def test_last_year_stays_in_january_and_until_the_next_has_ended_and_is_asked_for() -> None:
    city = world("2023")
    assert year_on(2024, 1) == "2023", "though nothing of it is accepted yet"
    begin(city, "2024", accepted=True)
    assert year_on(2024, 2) == year_on(2024, 12, 31) == "2023", "the first report of a year moves nobody"
    assert year_on(2025, 1, 1) == "2024"
    assert year_on(2026, 6) == "2024", "until 2025 is asked for"


def test_the_running_year_where_none_has_ended() -> None:
    city = world("2024")
    begin(city, "2025")
    assert year_on(2024, 3) == "2024"
    assert year_on(2023, 12) == "2024", "or the first to come"


def test_a_year_of_which_all_are_excused_is_not_asked_for() -> None:
    city = world("2022")
    later = begin(city, "2023")
    excuse_units(console(), ExcuseUnits(later.pk, list(later.reports.values_list("unit_id", flat=True)), "x"))
    assert year_on(2024, 1) == "2022"
