"""What a review says: exact figures, whatever the language; and that it can be stored and read back."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, SMALL, acting, console, tree
from tests.support.reporting import indicators

from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.building import MISSING_NAMED
from mandate.apps.reviews.codec import from_json, to_json
from mandate.apps.reviews.content import Content
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.queries import UnknownReview, review_content, review_page, reviews_page
from mandate.apps.units.queries import UnknownUnit
from mandate.apps.units.services import MoveUnit, RenameUnit, move_unit, rename_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Role

YEAR = Period.parse("2023")


def of(unit: str, period: Period = YEAR) -> Content:
    return review_content(console(), unit, period)


def test_the_lines_hold_the_exact_totals_with_last_year_and_coverage(city: City) -> None:
    families = of("C").line("families")
    assert (families.now.value, families.now.reported, families.now.expected) == (Decimal(500), 4, 5)
    assert (families.before.value, families.before.reported) == (Decimal(190), 2)
    share = of("C").line("share")
    assert (share.now.value, share.now.numerator, share.now.denominator) == (Decimal("84.0"), 420, 500)
    clean = of("C").line("clean")
    assert (clean.now.numerator, clean.now.denominator, clean.now.reported) == (2, 3, 3)
    assert [year.value for year in families.years] == [None, None, None, Decimal(190), Decimal(500)]
    assert of("C").years == ("2019", "2020", "2021", "2022", "2023")


def test_the_scoreboard_counts_as_the_targets_are_judged(city: City) -> None:
    content = of("C")
    states = {line.indicator.code: line.goal.state for line in content.targets if line.goal}
    assert states == {"cultural": "exceeded", "share": "met", "area": "no_data"}
    assert (content.met_or_exceeded, len(content.targets)) == (2, 3)
    cultural = content.line("cultural").goal
    assert cultural is not None
    assert (cultural.goal, cultural.share, cultural.document) == (Decimal(400), Decimal("105.0"), "Plan 7")
    area = content.line("area").goal
    assert area is not None and area.share is None


def test_children_are_ranked_with_their_share_and_their_own_targets(city: City) -> None:
    content = of("C")
    ranking = next(one for one in content.rankings if one.indicator == "families")
    rows = [(row.unit, row.place, row.now.value, row.share) for row in ranking.rows]
    assert rows == [("B", 1, Decimal(300), Decimal("60.0")), ("A", 2, Decimal(200), Decimal("40.0"))]
    assert [(row.goal.state, row.goal.share) for row in ranking.rows if row.goal] == [
        ("missed", Decimal("75.0")),
        ("met", Decimal("100.0")),
    ]
    clean = next(one for one in content.rankings if one.indicator == "clean")
    goal = next(row.goal for row in clean.rows if row.unit == "B")
    assert goal is not None and goal.share is None and goal.goal == 0
    assert [row.place for row in next(one for one in content.rankings if one.indicator == "area").rows] == [
        None,
        None,
    ]


def after(days: int) -> Content:
    """The review of the city some days after its reports were due."""
    due = FormPeriod.objects.get(period="2023").due
    then = console(NOW + timedelta(days=(due - NOW.date()).days + days))
    return review_content(then, "C", YEAR)


def test_coverage_names_who_is_missing_once_the_day_has_passed(city: City) -> None:
    early = after(0).coverage
    assert (early.missing_count, early.missing, early.overdue, early.not_due) == (0, (), 0, 1)
    assert early.due_from == early.due_until == FormPeriod.objects.get(period="2023").due
    coverage = after(1).coverage
    assert (coverage.not_due, coverage.due_from, coverage.overdue) == (0, None, 1)
    assert (coverage.expected, coverage.accepted, coverage.missing_count) == (5, 4, 1)
    assert [(row.unit.code, row.state, row.period) for row in coverage.missing] == [
        ("B3", "expected", "2023")
    ]


def test_who_is_missing_is_told_from_others_of_that_name(city: City) -> None:
    """By the ward under which it stood in the period; the review of that ward need not say its own name."""
    move_unit(console(), MoveUnit(city.units["B3"].pk, city.units["A"].pk, date(2024, 1, 1)))
    content = after(1)
    (missing,) = content.coverage.missing
    assert missing.above is not None and missing.above.code == "B"
    assert worded(content, "vi").coverage.missing[0].unit == "Phố 3, Phường B"
    assert from_json(to_json(content)).coverage == content.coverage
    then = console(NOW + timedelta(days=300))
    assert [row.above for row in review_content(then, "B", YEAR).coverage.missing] == [None]
    stored = to_json(content)
    del stored["coverage"]["missing"][0]["above"]  # closed before it was told
    assert worded(from_json(stored), "vi").coverage.missing[0].unit == "Phố 3"


def test_of_many_missing_the_first_are_named_and_all_are_counted(db: None) -> None:
    tree([("C", "", "city", "C"), *((f"S{n:03}", "C", "street", f"Phố {n}") for n in range(130))])
    indicators()
    import_figures(console(), ImportFigures(rows=[FigureRow(2, "S000", "families", "2023", "7")]))
    coverage = after(1).coverage
    assert (coverage.missing_count, len(coverage.missing)) == (129, MISSING_NAMED)
    assert coverage.missing[0].unit.code == "S001"


def test_a_share_of_the_unit_above_only_for_who_may_see_that_unit(city: City) -> None:
    assert of("A").line("families").share_of_above == Decimal("40.0")
    assert "Thành phố" in of("A").above.values()
    inside = review_content(acting(Role.SECRETARY, city.units["A"]), "A", YEAR)
    assert inside.line("families").share_of_above is None
    assert of("C").line("families").share_of_above is None


def test_a_street_without_targets_or_children(city: City) -> None:
    content = of("A1")
    assert (content.targets, content.children, content.rankings, content.levels) == ((), (), (), ())
    assert content.line("cultural").now.value == 80
    assert not content.notes.written


def test_without_any_target_the_children_are_ranked_by_what_was_reported(city: City) -> None:
    content = of("A", Period.parse("2022"))
    assert [ranking.indicator for ranking in content.rankings] == ["families"]
    assert [(row.unit, row.place) for row in content.rankings[0].rows] == [("A2", 1), ("A1", 2)]


def test_a_period_without_any_report(city: City) -> None:
    content = of("C", Period.parse("2015"))
    assert (content.lines, content.rankings, content.coverage.expected) == ((), (), 0)


def test_the_content_survives_json(city: City, settings: Any) -> None:
    settings.DEMO = True
    content = of("C")
    stored = json.loads(json.dumps(to_json(content)))
    assert from_json(stored) == content and content.demo
    assert stored["version"] == 3
    cultural = next(line for line in stored["lines"] if line["indicator"]["code"] == "cultural")
    assert cultural["goal"]["goal"] == "400"
    assert "corrections" not in stored and "moved" not in stored
    with pytest.raises(ValueError, match="version 9"):
        from_json({**stored, "version": 9})


def test_of_an_older_review_nothing_is_said_that_it_did_not_say(city: City) -> None:
    content = of("C")
    stored = to_json(replace(content, coverage=replace(content.coverage, missing_count=303, submitted=3)))
    assert from_json(stored).coverage.overdue == 300
    del stored["coverage"]["told_apart"]  # it counted what was not due yet among the missing
    assert from_json(stored).coverage.overdue == 0


def test_the_number_of_queries_does_not_depend_on_the_units(db: None) -> None:
    wide = [("W", "C", "ward", "Rộng"), *((f"W{n}", "W", "street", f"Phố {n}") for n in range(40))]
    made_city([*SMALL, *wide])
    figures = [FigureRow(n + 2, f"W{n}", "families", "2023", str(n)) for n in range(40)]
    import_figures(console(), ImportFigures(rows=figures))
    small = _queries("A")
    assert _queries("W") <= small
    assert _queries("C") <= small


def _queries(unit: str) -> int:
    of(unit)
    with asked_anew() as captured:
        of(unit)
    return len(captured)


def test_who_may_not_see_the_unit_learns_nothing(city: City) -> None:
    stranger = acting(Role.SECRETARY, city.units["B"])
    with pytest.raises(UnknownUnit):
        review_content(stranger, "A", YEAR)
    with pytest.raises(UnknownUnit):
        reviews_page(stranger, "NOWHERE", {})
    with pytest.raises(UnknownReview):
        review_page(console(), "A", "2023-13")


def test_the_list_offers_the_periods_with_reports_or_targets_and_their_years(city: City) -> None:
    rows = list(reviews_page(console(), "C", {}).rows)
    assert [(row.period.code, row.over) for row in rows] == [("2023", True), ("2022", True)]
    early = replace(console(), now=NOW - timedelta(days=400))
    [row] = reviews_page(early, "C", {}).rows
    assert (row.period.code, row.over) == ("2022", False)


def test_units_stand_by_name_in_a_review_as_on_other_pages(city: City) -> None:
    rename_unit(console(), RenameUnit(city.units["A"].pk, {"vi": "Phường Z", "en": "Ward Z"}))
    shown = worded(of("C"), "en")
    assert [code for code, *_ in shown.heats[0].rows] == ["B", "A"]
    area = next(one for one in shown.rankings if one.code == "area")
    assert [(row.code, row.place_value) for row in area.rows] == [("B", None), ("A", None)]
