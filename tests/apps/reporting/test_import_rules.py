"""An import keeps the rules of the form: what is not whole is not accepted, what is odd is asked about, and
nobody accepts their own."""

from datetime import date

import pytest
from tests.apps.reporting.figurerows import load, refused, rows, stored
from tests.support.organisation import NOW, acting, console, person, tree
from tests.support.reporting import World, findings_of, indicators, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form, FormPeriod, Report, Revision
from mandate.apps.reporting.services import (
    AcceptReports,
    OpenPeriod,
    SaveRule,
    SubmitReport,
)
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.units.models import Unit
from mandate.core.problem import Problems
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import Grant
from mandate.platform.access.request import actor_of
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    made = world()
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "Too many."}))
    return made


def test_a_broken_error_rule_and_a_missing_required_figure_keep_the_file_out(city):
    assert refused("A1,families,2023,10", "A1,cultural,2023,20", "A2,cultural,2023,1") == [
        (3, "value", "figure_rule"),
        (4, "", "figure_required"),
    ]
    assert not stored()
    # The rule is looked at with what counts already, and where the file brings only one of the two.
    load("A1,families,2023,10")
    assert refused("A1,cultural,2023,20") == [(2, "value", "figure_rule")]
    assert load("A1,cultural,2023,9").added == 1


def test_with_partial_what_is_not_whole_is_a_draft_that_its_reporter_finishes(city):
    summary = load("A2,families,2023,10", "A1,cultural,2023,1", partial=True)
    assert (summary.reports, summary.drafts, summary.added) == (2, 1, 2)
    assert stored() == {("A2", "families"): 10}
    report = city.report("A1")
    assert (report.state, report.counted_id) == (State.DRAFT, None)
    assert Entry.objects.get(code="reporting.figures_imported").data["drafts"] == 1
    city.save(report, families=5)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert stored() == {("A2", "families"): 10, ("A1", "families"): 5, ("A1", "cultural"): 1}


def test_a_dry_run_with_partial_says_the_same_and_leaves_nothing(city):
    summary = load("A1,families,2023,10", "A2,cultural,2023,1", partial=True, dry_run=True)
    assert (summary.reports, summary.drafts) == (2, 1)
    assert set(Report.objects.values_list("state", flat=True)) == {State.EXPECTED}
    assert not Revision.objects.exists()


def test_a_correction_that_is_not_whole_leaves_what_was_accepted_counting(city):
    load("A1,families,2023,10", "A1,cultural,2023,9")
    summary = load("A1,families,2023,8", partial=True)
    assert (summary.changed, summary.drafts) == (1, 1)
    assert stored() == {("A1", "families"): 10, ("A1", "cultural"): 9}
    report = city.report("A1")
    assert report.state == State.DRAFT
    accepted, draft = report.revisions.order_by("number")
    assert (report.counted, draft.state, draft.imported) == (accepted, State.DRAFT, True)
    assert city.figures(draft) == {"families": 8, "cultural": 9}


def test_the_same_partial_file_twice_changes_nothing_and_still_says_what_is_missing(city):
    load("A2,cultural,2023,1", partial=True)
    again = load("A2,cultural,2023,1", partial=True)
    assert (again.unchanged, again.reports, again.drafts) == (1, 0, 1)
    assert Revision.objects.count() == 1
    assert refused("A2,cultural,2023,1") == [(2, "", "figure_required")]


def test_a_later_file_completes_what_an_earlier_one_left(city):
    load("A2,cultural,2023,1", "A2,area,2023,1.5", partial=True)
    summary = load("A2,families,2023,5", "A2,cultural,2023,2")
    assert (summary.added, summary.changed, summary.drafts) == (1, 1, 0)
    assert stored() == {("A2", "families"): 5, ("A2", "cultural"): 2, ("A2", "area"): 1.5}
    assert [one.number for one in Revision.objects.all()] == [1]


def test_a_draft_in_which_somebody_has_typed_is_left_alone(city):
    load("A1,cultural,2023,1", partial=True)
    city.save(city.report("A1"), area="2.5")
    assert refused("A1,families,2023,5") == [(2, "unit", "figure_in_progress")]


def test_a_figure_far_from_history_is_asked_about(city):
    services.open_period(console(), OpenPeriod(city.form.pk, "2022"))
    load("A1,families,2022,500", "A2,families,2022,500", "B1,families,2022,500")
    questions = refused("A1,families,2023,5000", "A2,families,2023,510", "B1,families,2023,n/a")
    assert questions == [(2, "value", "figure_question")]
    with pytest.raises(Problems) as error:
        load("A1,families,2023,5000")
    asked = problem_sentence(error.value.problems[0])
    typed = findings_of(city.report("A1"), _typed(city, 5000))
    assert asked == typed[0].sentence == "10 times the last value, 500. Is that right?"
    assert load("A1,families,2023,5000", accept_warnings=True).added == 1
    # What counts already is not asked about again.
    assert load("A1,families,2023,5000", "A1,cultural,2023,7").added == 1


def _typed(city: World, number: int):
    from tests.support.reporting import value

    return {city.families.pk: value(number)}


def test_a_rule_that_warns_is_asked_about_and_the_years_of_one_file_are_not(city):
    services.save_rule(console(), SaveRule(None, "area > 0", "warning", {"en": "No area?"}))
    assert refused("A1,families,2023,5", "A1,area,2023,0") == [(3, "value", "figure_question")]
    assert load("A1,families,2023,5", "A1,area,2023,0", accept_warnings=True).added == 2
    assert load("B1,families,2021,10", "B1,families,2022,900").added == 2


def test_a_period_far_ahead_is_asked_about(city):
    assert refused("A1,families,2062,5", "A1,families,2023,5") == [(2, "period", "figure_far")]
    assert load("A1,families,2029,5", "A1,families,2062,5", accept_warnings=True).added == 2
    assert load("B1,families,2029,5").added == 1


def test_an_automatic_form_requires_nothing():
    tree()
    indicators()
    assert load("A1,cultural,2023,5").drafts == 0
    assert stored() == {("A1", "cultural"): 5}


# --- who may


def importer(city: World, *also: tuple[Role, str | None]) -> Actor:
    user = person(Role.ADMINISTRATOR, None, "importer@example.org")
    for role, unit in also:
        Grant.objects.create(user=user, role=role.value, unit=city.units[unit] if unit else None)
    return actor_of(user, NOW)


def refusal(actor: Actor, *texts: str) -> list[tuple[int, str]]:
    try:
        import_figures(actor, ImportFigures(rows(*texts)))
    except Problems as error:
        return [(problem.row, problem.code) for problem in error.problems]
    return []


def test_an_import_needs_the_right_to_decide(city):
    assert refusal(importer(city), "A1,families,2023,5") == [(2, "figure_not_decided")]
    actor = importer(city, (Role.REVIEWER, "A"))
    assert refusal(actor, "A1,families,2023,5", "B1,families,2023,5") == [(3, "figure_not_decided")]
    assert refusal(actor, "A1,families,2023,5") == []
    revision = city.report("A1").revisions.get()
    assert (revision.state, revision.decided_by_id) == (State.ACCEPTED, actor.user_id)


def test_nobody_imports_the_figures_of_their_own_unit(city):
    actor = importer(city, (Role.REVIEWER, None), (Role.REPORTER, "A1"))
    assert refusal(actor, "A1,families,2023,5") == [(2, "figure_own")]
    assert refusal(actor, "A2,families,2023,5") == []


def test_nobody_imports_over_what_they_submitted_themselves(city):
    actor = importer(city, (Role.REVIEWER, None), (Role.REPORTER, "A"))
    report = city.report("A1")
    city.save(report, actor, families=7)
    services.submit_report(actor, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert refusal(actor, "A1,families,2023,9") == [(2, "figure_own")]
    assert refusal(actor, "A1,families,2023,7") == [], "what counts already is not decided again"


# --- what it brings about


def test_a_preview_says_what_becomes_expected_and_overdue(city):
    summary = load("A1,families,2022,5", "A2,families,2022,5", dry_run=True)
    assert (summary.expected, summary.overdue) == (7, 5)
    assert load("A1,families,2023,5", dry_run=True).expected == 0
    assert load("A1,families,2024,5", dry_run=True).overdue == 0


def test_figures_beside_their_own_sums_are_told_with_the_true_count():
    tree()
    indicators()
    summary = load("A,families,2023,12", "A1,families,2023,5", "A2,families,2023,7", "B1,families,2023,1")
    assert (summary.doubles, summary.double_units) == (1, ("A",))
    # A year above and a month below are counted both, too; and what counted before the file.
    summary = load("C,families,2023,99", "B,families,2022,5", "B1,families,2022-03,5")
    assert (summary.doubles, summary.double_units) == (3, ("A", "B", "C"))


# --- units that came late


def test_a_unit_that_came_late_is_offered_and_then_expected():
    tree()
    indicators()
    load("A1,families,2023,5")
    units = {unit.code: unit for unit in Unit.objects.all()}
    services_of_units(units)
    assert refused("A3,families,2023,7") == [(2, "unit", "figure_not_expected")]
    summary = load("A3,families,2023,7", expect_late=True)
    assert (summary.late, summary.expected, summary.overdue) == (1, 1, 0)
    assert stored()["A3", "families"] == 7
    late = Report.objects.get(unit__code="A3")
    assert (late.expected_from, late.state) == (NOW, State.ACCEPTED)
    assert Entry.objects.get(code="reporting.unit_expected").unit_id == late.unit_id


def services_of_units(units: dict[str, Unit]) -> None:
    from mandate.apps.units.services import CreateUnit, create_unit

    create_unit(console(), CreateUnit("A3", "street", {"en": "Late"}, units["A"].pk, date(2023, 5, 1)))


def test_an_excused_unit_is_not_expected_and_can_be_again(city):
    services.excuse_units(console(), services.ExcuseUnits(city.opened.pk, [city.units["A1"].pk], "Flooded"))
    assert refused("A1,families,2023,5") == [(2, "unit", "figure_not_expected")]
    assert load("A1,families,2023,5", expect_late=True).late == 1
    assert stored() == {("A1", "families"): 5}


def test_a_unit_that_was_closed_within_the_period_comes_in_with_its_figures():
    units = tree()
    indicators()
    from mandate.apps.units.services import CloseUnit, close_unit

    close_unit(console(), CloseUnit(units["B3"].pk, date(2023, 7, 1)))
    texts = ("B1,families,2023,5", "B3,families,2023,7")
    assert load(*texts).late == 0, "it is one of those of which the period was opened"
    assert load(*texts).unchanged == 2
    assert refused("B3,families,2024,7") == [(2, "unit", "figure_unit_absent")]
    assert FormPeriod.objects.get().reports.count() == 5
    assert Form.objects.count() == 1


def test_what_rules_say_is_told_beside_what_cannot_be_read_where_all_of_a_report_can(city):
    assert refused(
        "A1,families,2023,10",
        "A1,cultural,2023,20",
        "A2,cultural,2023,20",
        "A2,families,2023,many",
        "B1,cultural,2023,1",
        "NOWHERE,families,2023,1",
    ) == [
        (3, "value", "figure_rule"),  # of A1, all of whose rows can be read; nobody knows about A2 and B1
        (5, "value", "number_not_a_number"),
        (7, "unit", "figure_unknown_unit"),
    ]
    assert not Revision.objects.exists()


def test_there_may_be_more_only_where_something_could_not_be_looked_at(city):
    for texts, unfinished in (
        (["A1,families,2023,many", "A2,families,2023,1"], True),
        (["A1,families,2023,10", "A1,cultural,2023,20"], False),
    ):
        with pytest.raises(Problems) as caught:
            load(*texts)
        assert caught.value.unfinished is unfinished


def test_whom_one_may_not_decide_on_is_told_beside_what_cannot_be_read(city):
    own = acting(Role.ADMINISTRATOR, city.units["C"])
    command = ImportFigures(rows("A1,families,2023,5", "A2,families,2023,many"))
    with pytest.raises(Problems) as caught:
        import_figures(own, command)
    found = [(one.row, one.code) for one in caught.value.problems]
    assert found == [(2, "figure_not_decided"), (3, "number_not_a_number")]


def test_periods_opened_to_look_further_are_not_there_after_it(city):
    assert refused("A1,families,2022,5", "A2,families,2022,many") == [(3, "value", "number_not_a_number")]
    assert FormPeriod.objects.count() == 1
