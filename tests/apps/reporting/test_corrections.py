"""A correction is not lateness; an accepted one is shown as such; one that was begun can be discarded."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, value
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Report, Revision
from mandate.apps.reporting.queries.coverage import coverage_of
from mandate.apps.reporting.queries.lists import reports_list
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.tasks import due_count
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    StartCorrection,
    SubmitReport,
)
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.queries import review_content
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import User
from mandate.platform.journal.models import Entry
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")


def later(actor: Actor, days: int = 400) -> Actor:
    return replace(actor, now=NOW + timedelta(days=days))


def accepted(city: World, unit: str = "A1") -> Report:
    report = city.report(unit)
    city.save(report, families=3, cultural=2)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    return city.report(unit)


def begun(city: World, report: Report, new: int = 4) -> None:
    """A correction with one figure changed, a year after."""
    services.start_correction(later(city.reporter), StartCorrection(report.pk, "A family was forgotten"))
    change = FigureChange(city.families.pk, value(3), value(new, "counted again"))
    assert not services.save_draft(later(city.reporter), SaveDraft(report.pk, [change])).conflicts


def corrected(city: World, report: Report) -> None:
    begun(city, report)
    services.submit_report(later(city.reporter), SubmitReport(report.pk))
    services.accept_reports(later(city.reviewer), AcceptReports(as_seen([report.pk])))


def times(city: World, unit: str = "C") -> tuple[int, int, int]:
    found = coverage_of(later(console()), city.units[unit].pk, period=YEAR)
    return found.on_time, found.late, found.corrected


def test_correcting_what_came_in_time_does_not_make_it_late(city):
    report = accepted(city)
    assert times(city) == (1, 0, 0)
    begun(city, report)
    assert times(city) == (1, 0, 0)
    page = report_page(later(city.reporter), report.pk)
    assert page.correction and not page.overdue
    assert coverage_of(later(console()), city.units["A1"].pk, period=YEAR).overdue == 0
    services.submit_report(later(city.reporter), SubmitReport(report.pk))
    services.accept_reports(later(city.reviewer), AcceptReports(as_seen([report.pk])))
    assert times(city) == (1, 0, 1)


def test_correcting_what_came_late_does_not_bring_it_in_time_or_later(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(later(city.reporter, 30), SubmitReport(report.pk))
    services.accept_reports(later(city.reviewer, 30), AcceptReports(as_seen([report.pk])))
    assert times(city) == (0, 1, 0)
    corrected(city, report)
    assert times(city) == (0, 1, 1)
    assert city.report("A1").first_submitted_at == NOW + timedelta(days=30)


def test_correcting_what_was_imported_is_neither_in_time_nor_late(city):
    import_figures(console(), ImportFigures((FigureRow(2, "A1", "families", "2023", "3"),)))
    assert times(city) == (0, 0, 0)
    corrected(city, city.report("A1"))
    assert times(city) == (0, 0, 1)


def test_an_accepted_correction_is_shown_as_such(city):
    report = accepted(city)
    (row,) = show(reports_list(console(), city.units["A1"].pk, period=YEAR), {})
    assert not row.corrected and not report_page(console(), report.pk).corrected
    corrected(city, report)
    (row,) = show(reports_list(console(), city.units["A1"].pk, period=YEAR), {})
    assert row.corrected and report_page(console(), report.pk).corrected
    services.start_correction(city.reporter, StartCorrection(report.pk, "Once more"))
    (row,) = show(reports_list(console(), city.units["A1"].pk, period=YEAR), {})
    assert row.corrected and row.correction
    services.discard_correction(city.reporter, services.DiscardCorrection(report.pk))
    client = client_of(User.objects.get(pk=city.reviewer.user_id))
    page = client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    assert "Corrected, revision 2:" in page and "A family was forgotten" in page
    listed = client.get(reverse("reporting:reports", args=["C"]) + "?show=all&period=2023").content.decode()
    assert listed.count('<span class="tag">corrected</span>') == 1
    review = worded(review_content(later(console()), "C", YEAR), "en")
    assert "1 corrected" in review.coverage.details


@pytest.mark.parametrize("way", ["draft", "withdrawn", "returned"])
def test_a_correction_is_discarded_and_taken_up_again(city, way):
    report = accepted(city)
    counted = list(Figure.objects.filter(counted=True).order_by("pk").values())
    begun(city, report)
    if way != "draft":
        services.submit_report(city.reporter, SubmitReport(report.pk))
    if way == "withdrawn":
        services.withdraw_report(city.reporter, services.WithdrawReport(report.pk))
    elif way == "returned":
        services.return_report(city.reviewer, returning(report.pk, "Count again"))
    services.discard_correction(city.reporter, services.DiscardCorrection(report.pk))
    now = city.report("A1")
    assert (now.state, now.counted_id) == (State.ACCEPTED, report.counted_id)
    assert now.version > report.version
    assert list(Figure.objects.order_by("pk").values()) == counted
    assert report_page(city.reporter, report.pk).discarded
    services.resume_correction(city.reporter, services.ResumeCorrection(report.pk))
    revision = Revision.objects.get(report=report, number=2)
    assert city.figures(revision) == {"families": Decimal(4), "cultural": Decimal(2)}
    assert revision.figures.get(indicator=city.families).note == "counted again"
    assert revision.reason == "A family was forgotten"
    page = report_page(city.reporter, report.pk)
    assert page.state == ("returned" if way == "returned" else "draft")
    assert page.return_reason == ("Count again" if way == "returned" else "")
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert list(Figure.objects.filter(counted=True, indicator=city.families).values_list("value")) == [(4,)]
    assert Entry.objects.filter(code="reporting.correction_discarded").count() == 1


def test_only_a_correction_that_is_not_under_decision_is_discarded(city):
    first = city.report("A2")
    city.save(first, console(), families=3)
    report = accepted(city)
    for pk in (first.pk, report.pk):
        with pytest.raises(ValidationError):
            services.discard_correction(console(), services.DiscardCorrection(pk))
    begun(city, report)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    with pytest.raises(ValidationError, match="submitted"):
        services.discard_correction(city.reporter, services.DiscardCorrection(report.pk))
    services.withdraw_report(city.reporter, services.WithdrawReport(report.pk))
    with pytest.raises(Forbidden):
        services.discard_correction(
            acting(Role.REVIEWER, city.units["C"]), services.DiscardCorrection(report.pk)
        )
    services.close_period(console(), services.ClosePeriod(report.form_period_id))
    services.discard_correction(city.reporter, services.DiscardCorrection(report.pk))
    with pytest.raises(ValidationError):
        services.resume_correction(city.reporter, services.ResumeCorrection(report.pk))


def test_a_discarded_correction_is_not_taken_up_once_something_else_happened(city):
    report = accepted(city)
    begun(city, report)
    services.discard_correction(city.reporter, services.DiscardCorrection(report.pk))
    import_figures(console(), ImportFigures((FigureRow(2, "A1", "families", "2023", "9"),)))
    with pytest.raises(ValidationError, match="no discarded correction"):
        services.resume_correction(city.reporter, services.ResumeCorrection(report.pk))
    assert not report_page(city.reporter, report.pk).discarded


def test_the_pages_discard_and_take_up_again(city):
    report = accepted(city)
    begun(city, report)
    client = client_of(User.objects.get(pk=city.reporter.user_id))
    address = reverse("reporting:report", args=[report.pk])
    assert reverse("reporting:discard", args=[report.pk]) in client.get(address).content.decode()
    answer = client.post(reverse("reporting:discard", args=[report.pk]), follow=True).content.decode()
    assert "The correction is discarded." in answer
    assert reverse("reporting:resume", args=[report.pk]) in answer
    other = client_of(person(Role.REVIEWER, city.units["A"]))
    assert reverse("reporting:resume", args=[report.pk]) not in other.get(address).content.decode()
    client.post(reverse("reporting:resume", args=[report.pk]))
    assert city.report("A1").state == State.DRAFT


def test_a_correction_has_no_day_on_the_desk(city):
    report = accepted(city)
    user = person(Role.SECRETARY, city.units["A1"])
    begun(city, report)
    page = client_of(user).get("/").content.decode()
    row = page[page.index(f'id="due-{report.pk}"') :].partition("</li>")[0]
    assert "correction" in row and "<time" not in row
    assert due_count(replace(city.reporter, user_id=user.pk)) == 1


def test_a_correction_tells_its_own_time_of_saving(city: World) -> None:
    report = accepted(city)
    assert report_page(city.reporter, report.pk).saved_at == NOW
    start = later(city.reporter)
    services.start_correction(start, StartCorrection(report.pk, "A family was forgotten"))
    assert report_page(start, report.pk).saved_at == start.now
    after = later(city.reporter, 401)
    change = FigureChange(city.families.pk, value(3), value(4, "counted again"))
    services.save_draft(after, SaveDraft(report.pk, [change]))
    assert report_page(after, report.pk).saved_at == after.now
