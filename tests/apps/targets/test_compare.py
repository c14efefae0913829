"""Comparisons: rankings with ties, the whole heat table, the periods."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from tests.apps.targets.city import City
from tests.support.organisation import client_of, console, person
from tests.support.reporting import yearly_form

from mandate.apps.reporting import services
from mandate.apps.reporting.services import OpenPeriod
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.queries import review_content
from mandate.apps.targets.queries.compare import Compare, compare
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.core.period import Period
from mandate.core.target import Better
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


def look(code: str, period: str = "2023", **asked: Any) -> Compare:
    return compare(console(), code, Period.parse(period), **asked)


def ranked(code: str, indicator: str) -> list[tuple[int | None, str]]:
    ranking = look(code, indicator=indicator).ranking
    assert ranking is not None
    return [(row.place, row.unit.code) for row in ranking.rows]


def ranked_in(code: str, period: str) -> list[tuple[int | None, str]]:
    ranking = look(code, period, indicator="families").ranking
    assert ranking is not None
    return [(row.place, row.unit.code) for row in ranking.rows]


def test_equal_values_share_a_place_and_who_has_none_stands_last(town: City) -> None:
    assert ranked("B", "families") == [(1, "B1"), (2, "B2"), (None, "B3")]
    assert ranked("A", "families") == [(1, "A1"), (1, "A2")]
    import_figures(console(), ImportFigures(rows=[FigureRow(2, "B3", "families", "2023", "200")]))
    assert ranked("B", "families") == [(1, "B1"), (1, "B3"), (3, "B2")]


@pytest.mark.parametrize(
    ("indicator", "by", "places"),
    [
        ("families", "", [(1, "B", None), (2, "A", None)]),
        ("families", "target", [(1, "A", "100.0"), (2, "B", "75.0")]),
        ("families", "nonsense", [(1, "B", None), (2, "A", None)]),
        ("clean", "figure", [(1, "A", None), (1, "B", None)]),
        ("clean", "yes", [(1, "B", "100.0"), (2, "A", "50.0")]),
        ("clean", "target", [(None, "A", None), (None, "B", None)]),  # nothing is a share of zero
    ],
)
def test_a_ranking_goes_by_the_figure_or_by_a_share(
    town: City, indicator: str, by: str, places: list[tuple[int | None, str, str | None]]
) -> None:
    ranking = look("C", indicator=indicator, by=by).ranking
    assert ranking is not None
    found = [(row.place, row.unit.code, row.ranked and str(row.ranked)) for row in ranking.rows]
    assert found == places


def test_units_of_the_same_share_have_one_place_and_limits_put_the_lower_first(town: City) -> None:
    set_target(
        console(), SetTarget(town.units["A1"].pk, town.indicators["families"].pk, "2023", "200", "at_most")
    )
    set_target(
        console(), SetTarget(town.units["A2"].pk, town.indicators["families"].pk, "2023", "200", "at_most")
    )
    ranking = look("A", indicator="families", by="target").ranking
    assert ranking is not None and ranking.lower_is_better
    assert [(row.place, str(row.ranked)) for row in ranking.rows] == [(1, "50.0"), (1, "50.0")]
    set_target(
        console(), SetTarget(town.units["A2"].pk, town.indicators["families"].pk, "2023", "125", "at_most")
    )
    ranking = look("A", indicator="families", by="target").ranking
    assert ranking is not None and [row.unit.code for row in ranking.rows] == ["A1", "A2"]


def test_the_page_offers_the_ways_that_there_are_and_says_which_it_goes_by(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "ways@example.org"))
    address = reverse("targets:compare", args=["C"]) + "?period=2023"
    page = client.get(address + "&indicator=families&by=target").content.decode()
    assert '<option value="target" selected>Share of target</option>' in page
    assert "Units with the same share have the same place." in page
    assert "<figcaption>Share of target</figcaption>" in page and "75.0" in page
    assert 'name="by"' not in client.get(address + "&indicator=area").content.decode()


@pytest.mark.parametrize(("period", "words"), [("2199", "no data yet"), ("2015", "no data")])
def test_a_ranking_without_data_says_so_in_plain_words(town: City, period: str, words: str) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "plain@example.org"))
    address = reverse("targets:compare", args=["C"]) + f"?period={period}&indicator=families"
    page = client.get(address).content.decode().split('id="ranking"')[1].split("</main>")[0]
    assert f">{words}</a>" in page and "No unit below has data for this period" in page
    assert "– families" not in page and "<table" not in page and "<svg" not in page


def test_a_ranking_speaks_of_the_year_before_only_where_a_bar_shows_it(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"], "before@example.org"))
    address = reverse("targets:compare", args=["C"])
    captions = {
        period: client.get(f"{address}?period={period}&indicator=families")
        .content.decode()
        .split("figcaption>")[1]
        for period in ("2022", "2023")
    }
    assert captions == {"2022": "2022</", "2023": "2023, with 2022 thinner below</"}


def test_a_unit_that_closed_within_the_period_is_ranked_where_it_stood_last(town: City) -> None:
    """Its figures are in the total above, so it is in the ranking, the table and the review."""
    close_unit(console(), CloseUnit(town.units["B1"].pk, date(2023, 5, 1)))
    move_unit(console(), MoveUnit(town.units["B2"].pk, town.units["A"].pk, date(2023, 7, 1)))
    ranking = look("B", indicator="families").ranking
    assert ranking is not None
    assert [(row.place, row.unit.code, row.unit.closed_from) for row in ranking.rows] == [
        (1, "B1", date(2023, 5, 1)),
        (None, "B3", None),
    ]
    assert [unit for _, unit in ranked("A", "families")] == ["A1", "A2", "B2"]
    heat = look("B", view="table").heat
    assert heat is not None and [row.unit.code for row in heat.rows] == ["B1", "B3"]
    client = client_of(person(Role.OBSERVER, town.units["C"], "closed@example.org"))
    for view in ("ranking", "table"):
        address = reverse("targets:compare", args=["B"]) + f"?period=2023&indicator=families&view={view}"
        assert client.get(address).content.decode().count("Closed from 1 May 2023") == 1
    review = review_content(console(), "B", Period.parse("2023"))
    assert sorted(unit.code for unit in review.children) == ["B1", "B3"]
    assert [unit for _, unit in ranked_in("B", "2024")] == ["B3"]


def test_lower_may_be_better(town: City) -> None:
    families = town.indicators["families"]
    families.better = Better.LOWER
    families.save()
    assert ranked("B", "families") == [(1, "B2"), (2, "B1"), (None, "B3")]


def test_a_row_has_last_year_change_share_target_and_coverage(town: City) -> None:
    ranking = look("C", indicator="families").ranking
    assert ranking is not None and ranking.is_sum
    rows = {row.unit.code: row for row in ranking.rows}
    ward_a, ward_b = rows["A"], rows["B"]
    assert (ward_a.before.shown, ward_a.change) == ("190", "+10 (+5.3%)")
    assert (ward_a.share, ward_b.share) == (Decimal(40), Decimal(60))
    assert (ward_b.goal_shown, ward_b.state, ward_b.now.coverage) == ("400", "missed", "2 of 3 reported")
    assert (ward_b.before.shown, ward_b.change) == ("–", "–")


def test_a_ratio_has_no_share_of_the_total(town: City) -> None:
    ranking = look("C", indicator="share").ranking
    assert ranking is not None and not ranking.is_sum
    assert [row.share for row in ranking.rows] == [None, None]


def test_the_first_indicator_with_a_target_is_ranked_unless_another_is_asked_for(town: City) -> None:
    for asked in ("", "no_such_code"):
        ranking = look("C", indicator=asked).ranking
        assert ranking is not None and ranking.indicator.code == "families"


def sorted_units(code: str, sort: str) -> list[str]:
    heat = look(code, view="table", sort=sort).heat
    assert heat is not None
    return [row.unit.code for row in heat.rows]


def test_the_table_is_sorted_by_name_or_by_an_indicator(town: City) -> None:
    assert sorted_units("B", "") == ["B1", "B2", "B3"]
    assert sorted_units("B", "families") == ["B1", "B2", "B3"]
    assert sorted_units("B", "-families") == ["B2", "B1", "B3"]
    assert sorted_units("B", "no_such_code") == ["B1", "B2", "B3"]
    # B has more families than A, but reaches less of its target.
    assert sorted_units("C", "families") == ["A", "B"]
    assert sorted_units("C", "-families") == ["B", "A"]
    assert sorted_units("C", "cultural") == ["B", "A"]


def test_the_table_has_every_indicator_with_a_target_or_a_figure(town: City) -> None:
    heat = look("C", view="table").heat
    assert heat is not None
    assert [head.code for head in heat.heads] == ["families", "cultural", "clean", "share"]
    assert heat.partial


def test_the_table_is_paged(town: City) -> None:
    client = client_of(person(Role.OBSERVER, town.units["C"]))
    page = client.get(reverse("targets:compare", args=["C"]) + "?view=table&page=9").content.decode()
    assert 'aria-sort="ascending"' in page


def test_periods_side_by_side(town: City) -> None:
    page = look("C", view="years")
    assert [period.code for period in page.periods] == ["2022", "2023"]
    families = next(line for line in page.lines if line.code == "families")
    assert [cell.shown for cell in families.course] == ["190", "500"]


@pytest.mark.parametrize("view", ["ranking", "table", "years"])
@pytest.mark.parametrize("language", ["en", "vi", "de"])
def test_the_pages(town: City, view: str, language: str) -> None:
    for code in ("C", "B", "B3"):
        client = client_of(person(Role.OBSERVER, town.units[code], f"{code}@example.org", language))
        address = reverse("targets:compare", args=[code]) + f"?period=2023&view={view}"
        assert client.get(address, headers={"accept-language": language}).status_code == 200
        assert client.get(reverse("targets:compare", args=["A1"])).status_code == (
            200 if code == "C" else 404
        )


def test_without_targets_a_comparison_is_by_what_the_forms_of_the_period_ask_for(town: City) -> None:
    known = town.indicators
    form = yearly_form(known, ("ward",))
    form = replace(form, items=[item for item in form.items if item.indicator_id == known["area"].pk])
    services.open_period(console(), OpenPeriod(services.save_form(console(), form).pk, "2019"))
    for period, first in (("2023", "families"), ("2019", "area"), ("2018", "families")):
        ranking = look("C", period).ranking
        assert ranking is not None and ranking.indicator.code == first, period
