"""The first and the last years of the calendar: pages that look at the year before or after come up."""

import pytest
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.previews import previews
from mandate.apps.reporting.services import OpenPeriod
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db

EDGES = ("1900", "2200", "1900-W01", "2200-W52")
BESIDE = ("1901", "2199", "1900H1", "1900Q1", "1900-01", "2200-12")  # in the run with the long ones
ALL = (*EDGES, *(pytest.param(period, marks=pytest.mark.long) for period in BESIDE))
ABOUT = (
    "/unit/C/", "/unit/C/compare/", "/unit/C/targets/", "/unit/C/targets/edit/",
    "/unit/C/targets/edit/?copy=1",
    "/unit/C/targets/below/?indicator=families", "/unit/C/reports/", "/unit/C/reports/?show=missing",
    "/", "/exchange/figures.csv", "/exchange/targets.xlsx",
)  # fmt: skip


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def secretary(city):
    return client_of(person(Role.SECRETARY, None))


@pytest.mark.parametrize("period", ALL)
def test_pages_about_the_first_and_last_years(secretary, period):
    for path in ABOUT:
        asked = f"{path}{'&' if '?' in path else '?'}period={period}"
        assert secretary.get(asked).status_code == 200, asked
    for path in (f"/unit/C/review/{period}/", f"/unit/C/number/families/{period}/"):
        assert secretary.get(path).status_code in (200, 404), path


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "html"])
def test_the_review_of_the_first_year_has_no_year_before(city, secretary, format):
    services.open_period(console(), OpenPeriod(city.form.pk, "1900"))
    assert "1899" not in secretary.get("/unit/C/review/1900/").content.decode()
    for year in ("1900", "1901"):
        answer = secretary.get(f"/unit/C/review/{year}/document/?language=en&format={format}")
        assert answer.status_code == 200
        assert answer.content


def test_a_report_of_the_first_year_is_entered_and_looked_through(city, secretary):
    opened = services.open_period(console(), OpenPeriod(city.form.pk, "1900"))
    report = city.report("A1", opened)
    assert secretary.get(f"/reports/{report.pk}/").status_code == 200
    city.save(report, console(), families=3)
    services.submit_report(console(), services.SubmitReport(report.pk))
    assert previews([report.pk])[report.pk].answered == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2201-01-01"])
def test_a_day_beyond_the_calendar_is_refused_at_its_field(secretary, day):
    administrator = client_of(person(Role.ADMINISTRATOR, None))
    for path, name in (("/unit/A1/about/close/", "ends"), ("/unit/A1/about/move/", "starts")):
        answer = administrator.post(path, {name: day, "parent": "B"})
        assert answer.status_code == 422
        assert "is not between 1900 and 2200" in answer.content.decode()
    assert administrator.get(f"/journal/?until={day}&since={day}").status_code == 200
