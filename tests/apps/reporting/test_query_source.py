"""Where a number comes from, and the history of a report."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.apps.reporting.steps import LATER, YEAR, accept, later, load, submit
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, console, tree
from tests.support.reporting import indicators, value
from tests.support.seeing import as_seen

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import UnknownIndicator
from mandate.apps.reporting import services
from mandate.apps.reporting.queries.history import history
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.queries.values import NOTHING
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    StartCorrection,
    SubmitReport,
)
from mandate.apps.units.queries import UnknownUnit
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.core.reportstate import State

pytestmark = pytest.mark.django_db


def test_history_tells_who_changed_what_from_what_to_what(city):
    accept(city, "A1", families=3)
    services.start_correction(later(city.reporter), StartCorrection(city.report_ids["A1"], "one more"))
    services.save_draft(
        later(city.reporter),
        SaveDraft(city.report_ids["A1"], [FigureChange(city.families.pk, value(3), value(4, "born"))]),
    )
    page = history(city.reporter, city.report_ids["A1"])
    newest = page.steps[0]
    assert (newest.by, newest.at, newest.revision) == (city.reporter.name, LATER, 2)
    assert not any(step.imported for step in page.steps)
    (change,) = newest.changes
    assert (change.name, change.before, change.after) == ("Families", value(3), value(4, "born"))
    assert [row.number for row in page.revisions] == [2, 1]
    assert page.revisions[0].reason == "one more"
    assert [step.sentence for step in page.steps] == [
        "Changed 1 figure of Yearly figures for 2023",
        "Started a correction of Yearly figures for 2023: one more",
        "Accepted Yearly figures for 2023",
        "Submitted Yearly figures for 2023",
        "Changed 1 figure of Yearly figures for 2023",
    ]


def test_history_tells_what_an_import_changed(city):
    load("A1,families,2023,3", "A1,cultural,2023,2")
    load("A1,families,2023,4", "A1,cultural,2023,2")
    steps = history(city.reporter, city.report_ids["A1"]).steps
    assert [step.imported for step in steps] == [True, True]
    (change,) = steps[0].changes
    assert (change.name, change.before, change.after) == ("Families", value(3), value(4))
    assert len(steps[1].changes) == 2


def test_a_total_is_taken_apart_down_to_the_reports(city):
    accept(city, "A1", families=3)
    accept(city, "A2", families=0)
    accept(city, "B1", families=7)
    found = source(city.reviewer, city.units["C"].pk, "families", YEAR)
    assert (found.total.value, found.total.reported, found.total.expected) == (10, 3, 7)
    assert {child.unit.code: child.total.value for child in found.children} == {"A": 3, "B": 7}
    assert sum(child.total.value for child in found.children) == found.total.value
    leaves = {leaf.unit.code: leaf for leaf in found.leaves}
    assert len(leaves) == 7
    assert leaves["A2"].stored == value(0)
    assert (leaves["B2"].stored, leaves["B2"].revision, leaves["B2"].state) == (NOTHING, 0, State.EXPECTED)
    first = leaves["A1"]
    assert (first.accepted_by, first.accepted_at, first.revision) == ("secretary-c", NOW, 1)
    assert first.report_id == city.report_ids["A1"]
    assert found.own == ()
    assert found.operands == ()


def test_a_unit_that_reports_itself_shows_its_own_report_apart(city):
    accept(city, "A", families=5)
    accept(city, "A1", families=3)
    found = source(city.reviewer, city.units["A"].pk, "families", YEAR)
    assert [leaf.stored for leaf in found.own] == [value(5)]
    assert sorted(leaf.unit.code for leaf in found.leaves) == ["A1", "A2"]
    assert found.total.value == 8


def test_a_ratio_shows_its_operands_in_the_order_of_the_formula(city):
    accept(city, "A1", families=4, cultural=3)
    accept(city, "A2", families=4, cultural=1)
    found = source(city.reviewer, city.units["A"].pk, "share", YEAR)
    assert found.total.value == Decimal("50.0")
    assert [(one.indicator.code, one.total.value) for one in found.operands] == [
        ("cultural", 4),
        ("families", 8),
    ]
    assert found.indicator.formula == "100 * cultural / families"
    assert list(found.leaves) == []
    assert {child.unit.code: child.total.value for child in found.children} == {"A1": 75, "A2": 25}


def test_a_product_of_figures_keeps_every_digit(city):
    formula = "families * families * families / cultural"
    Indicator.objects.create(code="cube", kind=Kind.RATIO, formula=formula, position=9)
    submit(city, "A1", families=999_999_999_999, cultural=1)
    services.accept_reports(console(), AcceptReports(as_seen([city.report("A1").pk])))
    total = source(console(), city.units["C"].pk, "cube", YEAR).total
    assert total.numerator == total.value == Decimal(999_999_999_999**3)


def test_children_are_sorted_and_leaves_searched(city):
    accept(city, "A1", families=3)
    accept(city, "B1", families=7)

    def order(sort: str) -> list[str]:
        return [
            child.unit.code
            for child in source(city.reviewer, city.units["C"].pk, "families", YEAR, sort=sort).children
        ]

    assert order("unit") == ["A", "B"]
    rename_unit(console(), RenameUnit(city.units["A"].pk, {"en": "Zoo"}))
    assert order("unit") == ["B", "A"]
    rename_unit(console(), RenameUnit(city.units["A"].pk, {"en": "A"}))
    assert order("value") == ["B", "A"]
    assert order("coverage") == ["B", "A"]  # of B three are missing, of A two
    found = source(city.reviewer, city.units["C"].pk, "families", YEAR, search="b1")
    assert [leaf.unit.code for leaf in found.leaves] == ["B1"]


def test_a_source_tells_what_was_known_at_a_moment(city):
    accept(city, "A1", families=3)
    frozen = services.freeze_counting(console())
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "again"))
    services.save_draft(
        city.reporter,
        SaveDraft(city.report_ids["A1"], [FigureChange(city.families.pk, value(3), value(9))]),
    )
    during = source(city.reviewer, city.units["A1"].pk, "families", YEAR)
    assert (during.own[0].stored, during.own[0].correction) == (value(3), True)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids["A1"]])))
    now = source(city.reviewer, city.units["C"].pk, "families", YEAR)
    then = source(city.reviewer, city.units["C"].pk, "families", YEAR, known_at=frozen)
    assert (now.total.value, then.total.value) == (9, 3)
    shown = {leaf.unit.code: (leaf.stored, leaf.revision) for leaf in then.leaves}
    assert shown["A1"] == (value(3), 1)
    before = source(city.reviewer, city.units["C"].pk, "families", YEAR, known_at=NOW - timedelta(days=1))
    assert before.total.value is None


def test_a_year_is_told_by_the_reports_of_its_months():
    units = tree()
    indicators()
    load("A1,families,2023-01,3", "A1,families,2023-02,4")
    found = source(console(), units["A1"].pk, "families", YEAR)
    assert [(leaf.period.code, leaf.stored) for leaf in found.own] == [
        ("2023-01", value(3)),
        ("2023-02", value(4)),
    ]
    assert found.total.value == 7


def test_a_source_takes_the_same_queries_however_many_units(city):
    accept(city, *city.report_ids)
    counts = []
    for unit in ("B", "A", "B"):
        with asked_anew() as queries:
            source(city.reviewer, city.units[unit].pk, "families", YEAR)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 25


def test_a_source_of_what_is_not_there_or_not_to_be_seen(city):
    with pytest.raises(UnknownUnit):
        source(city.reporter, city.units["B"].pk, "families", YEAR)
    with pytest.raises(UnknownIndicator):
        source(city.reviewer, city.units["B"].pk, "nothing", YEAR)
