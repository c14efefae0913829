"""The way of a report: typed, submitted, returned, accepted, corrected; every refusal on the way."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.organisation import NOW, acting, console
from tests.support.reporting import World, value, world

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Answer, Figure, Report, Revision, State
from mandate.apps.reporting.queries.visible import UnknownReport, decidable
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    ReturnReport,
    SaveDraft,
    SaveRule,
    StartCorrection,
    Stored,
    SubmitReport,
)
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def city() -> World:
    return world()


def later(actor: Actor, days: int = 3) -> Actor:
    return replace(actor, now=NOW + timedelta(days=days))


def accepted(city: World, unit: str, **figures: int) -> Report:
    """A report that went the whole way."""
    report = city.report(unit)
    city.save(report, **figures)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports([report.pk]))
    return city.report(unit)


def test_a_saved_figure_is_stored_and_its_change_is_journalled(city):
    report = city.report("A1")
    first = city.save(report, families=268, cultural=200)
    assert (first.version, first.conflicts) == (1, ())
    second = services.save_draft(
        city.reporter,
        SaveDraft(report.pk, [FigureChange(city.families.pk, value(268), value(270, "two new ones"))]),
    )
    assert second.version == 2
    assert city.report("A1").state == State.DRAFT
    revision = Revision.objects.get(report=report)
    assert city.figures(revision) == {"families": Decimal(270), "cultural": Decimal(200)}
    assert not Figure.objects.filter(counted=True).exists()
    saves = Entry.objects.filter(code="reporting.figures_changed").order_by("id")
    changes = [entry.data["changes"] for entry in saves]
    assert changes[1] == [
        {
            "indicator": city.families.pk,
            "code": "families",
            "before": {"answer": 1, "value": "268", "note": ""},
            "after": {"answer": 1, "value": "270", "note": "two new ones"},
        }
    ]


def test_two_editors_never_overwrite_each_other_unseen(city):
    report = city.report("A1")
    other = acting(Role.SECRETARY, city.units["A1"])
    city.save(report, families=268)
    saved = services.save_draft(
        other,
        SaveDraft(
            report.pk,
            [
                FigureChange(city.families.pk, None, value(300)),
                FigureChange(city.cultural.pk, None, value(120)),
            ],
        ),
    )
    assert saved.saved_ids == (city.cultural.pk,)
    (conflict,) = saved.conflicts
    assert conflict.theirs == value(268)
    assert (conflict.by, conflict.at) == (city.reporter.name, NOW)
    revision = Revision.objects.get(report=report)
    assert city.figures(revision) == {"families": Decimal(268), "cultural": Decimal(120)}


def test_both_editors_wanting_the_same_is_no_conflict(city):
    report = city.report("A1")
    city.save(report, families=268)
    saved = services.save_draft(
        city.reporter, SaveDraft(report.pk, [FigureChange(city.families.pk, value(5), value(268))])
    )
    assert (saved.conflicts, saved.saved_ids, saved.version) == ((), (city.families.pk,), 1)
    assert Entry.objects.filter(code="reporting.figures_changed").count() == 1


def test_zero_missing_and_not_applicable_are_three_things(city):
    report = city.report("A1")
    none = Stored(Answer.NOT_APPLICABLE)
    services.save_draft(
        city.reporter,
        SaveDraft(
            report.pk,
            [
                FigureChange(city.families.pk, None, value(0)),
                FigureChange(city.cultural.pk, None, none),
                FigureChange(city.clean.pk, None, Stored(note="asked the ward")),
            ],
        ),
    )
    kept = dict(Figure.objects.values_list("indicator__code", "answer"))
    assert kept == {"families": 1, "cultural": 2, "clean": 0}
    services.save_draft(
        city.reporter,
        SaveDraft(report.pk, [FigureChange(city.clean.pk, Stored(note="asked the ward"), Stored())]),
    )
    assert "clean" not in dict(Figure.objects.values_list("indicator__code", "answer"))


@pytest.mark.parametrize(
    ("code", "new"),
    [
        ("families", value("1.5")),
        ("families", value(-1)),
        ("families", value(10**18)),
        ("clean", value(2)),
        ("area", value("1.234")),
        ("families", Stored(Answer.VALUE, None)),
        ("families", Stored(Answer.MISSING, Decimal(3))),
        ("families", value(3, "x" * 1001)),
    ],
)
def test_a_bad_figure_is_refused_at_its_indicator_and_nothing_is_written(city, code, new):
    report = city.report("A1")
    changes = [
        FigureChange(city.cultural.pk, None, value(3)),
        FigureChange(Indicator.objects.get(code=code).pk, None, new),
    ]
    with pytest.raises(ValidationError) as refused:
        services.save_draft(city.reporter, SaveDraft(report.pk, changes))
    assert list(refused.value.message_dict) == [code]
    assert not Figure.objects.exists()
    assert city.report("A1").state == State.EXPECTED


def test_a_figure_below_zero_is_taken_where_it_may_be(city):
    Indicator.objects.filter(code="families").update(allow_negative=True)
    city.save(city.report("A1"), families=-4)
    assert Figure.objects.get().value == -4


def test_figures_of_another_form_or_given_twice_are_refused(city):
    report = city.report("A1")
    foreign = Indicator.objects.create(code="foreign")
    for changes in (
        [FigureChange(foreign.pk, None, value(1))],
        [FigureChange(city.families.pk, None, value(1)), FigureChange(city.families.pk, None, value(2))],
    ):
        with pytest.raises(ValidationError):
            services.save_draft(city.reporter, SaveDraft(report.pk, changes))
    assert not Figure.objects.exists()


def test_a_foreign_report_does_not_exist_and_a_seen_one_may_not_be_written(city):
    with pytest.raises(UnknownReport):
        city.save(city.report("B1"), families=1)
    observer = acting(Role.OBSERVER, city.units["A1"])
    with pytest.raises(Forbidden):
        services.save_draft(
            observer, SaveDraft(city.report("A1").pk, [FigureChange(city.families.pk, None, value(1))])
        )
    with pytest.raises(UnknownReport):
        services.submit_report(city.reporter, SubmitReport(10**9))


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
    services.withdraw_report(city.reporter, report.pk)
    city.save(report, cultural=3)
    assert city.report("A1").state == State.DRAFT


def test_a_returned_report_stays_returned_until_it_is_submitted_again(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    with pytest.raises(ValidationError) as refused:
        services.return_report(city.reviewer, ReturnReport(report.pk, "  "))
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError):
        services.return_report(city.reviewer, ReturnReport(report.pk, "x" * 1001))
    services.return_report(city.reviewer, ReturnReport(report.pk, "Count again"))
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
        services.accept_reports(own, AcceptReports([report.pk]))
    with pytest.raises(Forbidden):
        services.return_report(own, ReturnReport(report.pk, "no"))
    assert city.report("A1").state == State.SUBMITTED


def test_accepted_figures_count_and_accepting_twice_changes_nothing(city):
    report = accepted(city, "A1", families=3, cultural=2)
    assert (report.state, report.counted.counted_from) == (State.ACCEPTED, NOW)
    assert set(Figure.objects.values_list("counted", flat=True)) == {True}
    again = services.accept_reports(later(city.reviewer), AcceptReports([report.pk, report.pk]))
    assert again == services.Accepted((), ((report.pk, "already_accepted"),))
    assert city.report("A1").version == report.version


def test_many_are_accepted_at_once_and_the_rest_is_named(city):
    for unit in ("A1", "A2", "B1", "B2"):
        city.save(city.report(unit), console(), families=3)
    for unit in ("A1", "A2", "B1"):
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    ids = {unit: city.report(unit).pk for unit in ("A1", "A2", "B1", "B2", "B3")}
    result = services.accept_reports(city.reviewer, AcceptReports([*ids.values(), 10**9]))
    assert result.accepted == (ids["A1"], ids["A2"], ids["B1"])
    skipped = {ids["B2"]: "not_submitted", ids["B3"]: "nothing_entered", 10**9: "not_found"}
    assert dict(result.skipped) == skipped
    assert Entry.objects.filter(code="reporting.accepted").count() == 3


def test_accepting_what_one_may_not_decide_is_skipped_beside_what_one_may(city):
    for unit in ("A", "A1"):
        city.save(city.report(unit), console(), families=3)
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    ward = acting(Role.SECRETARY, city.units["A"])
    a, a1 = city.report("A").pk, city.report("A1").pk
    assert services.accept_reports(ward, AcceptReports([a, a1])) == services.Accepted(
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
        with CaptureQueriesContext(connection) as queries:
            done = services.accept_reports(
                city.reviewer, AcceptReports([city.report_ids[unit] for unit in chosen])
            )
        assert len(done.accepted) == len(chosen)
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
    services.accept_reports(later(city.reviewer, 3), AcceptReports([report.pk]))
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


def test_a_note_without_an_answer_is_not_counted(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.save_draft(
        city.reporter, SaveDraft(report.pk, [FigureChange(city.clean.pk, None, Stored(note="unknown"))])
    )
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports([report.pk]))
    assert list(Figure.objects.filter(counted=True).values_list("indicator__code", flat=True)) == ["families"]


def test_a_closed_period_takes_no_change_but_what_was_submitted_can_be_accepted(city):
    draft, submitted = city.report("A1"), city.report("A2")
    for report in (draft, submitted):
        city.save(report, console(), families=3)
    services.submit_report(console(), SubmitReport(submitted.pk))
    services.close_period(console(), draft.form_period_id)
    for refused in (
        lambda: city.save(draft, cultural=3),
        lambda: services.submit_report(city.reporter, SubmitReport(draft.pk)),
        lambda: services.withdraw_report(console(), submitted.pk),
        lambda: services.return_report(city.reviewer, ReturnReport(submitted.pk, "again")),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert error.value.code == "period_closed"
    assert services.accept_reports(city.reviewer, AcceptReports([submitted.pk])).accepted
    services.reopen_period(console(), draft.form_period_id)
    city.save(draft, cultural=3)


def test_what_a_unit_submitted_before_it_closed_is_still_decided_above_it(city):
    reports = [city.report("A1"), city.report("A2")]
    for report in reports:
        city.save(report, console(), families=3)
        services.submit_report(console(), SubmitReport(report.pk))
        close_unit(console(), CloseUnit(report.unit_id, NOW.date()))
    above, beside = acting(Role.SECRETARY, city.units["A"]), acting(Role.SECRETARY, city.units["B"])
    assert services.accept_reports(above, AcceptReports([reports[0].pk])).accepted == (reports[0].pk,)
    services.return_report(above, ReturnReport(reports[1].pk, "again"))
    with pytest.raises(UnknownReport):
        services.return_report(beside, ReturnReport(reports[1].pk, "again"))


def test_what_is_accepted_after_a_freeze_counts_from_after_it(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    frozen = services.freeze_counting(later(console()))
    assert frozen == LATER
    services.accept_reports(city.reviewer, AcceptReports([report.pk]))
    assert city.report("A1").counted.counted_from > frozen


def test_a_freeze_is_never_before_what_counts_already(city):
    accepted(city, "A1", families=3)
    assert services.freeze_counting(later(console(), -3)) == NOW
