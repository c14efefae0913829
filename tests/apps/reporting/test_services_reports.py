"""Submitting, returning, accepting and correcting reports."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.apps.reporting.accepting import LATER, accepted, later
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, console
from tests.support.reporting import value
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Revision
from mandate.apps.reporting.queries.visible import UnknownReport, decidable
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    SaveRule,
    StartCorrection,
    Stored,
    SubmitReport,
)
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_submitting_twice_counts_once(city):
    report = city.report("A1")
    city.save(report, families=3, cultural=2)
    assert services.submit_report(city.reporter, SubmitReport(report.pk)).changed
    assert not services.submit_report(later(city.reporter), SubmitReport(report.pk)).changed
    report = city.report("A1")
    assert (report.state, report.first_submitted_at, report.version) == (State.SUBMITTED, NOW, 2)
    assert Entry.objects.filter(code="reporting.submitted").count() == 1


def test_a_report_without_figures_cannot_be_submitted(city):
    with pytest.raises(ValidationError):
        services.submit_report(city.reporter, SubmitReport(city.report("A1").pk))


def test_a_missing_required_figure_keeps_a_report_from_being_submitted(city):
    report = city.report("A1")
    city.save(report, cultural=2)
    with pytest.raises(ValidationError) as refused:
        services.submit_report(city.reporter, SubmitReport(report.pk))
    assert list(refused.value.message_dict) == ["families"]
    services.save_draft(
        city.reporter,
        SaveDraft(report.pk, [FigureChange(city.families.pk, None, Stored(Answer.NOT_APPLICABLE))]),
    )
    assert services.submit_report(city.reporter, SubmitReport(report.pk)).changed


def test_an_error_blocks_a_warning_does_not(city):
    rule = services.save_rule(
        console(),
        SaveRule(None, "cultural <= families", "error", {"en": "{cultural} are more than {families}."}),
    )
    report = city.report("A1")
    city.save(report, families=3, cultural=2000)
    with pytest.raises(ValidationError) as refused:
        services.submit_report(city.reporter, SubmitReport(report.pk))
    assert refused.value.message_dict == {"cultural": ["2,000 are more than 3."]}
    assert city.report("A1").state == State.DRAFT
    services.save_rule(console(), SaveRule(rule.pk, rule.expression, "warning", {}))
    assert services.submit_report(city.reporter, SubmitReport(report.pk)).changed


def test_a_submitted_report_is_changed_only_after_it_was_withdrawn(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    with pytest.raises(ValidationError):
        city.save(report, cultural=3)
    services.withdraw_report(city.reporter, services.WithdrawReport(report.pk))
    city.save(report, cultural=3)
    assert city.report("A1").state == State.DRAFT


def test_a_returned_report_stays_returned_until_it_is_submitted_again(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    with pytest.raises(ValidationError) as refused:
        services.return_report(city.reviewer, returning(report.pk, "  "))
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError):
        services.return_report(city.reviewer, returning(report.pk, "x" * 1001))
    services.return_report(city.reviewer, returning(report.pk, "Count again"))
    city.save(report, cultural=3)
    assert city.report("A1").state == State.RETURNED
    services.submit_report(later(city.reporter), SubmitReport(report.pk))
    revision = Revision.objects.get(report=report)
    assert (revision.return_reason, revision.state, revision.number) == ("Count again", "submitted", 1)
    assert city.report("A1").first_submitted_at == NOW


def test_nobody_decides_the_report_of_the_unit_whose_role_they_hold(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    own = acting(Role.SECRETARY, city.units["A1"])
    with pytest.raises(Forbidden):
        services.accept_reports(own, AcceptReports(as_seen([report.pk])))
    with pytest.raises(Forbidden):
        services.return_report(own, returning(report.pk, "no"))
    assert city.report("A1").state == State.SUBMITTED


def test_accepted_figures_count_and_accepting_twice_changes_nothing(city):
    report = accepted(city, "A1", families=3, cultural=2)
    assert (report.state, report.counted.counted_from) == (State.ACCEPTED, NOW)
    assert set(Figure.objects.values_list("counted", flat=True)) == {True}
    again = services.accept_reports(later(city.reviewer), AcceptReports(as_seen([report.pk, report.pk])))
    assert again == services.Decided((), ((report.pk, "already_accepted"),))
    assert city.report("A1").version == report.version


def test_many_are_accepted_at_once_and_the_rest_is_named(city):
    for unit in ("A1", "A2", "B1", "B2"):
        city.save(city.report(unit), console(), families=3)
    for unit in ("A1", "A2", "B1"):
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    ids = {unit: city.report(unit).pk for unit in ("A1", "A2", "B1", "B2", "B3")}
    result = services.accept_reports(city.reviewer, AcceptReports(as_seen([*ids.values(), 10**9])))
    assert result.done == (ids["A1"], ids["A2"], ids["B1"])
    skipped = {ids["B2"]: "not_submitted", ids["B3"]: "nothing_entered", 10**9: "not_found"}
    assert dict(result.skipped) == skipped
    assert Entry.objects.filter(code="reporting.accepted").count() == 3


def test_accepting_what_one_may_not_decide_is_skipped_beside_what_one_may(city):
    for unit in ("A", "A1"):
        city.save(city.report(unit), console(), families=3)
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    ward = acting(Role.SECRETARY, city.units["A"])
    a, a1 = city.report("A").pk, city.report("A1").pk
    assert services.accept_reports(ward, AcceptReports(as_seen([a, a1]))) == services.Decided(
        (a1,), ((a, "forbidden"),)
    )


def test_accepting_takes_as_many_queries_for_one_as_for_five(city):
    units = ("A1", "A2", "B1", "B2", "B3")
    for unit in units:
        city.save(city.report(unit), console(), families=3)
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    decidable(city.reviewer, [city.units["A1"].pk])  # reads the structure, which is kept from then on
    counts = []
    for chosen in (units[:1], units[1:]):
        with asked_anew() as queries:
            done = services.accept_reports(
                city.reviewer, AcceptReports(as_seen([city.report_ids[unit] for unit in chosen]))
            )
        assert len(done.done) == len(chosen)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_the_old_revision_counts_until_the_correction_is_accepted(city):
    report = accepted(city, "A1", families=3, cultural=2)
    with pytest.raises(ValidationError) as refused:
        services.start_correction(city.reporter, StartCorrection(report.pk, ""))
    assert list(refused.value.message_dict) == ["reason"]
    services.start_correction(later(city.reporter, 1), StartCorrection(report.pk, "A family was forgotten"))
    services.save_draft(
        city.reporter, SaveDraft(report.pk, [FigureChange(city.families.pk, value(3), value(4))])
    )
    assert list(Figure.objects.filter(counted=True, indicator=city.families).values_list("value")) == [(3,)]
    services.submit_report(later(city.reporter, 2), SubmitReport(report.pk))
    services.accept_reports(later(city.reviewer, 3), AcceptReports(as_seen([report.pk])))
    old, new = Revision.objects.filter(report=report).order_by("number")
    assert (old.counted_from, old.counted_until) == (NOW, NOW + timedelta(days=3))
    assert (new.counted_from, new.counted_until) == (NOW + timedelta(days=3), None)
    assert (new.number, new.reason) == (2, "A family was forgotten")
    assert city.figures(new) == {"families": 4, "cultural": 2}
    counted = Figure.objects.filter(counted=True)
    assert set(counted.values_list("revision_id", flat=True)) == {new.pk}
    assert city.report("A1").counted_id == new.pk
    assert city.report("A1").first_submitted_at == NOW


def test_only_an_accepted_report_is_corrected(city):
    report = city.report("A1")
    city.save(report, families=3)
    with pytest.raises(ValidationError):
        services.start_correction(city.reporter, StartCorrection(report.pk, "why not"))
    assert Revision.objects.count() == 1


def test_a_closed_period_takes_no_change_but_what_was_submitted_can_be_accepted(city):
    draft, submitted = city.report("A1"), city.report("A2")
    for report in (draft, submitted):
        city.save(report, console(), families=3)
    services.submit_report(console(), SubmitReport(submitted.pk))
    services.close_period(console(), services.ClosePeriod(draft.form_period_id))
    for refused in (
        lambda: city.save(draft, cultural=3),
        lambda: services.submit_report(city.reporter, SubmitReport(draft.pk)),
        lambda: services.withdraw_report(console(), services.WithdrawReport(submitted.pk)),
        lambda: services.return_report(city.reviewer, returning(submitted.pk, "again")),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert error.value.code == "period_closed"
    assert services.accept_reports(city.reviewer, AcceptReports(as_seen([submitted.pk]))).done
    services.reopen_period(console(), services.ReopenPeriod(draft.form_period_id))
    city.save(draft, cultural=3)


def test_what_a_unit_submitted_before_it_closed_is_still_decided_above_it(city):
    reports = [city.report("A1"), city.report("A2")]
    for report in reports:
        city.save(report, console(), families=3)
        services.submit_report(console(), SubmitReport(report.pk))
        close_unit(console(), CloseUnit(report.unit_id, NOW.date()))
    above, beside = acting(Role.SECRETARY, city.units["A"]), acting(Role.SECRETARY, city.units["B"])
    assert services.accept_reports(above, AcceptReports(as_seen([reports[0].pk]))).done == (reports[0].pk,)
    services.return_report(above, returning(reports[1].pk, "again"))
    with pytest.raises(UnknownReport):
        services.return_report(beside, returning(reports[1].pk, "again"))


def test_what_is_accepted_after_a_freeze_counts_from_after_it(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    frozen = services.freeze_counting(later(console()))
    assert frozen == LATER
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert city.report("A1").counted.counted_from > frozen


def test_a_freeze_is_never_before_what_counts_already(city):
    accepted(city, "A1", families=3)
    assert services.freeze_counting(later(console(), -3)) == NOW
