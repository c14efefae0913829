"""A period that has not ended: its targets are under way, nowhere missed, and no course falls by it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.targets.city import City
from tests.support.organisation import client_of, console, person

from mandate.apps.desk.queries.standing import standings
from mandate.apps.reviews.queries import review_content
from mandate.apps.targets.queries.compare import compare
from mandate.apps.targets.queries.editing import edit_below, edit_page
from mandate.apps.targets.queries.overview import overview
from mandate.apps.targets.queries.targets import targets_page
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")
NOVEMBER = console(datetime(2023, 11, 15, 3, 0, tzinfo=UTC))
LAST_DAY = console(datetime(2023, 12, 31, 12, 0, tzinfo=UTC))


def test_the_page_of_a_unit_says_how_far_it_is(town: City) -> None:
    page = overview(NOVEMBER, "C", YEAR)
    assert (page.score.met, page.score.total, page.score.under_way) == (0, 0, 3)
    assert page.score.states == ("under_way",) * 3 and page.score.words == "3 under way"
    assert (page.score_before.met, page.score_before.total) == (1, 1)
    lines = {line.code: line for line in page.lines}
    assert (lines["cultural"].state, lines["cultural"].state_words) == ("under_way", "under way, 105.0%")
    assert (lines["area"].state, lines["area"].state_words) == ("under_way", "under way")
    assert lines["families"].state == "no_target"
    assert lines["families"].now.coverage == "under way, 4 of 5 reported"
    assert lines["families"].course_words.endswith("2023: 500 (under way, 4 of 5 reported)")
    assert (lines["families"].under_way, lines["families"].values) == (1, (Decimal(190), Decimal(500)))


def test_the_period_is_judged_on_the_day_after_its_last(town: City) -> None:
    assert overview(LAST_DAY, "C", YEAR).score.total == 0
    ended = overview(console(datetime(2024, 1, 1, 3, 0, tzinfo=UTC)), "C", YEAR)
    assert (ended.score.met, ended.score.total, ended.score.under_way) == (2, 3, 0)


def test_the_heat_table_and_the_ranking_miss_nothing(town: City) -> None:
    heat = overview(NOVEMBER, "C", YEAR).heat
    assert heat is not None and heat.states == ("under_way",)
    ward_b = heat.rows[1]
    assert [(cell.state, cell.shown) for cell in ward_b.cells] == [
        ("under_way", "75.0"),
        ("under_way", "1 of 1, target at most 0"),
    ]
    assert ward_b.cells[0].tells == "under way: 300, target 400; 2 of 3 reported"
    ranking = compare(NOVEMBER, "C", YEAR, indicator="families").ranking
    assert ranking is not None
    assert [(row.unit.code, row.state, row.state_words, row.change) for row in ranking.rows] == [
        ("B", "under_way", "under way, 75.0%", "–"),
        ("A", "under_way", "under way, 100.0%", "–"),
    ]
    assert {bar.state for bar in ranking.bars} == {""}


def test_the_targets_and_the_desk_tell_the_same(town: City) -> None:
    page = targets_page(NOVEMBER, "C", YEAR)
    assert {line.state for line in page.lines} == {"under_way"}
    leader = actor_of(person(Role.SECRETARY, town.units["C"]), NOVEMBER.now)
    (standing,) = standings(leader, YEAR)
    assert (standing.score.total, standing.score.under_way) == (0, 3)
    assert standing.states == ("under_way",) * 3


def test_targets_of_the_running_year_are_shown_beside_an_earlier_one(town: City) -> None:
    leader = actor_of(person(Role.SECRETARY, town.units["C"]), NOVEMBER.now)
    (standing,) = standings(leader, Period.parse("2022"))
    beside = overview(NOVEMBER, "C", Period.parse("2022")).running
    assert standing.running == beside and beside is not None
    assert (beside.period.code, beside.number) == ("2023", 3)
    assert overview(NOVEMBER, "C", YEAR).running is None, "the page is about it"
    assert overview(NOVEMBER, "A1", Period.parse("2022")).running is None, "there are none"


def test_beside_goals_stand_the_last_figures_that_are_known(town: City) -> None:
    goals = [TargetRow(2, "C", "cultural", "2026", "500", "at_least", document="Plan 9")]
    import_targets(console(), ImportTargets(rows=goals))
    later, year = console(datetime(2026, 11, 15, 3, 0, tzinfo=UTC)), Period.parse("2026")
    page = targets_page(later, "C", year)
    assert page.known == YEAR and page.lines[0].before.shown == "420"
    edited = edit_page(later, "C", year)
    shown = {row.indicator_code: row.before.shown for row in edited.rows}
    assert edited.known == YEAR and shown["cultural"] == "420"
    below = edit_below(later, "C", year, "cultural")
    assert below.known == YEAR and [row.before.shown for row in below.rows] == ["170", "250"]
    assert targets_page(NOVEMBER, "C", YEAR).known == Period.parse("2022")


def test_the_review_of_a_running_year_is_under_way(town: City) -> None:
    content = review_content(NOVEMBER, "C", YEAR)
    assert content.under_way and content.met_or_exceeded == 0
    assert {line.goal.state for line in content.targets if line.goal} == {"under_way"}
    assert {row.goal.state for ranking in content.rankings for row in ranking.rows if row.goal} == {
        "under_way"
    }


@pytest.fixture
def reader(town: City) -> Client:
    return client_of(person(Role.OBSERVER, None))


def test_every_page_of_a_year_to_come_says_under_way_and_never_missed(town: City, reader: Client) -> None:
    from mandate.apps.targets.models import Target

    ahead = Period.parse("2199")
    Target.objects.filter(period="2023").update(period="2199", starts=ahead.start, ends=ahead.end)
    addresses = [
        reverse("targets:overview", args=["C"]),
        reverse("targets:targets", args=["C"]),
        reverse("targets:compare", args=["C"]),
        reverse("targets:compare", args=["C"]) + "?view=table",
        reverse("targets:compare", args=["C"]) + "?view=years",
    ]
    for address in addresses:
        joint = "&" if "?" in address else "?"
        text = reader.get(f"{address}{joint}period=2199").content.decode()
        assert "under way" in text, address
        assert "missed" not in text and "met or exceeded" not in text, address
