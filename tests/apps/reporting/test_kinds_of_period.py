"""Forms of every frequency: weeks, two weeks, financial years and terms are opened, filled, listed, exported
and imported like months and years; spans that cross are refused."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world, yearly_form
from tests.support.seeing import as_seen

from mandate.apps.periods.services import AddPeriod, add_period
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.queries.coverage import coverage_of
from mandate.apps.reporting.queries.forms import form_page, forms_page
from mandate.apps.reporting.queries.lists import reports_list
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.services import OpenPeriod
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.totals import open_ledger
from mandate.core.period import Period
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.listing.showing import show
from mandate.platform.parts import table_named
from mandate.platform.periods import period_of

pytestmark = pytest.mark.django_db
FREQUENCIES = {
    "weekly": ("2020-W53", "2020-W52"),
    "two_weekly": ("2020BiW27", "2020BiW26"),
    "financial_yearly": ("2023April", "2022April"),
    "term": ("2020-2025", "2015-2020"),
}


@pytest.fixture
def made() -> World:
    for year in (2022, 2023):
        add_period(console(), AddPeriod(f"{year}April", date(year, 4, 1), date(year + 1, 3, 31)))
    for year in (2015, 2020):
        term = AddPeriod(f"{year}-{year + 5}", date(year, 10, 16), date(year + 5, 10, 15))
        add_period(console(), term)
    return world("2021")


def form_of(made: World, frequency: str) -> Form:
    command = yearly_form(made.indicators)
    return services.save_form(
        console(), replace(command, code=frequency.replace("_", "-"), frequency=frequency)
    )


def opened(made: World, frequency: str, period: str) -> FormPeriod:
    form = Form.objects.filter(frequency=frequency, automatic=False).first() or form_of(made, frequency)
    return services.open_period(console(), OpenPeriod(form.pk, period))


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_a_form_of_every_frequency_is_opened_filled_and_accepted(made: World, frequency: str) -> None:
    code, before = FREQUENCIES[frequency]
    for one in (before, code):
        form_period = opened(made, frequency, one)
        report = made.report("A1", form_period)
        made.save(report, families=100 if one == before else 120)
        services.submit_report(made.reporter, services.SubmitReport(report.pk))
        services.accept_reports(made.reviewer, services.AcceptReports(as_seen([report.pk])))
    page = report_page(made.reporter, report.pk)
    assert (page.period.code, page.previous_period and page.previous_period.code) == (code, before)
    assert page.items[0].previous.value == 100
    listed = [row.period.code for row in show(reports_list(console(), made.units["A1"].pk), {})]
    assert [one for one in listed if one != "2021"] == [code, before]
    shown = form_page(console(), form_period.form_id)
    assert [line.period.code for line in shown.lines] == [code, before]
    assert code not in [one.code for one in shown.offered]
    assert code in [line.newest.code for line in forms_page(console()).rows if line.newest]


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_its_pages_open(made: World, frequency: str) -> None:
    code, _before = FREQUENCIES[frequency]
    form_period = opened(made, frequency, code)
    client = client_of(person(Role.ADMINISTRATOR, made.units["C"]))
    report = made.report("A1", form_period)
    for address in (
        reverse("reporting:form", args=[form_period.form_id]),
        reverse("reporting:forms"),
        reverse("reporting:report", args=[report.pk]),
        reverse("reporting:reports", args=["A1"]),
        reverse("targets:overview", args=["A1"]) + f"?period={code}",
        reverse("targets:targets", args=["C"]) + f"?period={code}",
        reverse("targets:compare", args=["C"]) + f"?period={code}&view=years",
        reverse("desk:journal"),
        reverse("desk:desk"),
    ):
        assert client.get(address).status_code == 200, address


def test_no_week_is_lost_at_the_edge_of_a_year(made: World) -> None:
    weeks = ["2020-W53", "2021-W01", "2021-W26", "2021-W52", "2022-W01"]
    for code in weeks:
        report = made.report("A1", opened(made, "weekly", code))
        made.save(report, families=1)
    unit = made.units["A1"].pk
    found = {
        year: sorted(
            row.period.code for row in show(reports_list(console(), unit, period=Period.parse(year)), {})
        )
        for year in ("2020", "2021", "2022", "2021-01", "2020BiW27")
    }
    assert found["2020"] == ["2020-W53"] == found["2020BiW27"]
    assert found["2021"] == ["2021", "2021-W01", "2021-W26", "2021-W52"]
    assert (found["2022"], found["2021-01"]) == (["2022-W01"], ["2021-W01"])
    assert coverage_of(console(), unit, period=Period.parse("2021")).expected == 4


def test_weeks_financial_years_and_terms_roll_up(made: World) -> None:
    figures = [("A1", "2020-W53", 1), ("A1", "2021-W01", 2), ("B1", "2021BiW26", 4), ("B1", "2022-W01", 8)]
    figures += [("A2", "2023April", 16), ("B2", "2020-2025", 32)]
    rows = [FigureRow(n, unit, "area", code, str(number)) for n, (unit, code, number) in enumerate(figures)]
    import_figures(console(), ImportFigures(rows))
    area, city = made.indicators["area"], made.units["C"].pk
    for code, wanted in (
        ("2020", 1), ("2021", 6), ("2022", 8), ("2021-01", 2), ("2020BiW27", 1), ("2021Q4", 4),
        ("2023April", 16), ("2020-2025", 63), ("2023", None),
    ):  # fmt: skip
        period = period_of(code)
        ledger = open_ledger([area], period.start, period.end, today=date(2026, 1, 1), unit_id=city)
        assert ledger.total(city, "area", period).value == wanted, code


def test_crossing_spans_are_refused_at_the_opening(made: World) -> None:
    opened(made, "yearly", "2023")
    with pytest.raises(ValidationError) as caught:
        opened(made, "financial_yearly", "2023April")
    assert "for 2023 already" in caught.value.messages[0]
    opened(made, "weekly", "2020-W53")
    with pytest.raises(ValidationError):
        opened(made, "two_weekly", "2020BiW27")
    opened(made, "two_weekly", "2020BiW26")


def test_crossing_spans_are_refused_in_an_import(made: World) -> None:
    rows = [FigureRow(2, "A1", "area", "2023", "1"), FigureRow(3, "A1", "area", "2023April", "1")]
    with pytest.raises(Problems) as caught:
        import_figures(console(), ImportFigures(rows))
    assert [(one.row, one.code) for one in caught.value.problems] == [(3, "figure_overlap")]
    import_figures(console(), ImportFigures(rows[1:]))
    for crossing in ("2023", "2023H1", "2024Q1", "2023-07"):
        with pytest.raises(Problems):
            import_figures(console(), ImportFigures([FigureRow(2, "A1", "area", crossing, "1")]))
    import_figures(console(), ImportFigures([FigureRow(2, "A1", "area", "2022April", "1")]))


def test_figures_of_every_kind_go_out_and_come_in_again(made: World) -> None:
    codes = ["2020-W53", "2021-W01", "2021BiW02"]
    rows = [FigureRow(place, "A1", "area", code, "1.50") for place, code in enumerate(codes, start=2)]
    rows += [FigureRow(9, "A1", "clean", "2023April", "1"), FigureRow(10, "B1", "cultural", "2020-2025", "7")]
    import_figures(console(), ImportFigures(rows))
    for code, found in (
        ("2020", ["2020-W53"]),
        ("2021", ["2021-W01", "2021BiW02"]),
        ("2023April", ["2023April"]),
        ("2020-2025", ["2020-2025", "2020-W53", "2021-W01", "2021BiW02", "2023April"]),
    ):
        table = table_named("figures").rows(console(), period_of(code))
        told = [dict(zip(table.heading, map(str, row), strict=True)) for row in table.rows]
        assert sorted(row["period"] for row in told) == found
        again = [FigureRow(n, r["unit"], r["indicator"], r["period"], r["value"]) for n, r in enumerate(told)]
        assert import_figures(console(), ImportFigures(again)).unchanged == len(again)


def test_the_first_year_there_is_has_nothing_before_it(made: World) -> None:
    report = made.report("A1", opened(made, "yearly", "1900"))
    page = report_page(made.reporter, report.pk)
    assert page.previous_period is None and page.year_before_period is None
    client = client_of(person(Role.ADMINISTRATOR, made.units["C"]))
    assert client.get(reverse("reporting:report", args=[report.pk])).status_code == 200
