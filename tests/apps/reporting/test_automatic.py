"""Figures that Mandate counts: fixed when a report is submitted, and typed by nobody."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.apps.reporting.accepting import later
from tests.apps.reporting.counting import SENTENCE, automatic, counting_world, street
from tests.support.asking import asked_anew
from tests.support.organisation import acting, console
from tests.support.reporting import World, value
from tests.support.seeing import as_seen

from mandate.apps.indicators.definition import definition_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Report
from mandate.apps.reporting.queries.history import history
from mandate.apps.reporting.queries.report import ReportPage, report_page
from mandate.apps.reporting.queries.visible import UnknownReport
from mandate.apps.reporting.services import (
    AcceptReports,
    ClosePeriod,
    DiscardCorrection,
    FigureChange,
    ResumeCorrection,
    SaveDraft,
    SaveDrafts,
    SaveRule,
    StartCorrection,
    Stored,
    SubmitReport,
    SubmitReports,
    WithdrawReport,
)
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> World:
    """Wards A and B type families, and Mandate counts their streets: two and three."""
    return counting_world()


def page(city: World, unit: str = "A") -> ReportPage:
    return report_page(city.reviewer, city.report_ids[unit])


def below(city: World, unit: str = "A") -> Stored:
    """What stands for the count on the report's page."""
    return next(item.current for item in page(city, unit).items if item.code == "below")


def kept(city: World, unit: str = "A") -> dict[str, object]:
    """What the newest revision keeps."""
    return dict(city.figures(city.report(unit).revisions.latest("number")))


def submit(city: World, unit: str = "A", **figures: int) -> None:
    city.save(city.report(unit), console(), **(figures or {"families": 5}))
    services.submit_report(console(), SubmitReport(city.report_ids[unit]))


def accept(city: World, unit: str = "A") -> None:
    services.accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids[unit]])))


def test_it_is_counted_at_each_look_until_it_is_submitted_and_then_stands(city: World) -> None:
    assert below(city) == value(2) and not Figure.objects.exists()
    street(city.units, "A3", "A")
    assert below(city) == value(3)
    submit(city)
    street(city.units, "A4", "A")
    assert below(city) == value(3) and kept(city) == {"families": 5, "below": 3}
    accept(city)
    assert below(city) == value(3)


def test_what_is_counted_says_where_it_comes_from_and_what_is_typed_says_nothing(city: World) -> None:
    assert {item.code: item.counting for item in page(city).items} == {"families": "", "below": SENTENCE}


@pytest.mark.parametrize("answer", [value(2), value(9), Stored(Answer.NOT_APPLICABLE)])
def test_nobody_types_it_were_it_the_very_number(city: World, answer: Stored) -> None:
    changes = [
        FigureChange(city.families.pk, None, value(5)),
        FigureChange(city.indicators["below"].pk, None, answer),
    ]
    with pytest.raises(ValidationError) as refused:
        services.save_draft(city.reporter, SaveDraft(city.report_ids["A"], changes))
    assert refused.value.message_dict == {
        "below": ["Mandate counts this figure when the report is submitted; it is not typed."]
    }
    assert not Figure.objects.exists()


def test_a_withdrawn_report_is_counted_anew(city: World) -> None:
    submit(city)
    services.withdraw_report(city.reporter, WithdrawReport(city.report_ids["A"]))
    street(city.units, "A3", "A")
    assert below(city) == value(3)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert kept(city)["below"] == 3


def test_a_second_submit_counts_nothing_again(city: World) -> None:
    submit(city)
    street(city.units, "A3", "A")
    assert not services.submit_report(city.reporter, SubmitReport(city.report_ids["A"])).changed
    assert kept(city)["below"] == 2


def test_a_correction_counts_anew_and_what_counted_before_is_known_as_of_then(city: World) -> None:
    submit(city)
    accept(city)
    street(city.units, "A3", "A", date(2023, 12, 31))
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A"], "A street was missing."))
    assert below(city) == value(3)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    after = later(city.reviewer)
    services.accept_reports(after, AcceptReports(as_seen([city.report_ids["A"]])))
    year, unit = Period.parse("2023"), city.units["A"].pk

    def total(known_at: object) -> object:
        ledger = open_ledger(
            [city.indicators["below"]],
            year.start,
            year.end,
            today=after.today,
            unit_id=unit,
            known_at=known_at,  # type: ignore[arg-type] -- of tests
        )
        return ledger.total(unit, "below", year).value

    assert (total(city.reviewer.now), total(after.now)) == (2, 3)


def test_a_discarded_correction_leaves_what_was_accepted_and_resumed_is_counted_anew(city: World) -> None:
    submit(city)
    accept(city)
    report = city.report_ids["A"]
    services.start_correction(console(), StartCorrection(report, "Wrong."))
    street(city.units, "A3", "A")
    services.discard_correction(console(), DiscardCorrection(report))
    assert below(city) == value(2)
    services.resume_correction(console(), ResumeCorrection(report))
    assert below(city) == value(3)


def test_a_count_that_means_nothing_for_the_unit_is_not_applicable(city: World) -> None:
    close_unit(console(), CloseUnit(city.units["A1"].pk, date(2023, 12, 31)))
    close_unit(console(), CloseUnit(city.units["A2"].pk, date(2023, 12, 31)))
    assert below(city) == value(0)
    close_unit(console(), CloseUnit(city.units["A"].pk, date(2023, 12, 31)))
    assert below(city) == Stored(Answer.NOT_APPLICABLE)
    submit(city)
    figure = Figure.objects.get(indicator__code="below")
    assert (figure.answer, figure.value) == (Answer.NOT_APPLICABLE, None)


def test_a_required_figure_that_is_counted_is_there() -> None:
    city = counting_world(required=("families", "below"))
    submit(city)
    assert kept(city)["below"] == 2


def test_rules_see_it_as_any_other_figure(city: World) -> None:
    rule = SaveRule(None, "families >= below", "error", {"en": "{families} families in {below} units?"})
    services.save_rule(console(), rule)
    city.save(city.report("A"), families=1)
    assert [one.sentence for one in page(city).findings] == ["1 families in 2 units?"]
    with pytest.raises(ValidationError) as refused:
        services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert refused.value.message_dict == {"families": ["1 families in 2 units?"]}
    assert kept(city) == {"families": 1} and city.report("A").state == State.DRAFT


def test_with_one_figure_to_type_nothing_goes_up_before_it_is_begun(city: World) -> None:
    with pytest.raises(ValidationError) as refused:
        services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert refused.value.messages == ["Nothing has been entered in this report yet."]
    assert "submit" not in page(city).steps


def test_a_report_of_which_all_is_counted_is_submitted_and_accepted() -> None:
    city = counting_world(items=("below",))
    assert "submit" in page(city).steps
    assert services.submit_report(city.reporter, SubmitReport(city.report_ids["A"])).changed
    report = city.report("A")
    assert (report.state, report.first_submitted_at) == (State.SUBMITTED, city.reporter.now)
    revision = report.revisions.get()
    assert (revision.number, revision.state, revision.created_by_id) == (
        1,
        State.SUBMITTED,
        city.reporter.user_id,
    )
    assert city.figures(revision) == {"below": 2}
    accept(city)
    assert Figure.objects.get(counted=True).value == 2


def test_in_a_closed_period_nothing_is_counted_any_more() -> None:
    city = counting_world(items=("below",))
    services.close_period(console(), ClosePeriod(city.opened.pk))
    assert below(city) == Stored()
    with pytest.raises(ValidationError):
        services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert not Figure.objects.exists()


def test_the_journal_and_the_history_say_what_was_counted(city: World) -> None:
    submit(city)
    entry = Entry.objects.get(code="reporting.submitted")
    (change,) = event_from(entry.code, entry.data).differences()
    assert (change.label, change.old, change.new) == ("below", "", "2")
    step = history(city.reviewer, city.report_ids["A"]).steps[0]
    assert [(one.name, one.after.value) for one in step.changes] == [("Below", 2)]
    services.withdraw_report(city.reporter, WithdrawReport(city.report_ids["A"]))
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert Entry.objects.filter(code="reporting.submitted").latest("pk").data["counted"] == []


def test_old_rows_of_the_journal_are_read_without_it(city: World) -> None:
    told = {"form": {"en": "Structure"}, "period": "2023", "revision": 1}
    assert event_from("reporting.submitted", told).differences() == ()


def test_it_has_the_decimals_of_its_indicator(city: World) -> None:
    one = city.indicators["below"]
    definition = definition_of(one)
    exact = SaveIndicator(one.pk, type(definition)(one.code, decimals=2, counted=one.counted), one.names)
    save_indicator(console(), exact)
    submit(city)
    assert Entry.objects.get(code="reporting.submitted").data["counted"][0]["after"]["value"] == "2.00"


def test_whoever_could_not_submit_still_cannot() -> None:
    city = counting_world(items=("below",))
    with pytest.raises(Forbidden):
        services.submit_report(acting(Role.OBSERVER, city.units["C"]), SubmitReport(city.report_ids["A"]))
    with pytest.raises(UnknownReport):
        services.submit_report(acting(Role.REPORTER, city.units["B"]), SubmitReport(city.report_ids["A"]))
    assert not Figure.objects.exists()


def test_the_figures_stay_typed_once_the_part_that_counted_is_gone(city: World) -> None:
    Indicator.objects.filter(code="below").update(counted="gone.away")
    assert {item.code: item.counting for item in page(city).items} == {"families": "", "below": ""}
    submit(city, families=5, below=7)
    assert kept(city) == {"families": 5, "below": 7}


def test_what_it_counts_cannot_change_once_figures_are_kept(city: World) -> None:
    submit(city)
    one = city.indicators["below"]
    for counted in ("", "units.opened"):
        definition = type(definition_of(one))(one.code, over_time="last", counted=counted)
        with pytest.raises(ValidationError) as refused:
            save_indicator(console(), SaveIndicator(one.pk, definition, one.names))
        assert list(refused.value.message_dict) == ["counted"]


def test_many_reports_are_counted_and_submitted_in_as_many_queries_as_one() -> None:
    city = counting_world(kinds=("ward", "street"))
    changes = [FigureChange(city.families.pk, None, value(1))]
    drafts = [SaveDraft(pk, changes) for pk in city.report_ids.values()]
    services.save_drafts(console(), SaveDrafts(drafts))

    def queries(*ids: int) -> int:
        with asked_anew() as asked:
            done = services.submit_reports(console(), SubmitReports(ids))
        assert not any(isinstance(one, ValidationError) for one in done)
        return len(asked)

    one, *others = city.report_ids.values()
    assert queries(one) == queries(*others)
    assert Figure.objects.filter(indicator__code="below").count() == 7


def test_one_that_cannot_go_up_holds_up_no_other_and_keeps_no_count(city: World) -> None:
    city.save(city.report("B"), console(), families=1)
    ids = [city.report_ids["A"], city.report_ids["B"]]
    refused, done = services.submit_reports(console(), SubmitReports(ids))
    assert isinstance(refused, ValidationError) and not isinstance(done, ValidationError)
    assert Figure.objects.get(indicator__code="below").value == 3
    assert Report.objects.get(pk=ids[0]).state == State.EXPECTED


def test_two_counts_of_one_report_do_not_meet(city: World) -> None:
    other = automatic("opened", "units.opened")
    city.opened.indicator_ids = [*city.opened.indicator_ids, other.pk]
    city.opened.save()
    street(city.units, "A3", "A", date(2023, 5, 1))
    submit(city)
    assert kept(city) == {"families": 5, "below": 3, "opened": 1}
