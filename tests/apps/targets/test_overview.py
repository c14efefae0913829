"""The page of a unit: its score, its indicators, the units below, and a number of queries that stays."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.targets.city import City
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree
from tests.support.reporting import indicators, world, yearly_form
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.services import OpenPeriod, SubmitReport
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.targets.queries.overview import Overview, overview
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.changes import begin_change
from mandate.apps.units.models import Placement, Unit
from mandate.apps.units.queries import UnknownUnit
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")
NEVER = "This unit does not exist on any day of this period."


def look(code: str, period: str = "2023") -> Overview:
    return overview(console(), code, Period.parse(period))


def page_of(client: Client, code: str, query: str = "?period=2023") -> str:
    response = client.get(reverse("targets:overview", args=[code]) + query)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_the_score_counts_targets_without_data(town: City) -> None:
    page = look("C")
    assert (page.score.met, page.score.total) == (2, 3)
    assert [(count.state, count.number) for count in page.score.counts] == [
        ("exceeded", 1),
        ("met", 1),
        ("no_data", 1),
    ]
    assert (page.score_before.met, page.score_before.total) == (1, 1)
    assert page.score.states == ("exceeded", "met", "no_data")


def test_an_indicator_with_all_that_belongs_beside_it(town: City) -> None:
    lines = {line.code: line for line in look("C").lines}
    families = lines["families"]
    assert (families.now.shown, families.before.shown, families.state) == ("500", "190", "no_target")
    assert families.now.coverage == "4 of 5 reported"
    assert families.values == (Decimal(190), Decimal(500))
    share = lines["share"]
    assert (share.now.value, share.goal, share.state) == (Decimal("84.0"), Decimal("84.0"), "met")
    assert lines["area"].state == "no_data" and lines["area"].now.shown == "–"
    assert lines["clean"].now.shown == "2 of 3"


def test_a_year_under_way_lacks_no_data_where_nothing_is_aimed_at(town: City) -> None:
    page = look("C", "2024")
    assert {(line.code, line.now.value, line.state) for line in page.lines} >= {
        ("families", None, "no_target")
    }
    assert page.heat is None or "no_data" not in {cell.state for row in page.heat.rows for cell in row.cells}


def test_the_course_begins_with_the_first_year_that_has_figures(town: City) -> None:
    page = look("C")
    assert [period.code for period in page.periods] == ["2022", "2023"]
    assert page.span == "2022–2023"


def test_the_heat_table_below(town: City) -> None:
    heat = look("C").heat
    assert heat is not None
    assert [head.code for head in heat.heads] == ["families", "clean"]
    assert [row.unit.code for row in heat.rows] == ["A", "B"]
    ward_a, ward_b = heat.rows
    assert [(cell.state, cell.shown) for cell in ward_a.cells] == [("met", "100.0"), ("no_target", "1 of 2")]
    assert [(cell.state, cell.shown) for cell in ward_b.cells] == [
        ("missed", "75.0"),
        ("missed", "1 of 1, target at most 0"),
    ]
    assert "300, target 400" in ward_b.cells[0].tells
    assert heat.states == ("met", "missed")


def test_missing_is_a_hatched_dash_and_never_zero(town: City) -> None:
    heat = look("C", "2022").heat
    assert heat is not None
    assert [(cell.state, cell.shown) for cell in heat.rows[1].cells] == [("no_data", "–")]


def test_a_unit_with_nothing_below_has_its_reports(town: City) -> None:
    page = look("A1")
    assert page.heat is None
    assert [row.period.code for row in page.reports] == ["2023", "2022"]
    text = page_of(client_of(person(Role.REPORTER, town.units["A1"])), "A1")
    assert "Its reports" in text and "Units below against targets" not in text


def test_a_unit_that_did_not_exist(town: City) -> None:
    begin_change()
    Placement.objects.filter(unit=town.units["B3"]).update(starts=date(2024, 1, 1))
    page = look("B3")
    assert not page.exists and page.lines == ()
    assert NEVER in page_of(client_of(person(Role.OBSERVER, town.units["C"])), "B3")


def test_a_unit_that_is_closed_by_then_is_not_said_to_lack_a_place_on_a_day_when_it_stood(town: City) -> None:
    close_unit(console(), CloseUnit(town.units["B3"].pk, date(2023, 12, 1)))
    text = page_of(client_of(person(Role.OBSERVER, town.units["C"])), "B3", "?period=2024")
    assert NEVER in text and "30 November 2023" not in text


@pytest.mark.parametrize(
    "period", ["2023", "2023H1", "2023Q4", "2023-11", "2023-W05", "1900", "2200", "nonsense"]
)
def test_any_period_can_be_asked_for(town: City, period: str) -> None:
    page_of(client_of(person(Role.OBSERVER, town.units["C"])), "C", f"?period={period}")


def test_empty_states_give_the_first_step() -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    assert "No indicators yet" in page_of(client, "C")


def test_who_sees_it(town: City) -> None:
    for role in Role:
        page_of(client_of(person(role, town.units["A"])), "A")
    client = client_of(person(Role.SECRETARY, town.units["A"], "other@example.org"))
    for code in ("C", "B", "B1", "NOWHERE"):
        assert client.get(reverse("targets:overview", args=[code])).status_code == 404
    with pytest.raises(UnknownUnit):
        overview(acting(Role.OBSERVER, town.units["B"]), "A", YEAR)
    guest = Client().get(reverse("targets:overview", args=["A"]))
    assert guest.status_code == 302 and "/account/login/" in guest["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/unit/{}/?period=2023",
        "/unit/{}/targets/?period=2023",
        "/unit/{}/compare/?period=2023",
        "/unit/{}/compare/?period=2023&view=table&sort=families",
        "/unit/{}/compare/?period=2023&view=years",
        "/unit/{}/compare/?period=2023&view=map",
        "/unit/{}/indicator/families/?period=2023",
    ],
)
def test_the_number_of_queries_does_not_depend_on_the_units_below(address: str) -> None:
    nation = two_cities(30, 300)
    client = client_of(person(Role.SECRETARY, nation["N"]))
    assert queries_of(client, address.format("FEW")) == queries_of(client, address.format("MANY"))


def two_cities(few: int, many: int) -> dict[str, Unit]:
    """Under N a city with few units below and one with many, all of which report, with targets."""
    rows = [("N", "", "nation", "N")]
    for city_code, count in (("FEW", few), ("MANY", many)):
        rows.append((city_code, "N", "city", city_code))
        rows += [(f"{city_code}{i}", city_code, "ward", f"Phường {i}") for i in range(count // 10)]
        rows += [
            (f"{city_code}{i}-{j}", f"{city_code}{i}", "street", "Phố")
            for i in range(count // 10)
            for j in range(9)
        ]
    units = tree(rows)
    indicators()
    streets = [code for code, _parent, kind, _name in rows if kind == "street"]
    figures = [
        FigureRow(0, code, indicator, year, "1")
        for code in streets
        for indicator in ("families", "cultural", "clean")
        for year in ("2021", "2022", "2023")
    ]
    import_figures(console(), ImportFigures(rows=figures))
    wards = [code for code, _parent, kind, _name in rows if kind in ("ward", "city")]
    targets = [
        TargetRow(0, code, indicator, year, "5", "at_least")
        for code in wards
        for indicator in ("families", "share")
        for year in ("2022", "2023")
    ]
    import_targets(console(), ImportTargets(rows=targets))
    return units


def queries_of(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200  # what is kept in memory is kept
    with asked_anew() as queries:
        client.get(address)
    return len(queries)


def test_a_course_without_any_figure_is_left_out_and_so_are_targets_where_there_are_none(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"]))
    form = services.save_form(console(), yearly_form(town.indicators, ("ward",)))
    services.open_period(console(), OpenPeriod(form.pk, "2019"))
    text = page_of(client, "C", "?period=2019")
    assert 'class="chart spark' not in text and "Figures of the units below" in text
    assert "Units below against targets" not in text
    text = page_of(client, "C")
    assert 'class="chart spark' in text and "Units below against targets" in text


def test_the_main_button_is_what_the_reader_can_do_next() -> None:
    made = world()
    address = reverse("targets:overview", args=["A1"]) + "?period=2023"

    def main(who: User) -> list[str]:
        return re.findall(r'class="btn go"\s+href="([^"]+)"', client_of(who).get(address).content.decode())

    report = made.report("A1")
    writer = person(Role.REPORTER, made.units["A1"])
    decider = person(Role.SECRETARY, made.units["C"], "c@example.org")
    page = reverse("reporting:report", args=[report.pk])
    assert (main(writer), main(decider)) == ([page], [])
    made.save(report, families=5)
    services.submit_report(made.reporter, SubmitReport(report.pk))
    assert (main(writer), main(decider)) == ([], [page])


def test_the_review_comes_first_where_targets_are_judged_and_nothing_is_left_to_do() -> None:
    made = world()
    report, reviewer = made.report("A1"), acting(Role.SECRETARY, made.units["C"])

    def first() -> list[bool]:
        return [overview(who, "A1", YEAR).review_first for who in (made.reporter, reviewer)]

    assert first() == [False, False]  # no targets
    target = TargetRow(2, "A1", "families", "2023", "5", "at_least", document="Plan 7")
    import_targets(console(), ImportTargets(rows=[target]))
    assert first() == [False, True]  # the figures are to be written
    made.save(report, families=5)
    services.submit_report(made.reporter, SubmitReport(report.pk))
    assert first() == [True, False]  # and then decided on
    services.accept_reports(reviewer, services.AcceptReports(as_seen([report.pk])))
    assert first() == [True, True]


@pytest.mark.parametrize(
    "address",
    [
        "/unit/B/?period=2023",
        "/unit/B/compare/?period=2023",
        "/unit/B/compare/?period=2023&view=table",
        "/unit/B/number/families/2023/",
    ],
)
def test_nothing_leads_to_a_unit_below_that_moved_away_to_where_one_may_not_look(
    town: City, address: str
) -> None:
    move_unit(console(), MoveUnit(town.units["B3"].pk, town.units["A"].pk, NOW.date()))
    below = client_of(person(Role.OBSERVER, town.units["B"], "below@example.org"))
    above = client_of(person(Role.OBSERVER, town.units["C"], "above@example.org"))
    pages = [client.get(address).content.decode().split("<main")[1] for client in (below, above)]
    assert ["/unit/B3/" in page for page in pages] == [False, True]
    assert below.get("/unit/B3/").status_code == 404 and "/unit/B1/" in pages[0]
