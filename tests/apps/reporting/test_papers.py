"""Papers of a report: attached while it is written, kept with each revision, for whoever reads the report."""

import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from tests.apps.reporting.steps import accept, load, submit
from tests.support.files import PDF, TEXT, docx, picture
from tests.support.organisation import acting, console
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Paper, Report
from mandate.apps.reporting.queries.history import history
from mandate.apps.reporting.queries.papers import paper_for
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.visible import UnknownReport
from mandate.apps.reporting.services import (
    Attached,
    AttachPaper,
    PutPaperBack,
    StartCorrection,
    TakePaper,
    attach_paper,
    put_paper_back,
    take_paper,
)
from mandate.apps.units.services import MoveUnit, move_unit
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.files.models import Attachment, Content
from mandate.platform.files.services import store
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def attach(city: World, name: str = "minutes.pdf", data: bytes = PDF, actor: Actor | None = None) -> Attached:
    return attach_paper(actor or city.reporter, AttachPaper(city.report_ids["A1"], name, BytesIO(data)))


def take(city: World, paper: Attached, actor: Actor | None = None) -> None:
    take_paper(actor or city.reporter, TakePaper(city.report_ids["A1"], paper.paper_id))


def back(city: World, paper: Attached) -> None:
    put_paper_back(city.reporter, PutPaperBack(city.report_ids["A1"], paper.paper_id))


def here(city: World, actor: Actor | None = None) -> list[str]:
    """The papers on the page of the report."""
    page = report_page(actor or console(), city.report_ids["A1"])
    return [one.name for one in page.papers.here]


def by_revision(city: World) -> dict[int, list[str]]:
    page = history(console(), city.report_ids["A1"])
    return {row.number: [one.name for one in row.papers] for row in page.revisions}


def correct(city: World) -> None:
    services.start_correction(console(), StartCorrection(city.report_ids["A1"], "Miscounted"))


def told(city: World) -> list[str]:
    """What the journal says of papers."""
    rows = Entry.objects.filter(subject_kind="report", subject_id=city.report_ids["A1"]).order_by("id")
    return [
        event_from(row.code, row.data).sentence() for row in rows if row.code.startswith("reporting.paper")
    ]


def test_a_paper_is_kept_with_what_it_is_and_told_in_the_journal(city: World) -> None:
    done = attach(city)
    assert done.new
    row = Paper.objects.get(pk=done.paper_id)
    assert (row.name, row.since, row.until, row.attached_by_id) == (
        "minutes.pdf", 1, None, city.reporter.user_id
    )  # fmt: skip
    assert (row.content.kind, row.content.size, row.unit.code) == ("pdf", len(PDF), "A1")
    with store().open(row.content_id) as file:
        assert file.read() == PDF
    assert here(city) == ["minutes.pdf"]
    assert told(city) == ["Attached “minutes.pdf” to Yearly figures for 2023"]


def test_a_paper_alone_begins_no_report_and_its_first_revision_has_it(city: World) -> None:
    attach(city)
    assert city.report("A1").state == State.EXPECTED
    submit(city, "A1")
    assert by_revision(city) == {1: ["minutes.pdf"]}


def test_the_same_content_stands_there_once_whatever_it_is_called(city: World) -> None:
    first = attach(city)
    again = attach(city, "again.pdf")
    assert (again.paper_id, again.name, again.new) == (first.paper_id, "minutes.pdf", False)
    assert len(told(city)) == 1


def test_one_content_at_two_reports_is_kept_once(city: World) -> None:
    attach(city)
    attach_paper(console(), AttachPaper(city.report_ids["B1"], "other.pdf", BytesIO(PDF)))
    assert Content.objects.count() == 1 and Paper.objects.count() == 2


def test_what_is_taken_away_can_be_put_back(city: World) -> None:
    paper = attach(city)
    take(city, paper)
    take(city, paper)  # a second click
    assert here(city) == []
    page = report_page(city.reporter, city.report_ids["A1"])
    assert [one.name for one in page.papers.taken] == ["minutes.pdf"]
    back(city, paper)
    assert here(city) == ["minutes.pdf"]
    assert [sentence.split(" ")[0] for sentence in told(city)] == ["Attached", "Took", "Put"]


def test_what_was_attached_anew_meanwhile_is_not_put_back_beside_itself(city: World) -> None:
    paper = attach(city)
    take(city, paper)
    attach(city)
    assert report_page(city.reporter, city.report_ids["A1"]).papers.taken == ()
    with pytest.raises(ValidationError):
        back(city, paper)
    assert here(city) == ["minutes.pdf"]


def test_a_submitted_report_keeps_its_papers_as_they_are(city: World) -> None:
    paper = attach(city)
    submit(city, "A1")
    for action in (lambda: attach(city, "b.txt", TEXT), lambda: take(city, paper), lambda: back(city, paper)):
        with pytest.raises(ValidationError):
            action()
    assert here(city) == ["minutes.pdf"]
    services.withdraw_report(console(), services.WithdrawReport(city.report_ids["A1"]))
    take(city, paper)
    assert here(city) == []


def test_a_correction_begins_with_the_same_papers_and_takes_none_from_what_was_accepted(city: World) -> None:
    first, second = attach(city), attach(city, "list.txt", TEXT)
    accept(city, "A1")
    correct(city)
    assert here(city) == ["minutes.pdf", "list.txt"]
    take(city, first)
    attach(city, "new.docx", docx())
    assert by_revision(city) == {2: ["list.txt", "new.docx"], 1: ["minutes.pdf", "list.txt"]}
    accept(city, "A1")
    correct(city)
    take(city, second)
    assert by_revision(city) == {
        3: ["new.docx"], 2: ["list.txt", "new.docx"], 1: ["minutes.pdf", "list.txt"]
    }  # fmt: skip
    assert paper_for(city.reporter, city.report_ids["A1"], first.paper_id) is not None


def test_a_correction_that_is_discarded_and_taken_up_again_has_the_papers_that_it_had(city: World) -> None:
    first = attach(city)
    accept(city, "A1")
    correct(city)
    take(city, first)
    new = attach(city, "new.txt", TEXT)
    services.discard_correction(console(), services.DiscardCorrection(city.report_ids["A1"]))
    assert here(city) == ["minutes.pdf"]
    assert paper_for(city.reporter, city.report_ids["A1"], new.paper_id) is None
    services.resume_correction(console(), services.ResumeCorrection(city.report_ids["A1"]))
    assert here(city) == ["new.txt"]


def test_a_correction_begun_afresh_knows_nothing_of_one_that_was_discarded(city: World) -> None:
    first = attach(city)
    accept(city, "A1")
    correct(city)
    take(city, first)
    attach(city, "new.txt", TEXT)
    services.discard_correction(console(), services.DiscardCorrection(city.report_ids["A1"]))
    correct(city)
    assert here(city) == ["minutes.pdf"]
    assert by_revision(city) == {2: ["minutes.pdf"], 1: ["minutes.pdf"]}
    attach(city, "new.txt", TEXT)
    assert here(city) == ["minutes.pdf", "new.txt"]


def test_an_import_carries_the_papers_on(city: World) -> None:
    first = attach(city)
    accept(city, "A1")
    correct(city)
    take(city, first)
    services.discard_correction(console(), services.DiscardCorrection(city.report_ids["A1"]))
    load("A1,families,2023,77")
    assert by_revision(city) == {2: ["minutes.pdf"], 1: ["minutes.pdf"]}


def test_a_closed_period_takes_no_papers(city: World) -> None:
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    with pytest.raises(ValidationError, match="closed"):
        attach(city)
    assert not Attachment.objects.exists()


# --- who may ---


@pytest.mark.parametrize(
    ("role", "unit", "reads", "writes"),
    [
        (Role.REPORTER, "A1", True, True),
        (Role.SECRETARY, "A1", True, True),
        (Role.REPORTER, "A", True, True),  # from above
        (Role.SECRETARY, "C", True, True),
        (Role.REVIEWER, "A", True, False),
        (Role.OBSERVER, "A1", True, False),
        (Role.ADMINISTRATOR, "C", True, False),
        (Role.SECRETARY, "A2", False, False),  # beside
        (Role.SECRETARY, "B", False, False),
    ],
)
def test_who_reads_and_who_writes(city: World, role: Role, unit: str, reads: bool, writes: bool) -> None:
    paper = attach(city)
    actor = acting(role, city.units[unit])
    if not reads:
        with pytest.raises(UnknownReport):
            paper_for(actor, city.report_ids["A1"], paper.paper_id)
    else:
        assert paper_for(actor, city.report_ids["A1"], paper.paper_id) is not None
        assert here(city, actor) == ["minutes.pdf"]
        page = report_page(actor, city.report_ids["A1"])
        assert (page.papers.may_attach, page.papers.may_remove) == (writes, writes)
    if writes:
        attach(city, "more.txt", TEXT, actor)
        take(city, paper, actor)
    else:
        for action in (lambda: attach(city, "more.txt", TEXT, actor), lambda: take(city, paper, actor)):
            with pytest.raises((Forbidden, UnknownReport)):
                action()
        assert here(city) == ["minutes.pdf"]


def test_a_paper_is_found_at_its_own_report_only(city: World) -> None:
    paper = attach(city)
    reader = acting(Role.SECRETARY, city.units["C"])
    assert paper_for(reader, city.report_ids["B1"], paper.paper_id) is None
    take_paper(console(), TakePaper(city.report_ids["B1"], paper.paper_id))
    assert here(city) == ["minutes.pdf"]


def test_who_stood_above_a_unit_that_moved_reads_its_papers_as_its_figures(city: World) -> None:
    paper = attach(city)
    above = acting(Role.SECRETARY, city.units["A"])
    move_unit(console(), MoveUnit(city.units["A1"].pk, city.units["B"].pk, console().today))
    stood = replace(above, now=above.now + timedelta(days=2))
    assert paper_for(stood, city.report_ids["A1"], paper.paper_id) is not None
    with pytest.raises(Forbidden):
        attach(city, "more.txt", TEXT, stood)


# --- bounds ---


def test_so_many_files_at_one_report(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_AT_ONE", 2)
    first = attach(city, "1.txt", b"one")
    attach(city, "2.txt", b"two")
    with pytest.raises(ValidationError, match="no more than 2 files") as caught:
        attach(city, "3.txt", b"three")
    assert list(caught.value.message_dict) == ["file"]
    take(city, first)
    attach(city, "3.txt", b"three")
    with pytest.raises(ValidationError, match="no more than 2 files"):
        back(city, first)


def test_what_can_be_attached_nowhere_is_not_looked_at(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that looking would refuse is refused for the other reason."""
    monkeypatch.setattr(settings, "FILES_AT_ONE", 1)
    attach(city)
    with pytest.raises(ValidationError, match="no more than 1 files"):
        attach(city, "empty.txt", b"")
    submit(city, "A1")
    with pytest.raises(ValidationError, match="has been submitted"):
        attach(city, "empty.txt", b"")


def test_what_is_there_already_is_told_so_where_no_more_can_be(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture too, which is kept otherwise than it is sent."""
    monkeypatch.setattr(settings, "FILES_AT_ONE", 2)
    minutes, seen = attach(city), attach(city, "hall.jpg", picture())
    assert attach(city, "again.pdf") == Attached(minutes.paper_id, "minutes.pdf", new=False)
    assert attach(city, "again.jpg", picture()) == Attached(seen.paper_id, "hall.jpg", new=False)
    for name, data in (("other.jpg", picture(size=(41, 30))), ("other.txt", TEXT)):
        with pytest.raises(ValidationError, match="no more than 2 files"):
            attach(city, name, data)
    assert here(city) == ["minutes.pdf", "hall.jpg"] and len(told(city)) == 2


def test_so_much_by_one_person_within_a_day(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_DAY_MIB", 1)
    much = b"x" * 600_000
    take(city, attach(city, "1.txt", much))  # what is taken away was sent all the same
    with pytest.raises(ValidationError, match="more than 1 MB"):
        attach(city, "2.txt", much + b"y")
    tomorrow = replace(city.reporter, now=city.reporter.now + timedelta(days=1, minutes=1))
    attach(city, "2.txt", much + b"y", tomorrow)
    assert here(city) == ["2.txt"]


def test_a_store_that_takes_nothing_says_so_and_leaves_nothing(
    city: World, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", settings.FILES_DIR / "a-file" / "in-the-way")
    (settings.FILES_DIR.parent).write_text("no folder")
    with pytest.raises(ValidationError, match="cannot be kept at this moment"):
        attach(city)
    assert not Attachment.objects.exists() and not Content.objects.exists()
    settings.FILES_DIR.parent.unlink()


# --- at once ---


@pytest.mark.django_db(transaction=True)
def test_the_same_file_at_once_from_two_stands_there_once() -> None:
    city = world()
    start = threading.Barrier(2)
    done: list[bool] = []

    def send() -> None:
        try:
            start.wait()
            done.append(attach(city).new)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
    assert Paper.objects.count() == 1 and Content.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_paper_and_the_submission_at_once_end_with_one_of_two_orders() -> None:
    city = world()
    report: Report = city.report("A1")
    city.save(report, families=3)
    start = threading.Barrier(2)
    refused: list[str] = []

    def send() -> None:
        try:
            start.wait()
            attach(city)
        except ValidationError as error:
            refused.extend(error.messages)
        finally:
            connection.close()

    thread = threading.Thread(target=send)
    thread.start()
    start.wait()
    services.submit_report(console(), services.SubmitReport(report.pk))
    thread.join()
    assert bool(refused) != bool(here(city))
