"""An indicator of a unit: its course with targets, the units below; and chosen units beside each other."""

from datetime import date

import pytest
from tests.apps.targets.city import City
from tests.apps.units.sisters import linked, sister_unit
from tests.support.organisation import client_of, console, person

from mandate.apps.periods.services import AddPeriod, add_period
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.targets.queries.beside import Beside
from mandate.apps.targets.queries.compare import compare
from mandate.apps.targets.queries.indicator import IndicatorPage, indicator_page
from mandate.apps.targets.services import SetTarget, set_target
from mandate.core.period import Period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


def look(code: str, indicator: str, period: str = "2023") -> IndicatorPage:
    return indicator_page(console(), code, Period.parse(period), indicator)


def chosen(code: str, *units: str, indicator: str = "") -> Beside:
    found = compare(
        console(), code, Period.parse("2023"), view="beside", indicator=indicator, units=units
    ).beside
    assert found is not None
    return found


def test_the_course_begins_with_what_is_known_and_each_period_has_its_own_target(town: City) -> None:
    set_target(
        console(), SetTarget(town.units["A"].pk, town.indicators["families"].pk, "2022", "200", "at_least")
    )
    page = look("A", "families")
    told = [(step.period.code, step.now.shown, step.goal_shown, step.state) for step in page.course]
    assert told == [("2022", "190", "200", "missed"), ("2023", "200", "200", "met")]
    assert [(bar.state, bar.goal) for bar in page.bars] == [("missed", 200), ("met", 200)]
    assert page.states == ("met", "missed")


def test_a_goal_judged_since_the_beginning_is_told_but_not_held_against_one_year(town: City) -> None:
    add_period(console(), AddPeriod("2022-2024", date(2022, 1, 1), date(2024, 12, 31)))
    a, families = town.units["A"].pk, town.indicators["families"].pk
    step = {"measure": "cumulative", "term": "2022-2024"}
    set_target(console(), SetTarget(a, families, "2023", "400", "at_least", **step))
    last = look("A", "families").course[-1]
    assert (last.goal, last.state, last.now.value) == (None, "missed", 200), "390 since 2022"
    assert last.goal_shown.startswith("400 since")


def test_the_units_below_are_ranked_and_a_street_has_none(town: City) -> None:
    assert [row.unit.code for row in look("C", "families").first] == ["B", "A"]
    assert look("B1", "families").ranking is None


def test_the_numbers_lead_to_where_they_come_from_and_the_name_to_this_page(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "own@example.org"))
    for address in (
        "/unit/C/?period=2023",
        "/unit/C/targets/?period=2023",
        "/unit/C/compare/?view=years&period=2023",
    ):
        assert '/unit/C/indicator/cultural/?period=2023"' in client.get(address).content.decode(), address
    page = client.get("/unit/C/indicator/cultural/?period=2023").content.decode()
    assert page.count("/unit/C/number/cultural/2023/") == 3, "the button, the number, its row in the table"
    assert "/unit/B/number/cultural/2023/" in page and "/unit/B/indicator/cultural/" in page


def test_another_indicator_is_chosen_there_and_one_that_is_none_is_not_found(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "own@example.org"))
    answer = client.get("/unit/C/indicator/?indicator=families&period=2022")
    assert answer["Location"] == "/unit/C/indicator/families/?period=2022"
    assert client.get("/unit/C/indicator/nothing/?period=2022").status_code == 404
    assert client.get("/unit/C/indicator/?indicator=a/b&period=2022").status_code == 404
    assert client.get("/unit/C/indicator/?period=2022")["Location"] == "/unit/C/?period=2022"
    assert client.get("/unit/C/indicator/")["Location"] == "/unit/C/?period=2023"


def test_an_indicator_of_which_nothing_is_known_says_so(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "own@example.org"))
    page = client.get("/unit/B3/indicator/area/?period=2023").content.decode()
    assert "No figures yet" in page and '<svg class="chart bars"' not in page


def test_who_may_not_see_the_unit_finds_no_page(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["A"], "other@example.org"))
    assert client.get("/unit/B/indicator/families/?period=2023").status_code == 404
    assert client.get("/unit/A/indicator/families/?period=2023").status_code == 200


def test_chosen_units_stand_beside_each_other_by_one_indicator_or_all(town: City) -> None:
    one = chosen("B", "B2", "B1", indicator="families")
    assert [unit.code for unit in one.units] == ["B1", "B2"]
    assert [(row.unit.code, row.values) for row in one.indicators[0].rows] == [
        ("B1", (200,)),
        ("B2", (100,)),
    ]
    every = [block.indicator.code for block in chosen("B", "B2", "B1").indicators]
    assert every[0] == "families" and "cultural" in every and "area" not in every


def test_who_does_not_lie_below_is_not_compared_and_more_than_six_are_cut(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [unit.code for unit in chosen("B", "B1", "A1", "C", "?").units] == ["B1"]
    monkeypatch.setattr("mandate.apps.targets.queries.beside.MOST", 2)
    found = chosen("B", "B1", "B2", "B3")
    assert (len(found.units), found.left_out) == (2, 1)


def test_the_ranking_offers_the_choice_and_an_empty_one_says_what_to_do(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "own@example.org"))
    ranking = client.get("/unit/B/compare/?period=2023&indicator=families").content.decode()
    assert ranking.count('name="units"') == 3 and 'form="beside"' in ranking
    address = "/unit/B/compare/?view=beside&period=2023&indicator=families"
    assert "No units chosen" in client.get(address).content.decode()
    page = client.get(f"{address}&units=B1&units=B2").content.decode()
    assert page.count('class="chart bars"') == 2


def test_a_unit_stands_beside_its_sisters_by_what_both_report(town: City) -> None:
    union, other = sister_unit("F"), sister_unit("G")
    figures = [("F", "families", "2023", "40"), ("F", "families", "2022", "30"), ("F", "area", "2023", "9")]
    import_figures(console(), ImportFigures([FigureRow(n, *row) for n, row in enumerate(figures, start=2)]))
    assert (
        "Sister organisations"
        not in client_of(person(Role.OBSERVER, None)).get("/unit/B/compare/?period=2023").content.decode()
    )
    linked(union, town.units["B"])
    linked(other, town.units["A"])
    client = client_of(person(Role.OBSERVER, None))
    assert "view=sisters" in client.get("/unit/B/compare/?period=2023").content.decode()
    page = compare(console(), "B", Period.parse("2023"), view="sisters").beside
    assert page is not None and [unit.code for unit in page.units] == ["B", "F"]
    (families,) = page.indicators  # of the area only one side has reported
    ours, theirs = families.rows
    assert theirs.values[-2:] == (30, 40) and ours.values[-1] == 300
    back = compare(console(), "F", Period.parse("2023"), view="sisters").beside
    assert back is not None and [unit.code for unit in back.units] == ["F", "B"]
    one = client.get("/unit/B/compare/?view=sisters&period=2023&indicator=families").content.decode()
    assert one.count('class="chart bars"') == 2 and "Choose other units" not in one
    nothing = client.get("/unit/A/compare/?view=sisters&period=2023").content.decode()
    assert "no indicator in common" in nothing


def test_figures_of_a_sister_are_for_those_who_may_see_her(town: City) -> None:
    union = sister_unit("F")
    import_figures(console(), ImportFigures([FigureRow(2, "F", "families", "2023", "40")]))
    linked(union, town.units["B"])
    for unit in (town.units["C"], union):
        reader = client_of(person(Role.OBSERVER, unit, f"reader-{unit.code}@example.org".lower()))
        code = "B" if unit != union else "F"
        assert "view=sisters" not in reader.get(f"/unit/{code}/compare/?period=2023").content.decode()
        page = reader.get(f"/unit/{code}/compare/?view=sisters&period=2023").content.decode()
        assert "no indicator in common" in page and 'class="chart' not in page


def test_of_many_sisters_the_first_five_are_compared(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = ("F", "G")
    unions = [sister_unit(code) for code in codes]
    rows = [FigureRow(n, code, "families", "2023", "4") for n, code in enumerate(codes, start=2)]
    import_figures(console(), ImportFigures(rows))
    for union in unions:
        linked(union, town.units["B"])
    for module in ("beside", "compare"):
        monkeypatch.setattr(f"mandate.apps.targets.queries.{module}.MOST", 2)
    page = compare(console(), "B", Period.parse("2023"), view="sisters").beside
    assert page is not None and [unit.code for unit in page.units] == ["B", "F"] and page.left_out == 1
