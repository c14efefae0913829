"""What the pages are told: the grid, lists, coverage, history, and where a number comes from."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.support.organisation import NOW, acting, console, tree
from tests.support.reporting import World, findings_of, indicators, value, world

from mandate.apps.indicators.models import Indicator, Kind
from mandate.apps.indicators.queries import UnknownIndicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Answer, Figure, Report, Severity, State
from mandate.apps.reporting.queries.coverage import coverage_of, missing_units
from mandate.apps.reporting.queries.history import history
from mandate.apps.reporting.queries.lists import reports_of, waiting_for
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.queries.tasks import due, owed, returned
from mandate.apps.reporting.queries.values import NOTHING
from mandate.apps.reporting.queries.visible import UnknownReport, decidable
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    OpenPeriod,
    ReturnReport,
    SaveDraft,
    SaveRule,
    StartCorrection,
    Stored,
    SubmitReport,
)
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnknownUnit
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can
from mandate.platform.parts import Asked

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")
LATER = NOW + timedelta(days=30)


@pytest.fixture
def city() -> World:
    return world()


def later(actor: Actor) -> Actor:
    return replace(actor, now=LATER)


def submit(city: World, *units: str, actor: Actor | None = None, **figures: int) -> None:
    for unit in units:
        city.save(city.report(unit), console(), **(figures or {"families": 3}))
        services.submit_report(actor or console(), SubmitReport(city.report_ids[unit]))


def accept(city: World, *units: str, **figures: int) -> None:
    submit(city, *units, **figures)
    services.accept_reports(city.reviewer, AcceptReports([city.report_ids[unit] for unit in units]))


def load(*texts: str) -> None:
    rows = [FigureRow(number, *text.split(",")) for number, text in enumerate(texts, start=2)]
    import_figures(console(), ImportFigures(rows))


# --- the grid


def test_the_grid_shows_each_figure_beside_the_last_period(city):
    load("A1,families,2022,250", "A1,cultural,2022,n/a")
    city.save(city.report("A1"), families=0)
    page = report_page(city.reporter, city.report_ids["A1"])
    families, cultural, clean, area = page.items
    assert (families.current, families.previous, families.required) == (value(0), value(250), True)
    assert (cultural.current, cultural.previous) == (NOTHING, Stored(Answer.NOT_APPLICABLE))
    assert (clean.kind, area.decimals, area.measure) == ("yes_no", 2, "ha")
    assert (page.answered, page.state, page.revision) == (1, State.DRAFT, 1)
    assert page.deciders == ("secretary-c",)
    assert page.period == YEAR


def test_what_may_be_done_depends_on_the_state_and_the_role(city):
    pk = city.report_ids["A1"]

    def deeds(actor: Actor) -> set[str]:
        return set(report_page(actor, pk).deeds)

    assert deeds(city.reporter) == {"save"}
    city.save(city.report("A1"), families=3)
    assert deeds(city.reporter) == {"save", "submit"}
    submit(city, "A1")
    assert deeds(city.reporter) == {"withdraw"}
    assert deeds(city.reviewer) == {"withdraw", "return", "accept"}
    assert deeds(acting(Role.OBSERVER, city.units["A1"])) == set()
    services.close_period(console(), city.opened.pk)
    assert deeds(city.reviewer) == {"accept"}
    services.reopen_period(console(), city.opened.pk)
    services.accept_reports(city.reviewer, AcceptReports([pk]))
    assert deeds(city.reporter) == {"start_correction"}


def test_a_correction_shows_what_counts_beside_what_is_typed(city):
    accept(city, "A1", families=3)
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "one more"))
    services.save_draft(
        city.reporter,
        SaveDraft(city.report_ids["A1"], [FigureChange(city.families.pk, value(3), value(4))]),
    )
    page = report_page(city.reporter, city.report_ids["A1"])
    assert (page.correction, page.revision, page.reason) == (True, 2, "one more")
    assert (page.items[0].current, page.items[0].counted) == (value(4), value(3))


def test_a_report_of_others_does_not_exist(city):
    for deed in (report_page, history):
        with pytest.raises(UnknownReport):
            deed(city.reporter, city.report_ids["B1"])


def test_the_grid_takes_the_same_queries_however_many_figures(city):
    submit(city, "A1", families=3)
    submit(city, "A2", families=3, cultural=1, clean=1, area=2)
    counts = []
    for unit in ("A1", "A1", "A2"):
        with CaptureQueriesContext(connection) as queries:
            report_page(city.reviewer, city.report_ids[unit])
        counts.append(len(queries))
    assert counts[1] == counts[2]


# --- findings


def test_findings_are_in_the_readers_words_and_save_nothing(city):
    sentences = {"en": "{cultural} of {families}?", "vi": "{cultural} trong {families}?"}
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", sentences))
    stored = {city.families.pk: value(1234)}
    typed = {**stored, city.cultural.pk: value(5000)}
    (finding,) = findings_of(city.report("A1"), typed)
    assert finding.severity == Severity.ERROR
    assert finding.indicator_ids == (city.cultural.pk, city.families.pk)
    assert finding.sentence == "5,000 of 1,234?"
    with translation.override("vi"):
        (finding,) = findings_of(city.report("A1"), typed)
    assert finding.sentence == "5.000 trong 1.234?"
    assert not Figure.objects.filter(indicator=city.cultural).exists()
    assert findings_of(city.report("A1"), {**stored, city.cultural.pk: value(3)}) == ()


def test_a_rule_without_a_sentence_shows_its_figures(city):
    services.save_rule(console(), SaveRule(None, "cultural <= families", "warning", {}))
    typed = {city.cultural.pk: value(5), city.families.pk: value(3)}
    (finding,) = findings_of(city.report("A1"), typed)
    assert (finding.code, finding.severity) == ("rule", Severity.WARNING)
    assert "Cultural families: 5 and Families: 3" in finding.sentence


def test_a_rule_with_an_indicator_that_the_form_lacks_is_not_checked(city):
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", {}))
    city.opened.indicator_ids = [city.cultural.pk]
    city.opened.save()
    assert findings_of(city.report("A1"), {city.cultural.pk: value(5)}) == ()


def test_a_value_far_from_the_units_own_history_is_a_warning(city):
    load("A1,families,2022,100", "A1,families,2021,90", "A2,families,2022,5000", "A1,families,2014,7")
    (finding,) = findings_of(city.report("A1"), {city.families.pk: value(5000)})
    assert (finding.severity, finding.code) == (Severity.WARNING, "outlier")
    assert finding.sentence == "50 times the last value, 100. Is that right?"
    assert findings_of(city.report("A1"), {city.families.pk: value(120)}) == ()
    (finding,) = findings_of(city.report("A1"), {city.families.pk: value(3)})
    assert finding.sentence.startswith("Much lower")


def test_history_is_of_the_same_frequency_and_of_the_last_eight_periods(city):
    load("A1,families,2022-05,100", "A1,families,2014,100")
    assert findings_of(city.report("A1"), {city.families.pk: value(9000)}) == ()
    load("A1,families,2015,100")
    assert findings_of(city.report("A1"), {city.families.pk: value(9000)})


# --- lists


def test_reports_of_a_unit_and_below_with_their_counts(city):
    accept(city, "A1")
    submit(city, "A2")
    city.save(city.report("A"), console(), families=1)
    found = reports_of(city.reviewer, city.units["A"].pk)
    assert {row.unit.code: row.state for row in found.rows} == {
        "A": "draft",
        "A1": "accepted",
        "A2": "submitted",
    }
    assert {state.value: number for state, number in found.counts.items()} == {
        "expected": 0,
        "draft": 1,
        "submitted": 1,
        "returned": 0,
        "accepted": 1,
    }
    assert found.total == 3
    assert [row.unit.code for row in reports_of(city.reviewer, city.units["A"].pk, below=False).rows] == ["A"]
    assert {row.unit.code: row.above for row in found.rows} == {
        "A": "Thành phố",
        "A1": "Phường A",
        "A2": "Phường A",
    }
    chosen = reports_of(city.reviewer, city.units["C"].pk, state="submitted")
    assert ([row.unit.code for row in chosen.rows], chosen.total) == (["A2"], 7)
    names = reports_of(city.reviewer, city.units["C"].pk, search="pho 3")
    assert [row.unit.code for row in names.rows] == ["B3"]
    assert reports_of(city.reviewer, city.units["C"].pk, period=Period.parse("2022")).total == 0


def test_reports_of_a_unit_outside_the_grants_are_not_there(city):
    with pytest.raises(UnknownUnit):
        reports_of(city.reporter, city.units["B"].pk)


def test_a_list_takes_the_same_queries_for_one_report_as_for_seven(city):
    submit(city, *city.report_ids)
    counts = []
    for unit in ("B1", "B1", "C"):
        with CaptureQueriesContext(connection) as queries:
            reports_of(city.reviewer, city.units[unit].pk)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_waiting_is_what_the_actor_may_decide(city):
    submit(city, "A", "A1", "B1")
    ward = acting(Role.SECRETARY, city.units["A"])
    assert [row.unit.code for row in waiting_for(ward).rows] == ["A1"]
    assert waiting_for(city.reviewer).total == 3
    assert waiting_for(city.reviewer, unit_id=city.units["B"].pk).total == 1
    assert waiting_for(city.reporter).total == 0
    services.accept_reports(city.reviewer, AcceptReports([city.report_ids["B1"]]))
    assert waiting_for(city.reviewer).total == 2


def owing(actor: Actor) -> list[str]:
    """The codes of the units whose reports the actor owes."""
    return sorted(owed(actor).values_list("unit__code", flat=True))


def test_due_is_what_the_actors_own_units_owe(city):
    assert owing(acting(Role.SECRETARY, city.units["A"])) == ["A"]
    filler = acting(Role.REPORTER, city.units["A"])
    assert owing(filler) == ["A", "A1", "A2"]
    assert owing(acting(Role.REVIEWER, city.units["C"])) == []
    submit(city, "A", "A1")
    services.return_report(city.reviewer, ReturnReport(city.report_ids["A1"], "Count again"))
    assert owing(filler) == ["A1", "A2"]
    asked = Asked("1", Period.parse("2023"))
    came_back = returned(filler, asked)
    assert [(one.report.unit.code, one.report.return_reason) for one in came_back] == [("A1", "Count again")]
    assert [one.report.overdue for one in due(filler, asked)] == [False]
    assert [one.report.overdue for one in due(later(filler), asked)] == [True]
    services.close_period(console(), city.opened.pk)
    assert owing(filler) == [] and returned(filler, asked) is None


def test_what_imports_expect_is_owed_by_nobody():
    units = tree()
    indicators()
    load("A1,families,2023,5")
    assert owing(acting(Role.REPORTER, units["A2"])) == []


def test_decidable_says_what_can_says(city):
    units = [unit.pk for unit in Unit.objects.all()]
    for actor in (
        city.reviewer,
        acting(Role.SECRETARY, city.units["A"]),
        acting(Role.REVIEWER, None),
        city.reporter,
        console(),
    ):
        one_by_one = {unit for unit in units if can(actor, "reports.decide", unit)}
        assert decidable(actor, units) == one_by_one


# --- coverage


def test_coverage_counts_what_is_there_and_when_it_came(city):
    accept(city, "A1")
    submit(city, "A2")
    submit(city, "B1", actor=later(console()))
    found = coverage_of(city.reviewer, city.units["C"].pk, period=YEAR)
    assert (found.expected, found.accepted, found.submitted, found.not_due) == (7, 1, 2, 4)
    assert (found.on_time, found.late, found.overdue) == (2, 1, 0)
    assert found.due_from == found.due_until == city.opened.due
    past = coverage_of(later(city.reviewer), city.units["C"].pk, period=YEAR)
    assert (past.overdue, past.not_due, past.due_from) == (4, 0, None)
    ward = coverage_of(city.reviewer, city.units["A"].pk, form_period_id=city.opened.pk)
    assert (ward.expected, ward.accepted, ward.submitted) == (3, 1, 1)


def test_the_last_day_is_on_time_in_the_organisations_own_time(city):
    due = replace(console(), now=NOW.replace(day=10, hour=23, minute=59))
    submit(city, "A1", actor=due)
    submit(city, "A2", actor=replace(due, now=due.now + timedelta(minutes=1)))
    found = coverage_of(city.reviewer, city.units["C"].pk, period=YEAR)
    assert (found.on_time, found.late) == (1, 1)


def test_what_was_imported_is_neither_on_time_nor_late(city):
    load("A1,families,2023,5")
    found = coverage_of(later(city.reviewer), city.units["A1"].pk, period=YEAR)
    assert (found.accepted, found.on_time, found.late, found.overdue) == (1, 0, 0, 0)


def test_a_correction_on_its_way_leaves_its_report_in_the_coverage(city):
    accept(city, "A1")
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "again"))
    found = coverage_of(city.reviewer, city.units["A1"].pk, period=YEAR)
    assert (found.accepted, found.submitted, found.overdue, found.not_due) == (1, 0, 0, 0)
    assert list(missing_units(city.reviewer, city.units["A1"].pk, period=YEAR)) == []


def test_the_missing_are_named(city):
    accept(city, "A1", "B1")
    submit(city, "B2")
    reviewer, unit = later(city.reviewer), city.units["C"].pk
    missing = missing_units(reviewer, unit, form_period_id=city.opened.pk)
    assert sorted(row.unit.code for row in missing) == ["A", "A2", "B", "B3"], "what waits is not missing"
    found = missing_units(reviewer, unit, period=YEAR, search="pho 2")
    assert sorted(row.unit.code for row in found) == ["A2"]


@pytest.mark.parametrize(("days", "missing"), [(-1, False), (0, False), (1, True)])
def test_missing_begins_on_the_day_after_the_due_day(city, days, missing):
    then = replace(city.reviewer, now=NOW + timedelta(days=(city.opened.due - NOW.date()).days + days))
    unit = city.units["A"].pk
    found = coverage_of(then, unit, period=YEAR)
    assert (found.overdue, found.not_due) == ((3, 0) if missing else (0, 3))
    listed = {
        not_due: {row.unit.code for row in missing_units(then, unit, period=YEAR, not_due=not_due)}
        for not_due in (False, True)
    }
    assert listed == {not missing: set(), missing: set()} | {not missing: {"A", "A1", "A2"}}
    rows = reports_of(then, unit, period=YEAR)
    assert (rows.overdue, {row.overdue for row in rows.rows}) == (3 if missing else 0, {missing})


def test_what_a_closed_period_never_got_is_missing_before_its_day(city):
    services.close_period(console(), city.opened.pk)
    found = coverage_of(city.reviewer, city.units["A"].pk, period=YEAR)
    assert (found.overdue, found.not_due) == (3, 0)
    assert all(row.overdue for row in missing_units(city.reviewer, city.units["A"].pk, period=YEAR))


def test_what_came_back_before_its_day_is_not_due_yet_and_not_on_time(city):
    submit(city, "A1")
    services.return_report(city.reviewer, ReturnReport(city.report_ids["A1"], "Look again"))
    found = coverage_of(city.reviewer, city.units["A1"].pk, period=YEAR)
    assert (found.on_time, found.not_due, found.submitted) == (0, 1, 0)
    past = coverage_of(later(city.reviewer), city.units["A1"].pk, period=YEAR)
    assert (past.on_time, past.overdue) == (1, 1)


# --- history


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


# --- where a number comes from


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
    services.accept_reports(console(), AcceptReports([city.report("A1").pk]))
    total = source(console(), city.units["C"].pk, "cube", YEAR).total
    assert total.numerator == total.value == Decimal(999_999_999_999**3)


def test_children_are_sorted_and_leaves_searched(city):
    accept(city, "A1", families=3)
    accept(city, "B1", families=7)
    accept(city, "B2", families=7)

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
    assert order("coverage") == ["A", "B"]
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
    services.accept_reports(city.reviewer, AcceptReports([city.report_ids["A1"]]))
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
        with CaptureQueriesContext(connection) as queries:
            source(city.reviewer, city.units[unit].pk, "families", YEAR)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 25


def test_a_source_of_what_is_not_there_or_not_to_be_seen(city):
    with pytest.raises(UnknownUnit):
        source(city.reporter, city.units["B"].pk, "families", YEAR)
    with pytest.raises(UnknownIndicator):
        source(city.reviewer, city.units["B"].pk, "nothing", YEAR)


def test_an_opened_period_lists_reports_of_every_expected_unit(city):
    opened = services.open_period(console(), OpenPeriod(city.form.pk, "2022"))
    assert Report.objects.filter(form_period=opened).count() == 7
    both = reports_of(city.reviewer, city.units["C"].pk)
    assert both.total == 14
    assert [row.period.code for row in both.rows][:7] == ["2023"] * 7
