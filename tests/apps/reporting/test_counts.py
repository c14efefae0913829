"""What reporting counts for a unit: its own reports that fell due, and that came in time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.apps.reporting.figurerows import load
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, console
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.services import ExcuseUnits, StartCorrection, SubmitReport
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.platform.parts import fixed_counts

pytestmark = pytest.mark.django_db

#: The reports of 2023 are due on 10 January 2024, which ends at 17:00 UTC in Thanh Hóa.
DUE = date(2024, 1, 10)
DAY = timedelta(days=1)


def numbers(city: World, code: str = "A1", first: date = DUE, until: date = DUE + DAY) -> tuple[object, ...]:
    """How many of a unit's reports fell due in a span, and came in time."""
    unit = city.units[code].pk
    return tuple(
        fixed_counts()[name].values([unit], first, until).get(unit)
        for name in ("reports.due", "reports.on_time")
    )


def submit(city: World, code: str, now: datetime) -> None:
    city.save(city.report(code), console(), families=3)
    services.submit_report(console(now), SubmitReport(city.report_ids[code]))


def test_a_report_belongs_to_the_span_that_holds_its_due_day(city: World) -> None:
    assert city.opened.due == DUE
    assert numbers(city, first=DUE - DAY, until=DUE) == (0, 0)
    assert numbers(city) == (1, 0)
    assert numbers(city, first=DUE + DAY, until=DUE + 2 * DAY) == (0, 0)


@pytest.mark.parametrize(("hour", "on_time"), [(16, 1), (18, 0)])
def test_the_due_day_itself_is_in_time_until_it_ends_here(
    city: World, settings: Any, hour: int, on_time: int
) -> None:
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    submit(city, "A1", datetime(2024, 1, 10, hour, tzinfo=UTC))
    assert numbers(city) == (1, on_time)
    assert numbers(city, "A2") == (1, 0)


def test_what_is_of_the_units_below_is_theirs(city: World) -> None:
    submit(city, "A1", NOW)
    assert numbers(city, "A") == (1, 0)
    assert numbers(city, "C") == (0, 0)


def test_a_correction_makes_no_report_late(city: World) -> None:
    submit(city, "A1", NOW)
    services.accept_reports(city.reviewer, services.AcceptReports(as_seen([city.report_ids["A1"]])))
    services.start_correction(console(), StartCorrection(city.report_ids["A1"], "Wrong."))
    services.submit_report(console(NOW + 90 * DAY), SubmitReport(city.report_ids["A1"]))
    assert numbers(city) == (1, 1)


def test_neither_an_excused_nor_an_imported_report_fell_due(city: World) -> None:
    services.excuse_units(console(), ExcuseUnits(city.opened.pk, [city.units["A1"].pk], "Flooded."))
    load("A2,families,2023,5")
    assert numbers(city, "A1") == numbers(city, "A2") == (0, 0)


def test_a_unit_that_is_closed_owes_what_fell_due_and_else_has_no_number(city: World) -> None:
    close_unit(console(), CloseUnit(city.units["A1"].pk, date(2023, 12, 1)))
    assert numbers(city) == (1, 0)
    assert numbers(city, first=DUE + DAY, until=DUE + 2 * DAY) == (None, None)


@pytest.mark.parametrize("name", ["reports.due", "reports.on_time"])
def test_many_units_take_as_many_queries_as_one(city: World, name: str) -> None:
    def queries(*codes: str) -> int:
        ids = [city.units[code].pk for code in codes]
        fixed_counts()[name].values(ids, DUE, DUE + DAY)
        with asked_anew() as asked:
            fixed_counts()[name].values(ids, DUE, DUE + DAY)
        return len(asked)

    assert queries("A1") == queries(*city.units) <= 2
