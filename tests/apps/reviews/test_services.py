"""Writing the notes, closing, what is corrected afterwards, and opening again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.apps.targets.city import City
from tests.support.organisation import NOW, acting, console
from tests.support.seeing import as_seen

from mandate.apps.reporting import services as reporting
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    StartCorrection,
    Stored,
    SubmitReport,
)
from mandate.apps.reviews.content import Content
from mandate.apps.reviews.frozen import frozen
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import review_content, review_page
from mandate.apps.reviews.services import (
    CloseReview,
    ReopenReview,
    SaveNotes,
    close_review,
    reopen_review,
    save_notes,
)
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry
from mandate.platform.text.bounds import LENGTH

YEAR = Period.parse("2023")


@pytest.fixture
def secretary(city: City) -> Actor:
    return acting(Role.SECRETARY, city.units["C"])


@pytest.fixture
def ward(city: City) -> Actor:
    return acting(Role.SECRETARY, city.units["A"])


def note(city: City, actor: Actor, seen: int, unit: str = "C", **sections: str):
    return save_notes(actor, SaveNotes(city.units[unit].pk, YEAR, seen, sections))


def close(city: City, actor: Actor, unit: str = "C", seen: int = 0) -> Review:
    return close_review(actor, CloseReview(city.units[unit].pk, YEAR, seen))


def closed(unit: str = "C") -> Content:
    return review_content(console(), unit, YEAR)


def correct(city: City, unit: str, indicator: str, old: str, new: str, reason: str, days: int = 20) -> Report:
    """An accepted report corrected and accepted again, some days later."""
    then = replace(console(NOW + timedelta(days=days)), name="L. A. Xuân")
    report = Report.objects.get(unit__code=unit, form_period__period="2023")
    reporting.start_correction(then, StartCorrection(report.pk, reason))
    change = FigureChange(
        city.indicators[indicator].pk,
        Stored(Answer.VALUE, Decimal(old)),
        Stored(Answer.VALUE, Decimal(new)),
    )
    assert not reporting.save_draft(then, SaveDraft(report.pk, [change])).conflicts
    reporting.submit_report(then, SubmitReport(report.pk))
    reporting.accept_reports(then, AcceptReports(as_seen([report.pk])))
    return report


def test_notes_are_kept_with_who_when_and_in_which_language(city: City, secretary: Actor) -> None:
    saved = note(city, secretary, 0, summary="  Good year.  \r\n\r\n- pots \r\n", next_steps="Plan")
    assert not saved.conflict
    assert saved.notes.sections["summary"] == "Good year.\n\n- pots"
    content = closed()
    assert content.notes.sections["next_steps"] == "Plan" and content.notes.language == "en"
    entry = Entry.objects.get(code="reviews.notes_saved")
    assert entry.data["before"]["summary"] == "" and set(entry.data["after"]) == {"summary", "next_steps"}
    assert "2023" in event_from(entry.code, entry.data).sentence()


def test_two_editors_never_overwrite_each_other_unseen(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Mine")
    other = acting(Role.SECRETARY, city.units["C"], NOW)
    refused = note(city, other, 0, summary="Theirs")
    assert refused.conflict and refused.notes.sections["summary"] == "Mine" and refused.notes.version == 1
    assert Review.objects.get().notes["summary"] == "Mine"
    assert Entry.objects.filter(code="reviews.notes_saved").count() == 1
    assert not note(city, other, 1, summary="Mine and theirs").conflict


def test_saving_the_same_twice_counts_once(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Same")
    assert not note(city, secretary, 0, summary="Same").conflict
    assert Entry.objects.filter(code="reviews.notes_saved").count() == 1


def test_a_text_that_is_too_long_is_refused_at_its_section(city: City, secretary: Actor) -> None:
    with pytest.raises(ValidationError) as error:
        note(city, secretary, 0, went_well="x" * (LENGTH + 1))
    assert set(error.value.error_dict) == {"went_well"}
    assert Review.objects.count() == 0 or not Review.objects.get().notes


def test_closing_keeps_names_targets_and_figures(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Before closing")
    before = frozen(closed())
    review = close(city, secretary, seen=1)
    later = replace(console(), now=NOW + timedelta(days=30))
    rename_unit(later, RenameUnit(city.units["C"].pk, {"en": "Another"}))
    target = SetTarget(city.units["C"].pk, city.indicators["cultural"].pk, "2023", "999", "at_least")
    set_target(later, target)
    content = closed()
    assert content.unit == before.unit and content.lines == before.lines
    assert content.rankings == before.rankings and content.coverage == before.coverage
    assert content.closed_at == review.closed_at and content.closed_by == secretary.name
    assert content.corrections == ()
    entry = Entry.objects.get(code="reviews.closed")
    assert "2 of 3 targets" in event_from(entry.code, entry.data).sentence()
    assert entry.user_id == secretary.user_id


def test_a_later_correction_shows_as_such_everywhere_it_counts(city: City, secretary: Actor) -> None:
    close(city, secretary)
    report = correct(city, "A1", "families", "100", "120", "two households were counted twice")
    content = closed()
    assert content.line("families").now.value == 500, "what was closed stays"
    found = {(row.unit.code, row.indicator): (row.old.value, row.new.value) for row in content.corrections}
    assert found == {
        ("C", "families"): (Decimal(500), Decimal(520)),
        ("C", "share"): (Decimal("84.0"), Decimal("80.8")),
        ("A", "families"): (Decimal(200), Decimal(220)),
        ("A", "share"): (Decimal("85.0"), Decimal("77.3")),
    }
    assert all([one.report_id for one in row.causes] == [report.pk] for row in content.corrections)
    cause = content.corrections[0].causes[0]
    assert (cause.report_id, cause.unit.code, cause.revision) == (report.pk, "A1", 2)
    assert cause.reason == "two households were counted twice"
    assert cause.at == NOW + timedelta(days=20)
    then = source(console(), city.units["C"].pk, "families", YEAR, known_at=content.closed_at)
    assert then.total.value == 500
    assert source(console(), city.units["C"].pk, "families", YEAR).total.value == 520


def test_a_correction_in_the_very_moment_of_closing_is_after_it(city: City, secretary: Actor) -> None:
    closed_at = close(city, secretary).closed_at
    correct(city, "A1", "families", "100", "120", "at once", days=0)
    then = source(console(), city.units["C"].pk, "families", YEAR, known_at=closed_at)
    assert then.total.value == 500
    assert {row.unit.code for row in closed().corrections} == {"A", "C"}


def test_a_report_accepted_late_is_a_correction_too(city: City, secretary: Actor) -> None:
    close(city, secretary)
    later = console(NOW + timedelta(days=9))
    report = Report.objects.get(unit__code="B3", form_period__period="2023")
    change = FigureChange(city.indicators["families"].pk, None, Stored(Answer.VALUE, Decimal(50)))
    reporting.save_draft(later, SaveDraft(report.pk, [change]))
    reporting.submit_report(later, SubmitReport(report.pk))
    reporting.accept_reports(later, AcceptReports(as_seen([report.pk])))
    row = closed().corrections[0]
    assert (row.unit.code, row.new.value, row.causes[0].revision) == ("C", Decimal(550), 1)


def test_a_correction_elsewhere_leaves_a_closed_review_alone(city: City, secretary: Actor) -> None:
    close(city, secretary, "A")
    correct(city, "B1", "families", "200", "210", "other ward")
    assert closed("A").corrections == ()


def test_a_correction_before_closing_is_none(city: City, secretary: Actor) -> None:
    correct(city, "A1", "families", "100", "120", "in time", days=1)
    later = replace(secretary, now=NOW + timedelta(days=2))
    close(city, later)
    assert closed().line("families").now.value == 520 and closed().corrections == ()


def test_what_is_closed_cannot_be_written_or_closed_again(city: City, secretary: Actor) -> None:
    close(city, secretary)
    for action in (lambda: note(city, secretary, 1, summary="x"), lambda: close(city, secretary, seen=1)):
        with pytest.raises(ValidationError, match="closed"):
            action()


def test_a_period_under_way_cannot_be_closed(city: City, secretary: Actor) -> None:
    with pytest.raises(ValidationError, match="not ended"):
        close_review(secretary, CloseReview(city.units["C"].pk, Period.parse("2024"), 0))


def test_closing_with_notes_not_seen_is_refused(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="New words")
    with pytest.raises(ValidationError, match="notes were changed"):
        close(city, secretary, seen=0)
    assert Review.objects.get().content is None


def test_the_level_above_opens_again_with_a_reason(city: City, secretary: Actor, ward: Actor) -> None:
    close(city, ward, "A")
    unit = city.units["A"].pk
    with pytest.raises(Forbidden):
        reopen_review(ward, ReopenReview(unit, YEAR, "mine"))
    with pytest.raises(ValidationError) as error:
        reopen_review(secretary, ReopenReview(unit, YEAR, "  "))
    assert "reason" in error.value.error_dict
    reopen_review(secretary, ReopenReview(unit, YEAR, "A street was forgotten"))
    assert closed("A").closed_at is None
    entry = Entry.objects.get(code="reviews.reopened")
    assert entry.data["reason"] == "A street was forgotten" and entry.data["closed_by"] == ward.user_id
    with pytest.raises(ValidationError, match="open"):
        reopen_review(secretary, ReopenReview(unit, YEAR, "again"))


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REVIEWER, Role.OBSERVER, Role.ADMINISTRATOR])
def test_only_a_secretary_writes_and_closes(city: City, role: Role) -> None:
    actor = acting(role, city.units["C"])
    with pytest.raises(Forbidden):
        note(city, actor, 0, summary="x")
    with pytest.raises(Forbidden):
        close(city, actor)
    assert review_page(actor, "C", "2023").content.line("families").now.value == 500
    assert not review_page(actor, "C", "2023").may_edit


def test_a_secretary_elsewhere_writes_nothing(city: City, ward: Actor) -> None:
    with pytest.raises(Forbidden):
        note(city, ward, 0, unit="B", summary="x")
    with pytest.raises(Forbidden):
        close(city, ward, "C")
