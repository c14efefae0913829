"""The notes of a review: each save a version, going back, what is not saved, texts from before Markdown."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.apps.reviews.test_services import YEAR, closed, note
from tests.apps.targets.city import City
from tests.support.organisation import NOW, acting, client_of, console, person

from mandate.apps.reviews.codec import from_json, to_json
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import UnknownReview, notes_draft, notes_state, review_content
from mandate.apps.reviews.services import (
    CloseReview,
    NotesDraft,
    ReopenReview,
    RestoreNotes,
    close_review,
    keep_notes_draft,
    reopen_review,
    restore_notes,
)
from mandate.apps.reviews.versions import comparison_page, versions_page
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.request import actor_of
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry
from mandate.platform.text.bounds import BRACKETS, LENGTH, TABLES
from mandate.platform.text.models import Draft, Version

SECTIONS = {"summary": "", "went_well": "", "went_badly": "", "next_steps": ""}


@pytest.fixture
def secretary(city: City) -> Actor:
    return acting(Role.SECRETARY, city.units["C"])


def back(city: City, actor: Actor, seen: int, number: int):
    return restore_notes(actor, RestoreNotes(city.units["C"].pk, YEAR, seen, number))


def address(name: str, unit: str = "C") -> str:
    return reverse(f"reviews:{name}", args=[unit, "2023"])


def test_each_save_is_a_version_and_the_newest_is_what_the_review_says(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Ten streets")
    note(
        city,
        replace(secretary, now=NOW + timedelta(days=1)),
        1,
        summary="Ten more streets",
        next_steps="Plan",
    )
    note(city, secretary, 2, summary="Ten more streets", next_steps="Plan")  # the same once more
    rows = list(versions_page(secretary, "C", "2023", {}).rows)
    assert [(row.number, row.by, row.at, row.newest) for row in rows] == [
        (2, secretary.name, NOW + timedelta(days=1), True),
        (1, secretary.name, NOW, False),
    ]
    assert [row.changed for row in rows] == [("Summary", "Next steps"), ("Summary",)]
    review = Review.objects.get()
    assert Version.objects.get(number=2).parts == review.notes


def test_two_versions_differ_by_their_words(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Ten streets", went_well="Pots")
    note(city, secretary, 1, summary="Ten more streets", went_well="Pots")
    page = comparison_page(secretary, "C", "2023", None, None)
    assert page.old and (page.old.number, page.new.number) == (1, 2)
    (changed,) = page.changed
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("same", "Ten "),
        ("new", "more "),
        ("same", "streets"),
    ]
    first = comparison_page(secretary, "C", "2023", None, 1)
    assert first.old is None and [one.key for one in first.changed] == ["summary", "went_well"]
    for old, new in ((None, 3), (7, 2), (None, 0)):
        with pytest.raises(UnknownReview):
            comparison_page(secretary, "C", "2023", old, new)


def test_going_back_is_a_new_version_and_can_be_taken_back(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="First")
    note(city, secretary, 1, summary="Second")
    assert back(city, secretary, 2, 1).sections["summary"] == "First"
    assert [
        (one.number, one.parts["summary"], one.back_to) for one in Version.objects.order_by("number")
    ] == [
        (1, "First", None),
        (2, "Second", None),
        (3, "First", 1),
    ]
    entry = Entry.objects.get(code="reviews.notes_restored")
    assert "version 1" in event_from(entry.code, entry.data).sentence()
    assert entry.data["before"] == {"summary": "Second"} and entry.data["after"] == {"summary": "First"}
    back(city, secretary, 3, 2)
    assert closed().notes.sections["summary"] == "Second"
    back(city, secretary, 4, 4)
    assert Version.objects.count() == 4, "the notes are so already"


def test_nobody_goes_back_unseen_or_where_it_is_closed(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="First")
    note(city, secretary, 1, summary="Second")
    for seen, number, told in ((1, 1, "changed meanwhile"), (2, 9, "no such version")):
        with pytest.raises(ValidationError, match=told):
            back(city, secretary, seen, number)
    close_review(secretary, CloseReview(city.units["C"].pk, YEAR, 2))
    with pytest.raises(ValidationError, match="closed"):
        back(city, secretary, 2, 1)
    assert Review.objects.get().notes["summary"] == "Second"


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REVIEWER, Role.OBSERVER, Role.ADMINISTRATOR])
def test_whoever_reads_the_review_reads_its_versions_and_only_a_secretary_goes_back(
    city: City, secretary: Actor, role: Role
) -> None:
    note(city, secretary, 0, summary="First")
    note(city, secretary, 1, summary="Second")
    actor = acting(role, city.units["C"])
    assert len(list(versions_page(actor, "C", "2023", {}).rows)) == 2
    assert not comparison_page(actor, "C", "2023", 1, 2).may_restore
    with pytest.raises(Forbidden):
        back(city, actor, 2, 1)
    with pytest.raises(Forbidden):
        keep_notes_draft(actor, NotesDraft(city.units["C"].pk, YEAR, 2, {"summary": "x"}))


def test_who_stands_beside_or_below_reads_no_version(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="First")
    below = client_of(person(Role.SECRETARY, city.units["A"]))
    for name in ("versions", "compare"):
        assert below.get(address(name)).status_code == 404
    for name in ("draft", "restore"):
        assert below.post(address(name), {**SECTIONS, "seen": "1", "number": "1"}).status_code == 404
    assert not Draft.objects.exclude(parts={}).exists()


def test_a_text_that_holds_too_much_is_refused_at_its_section(city: City, secretary: Actor) -> None:
    with pytest.raises(ValidationError) as error:
        note(city, secretary, 0, went_well="[" * (BRACKETS + 1))
    assert set(error.value.error_dict) == {"went_well"} and not Version.objects.exists()


def test_what_is_typed_is_kept_for_its_writer_alone_and_offered_again(city: City) -> None:
    mine, other = (
        client_of(person(Role.SECRETARY, city.units["C"], f"{name}@example.org"))
        for name in ("mine", "other")
    )
    answer = mine.post(address("draft"), {**SECTIONS, "summary": "Half a sen", "seen": "0"})
    assert answer.status_code == 200 and b"Not saved yet" in answer.content
    assert not Review.objects.exists() and not Entry.objects.filter(code__startswith="reviews")
    shown = mine.get(address("notes")).content.decode()
    assert "Half a sen</textarea>" in shown and "did not save it" in shown
    shown = other.get(address("notes")).content.decode()
    assert "Half a sen" not in shown and "did not save it" not in shown
    assert b"Half a sen" not in other.get(address("review")).content
    # The other saves meanwhile: the draft says so, and saving it shows both texts.
    other.post(address("notes"), {**SECTIONS, "summary": "Saved by the other", "seen": "0"})
    assert "The notes were changed since" in mine.get(address("notes")).content.decode()
    answer = mine.post(address("notes"), {**SECTIONS, "summary": "Half a sentence", "seen": "0"})
    assert answer.status_code == 409 and b"Saved by the other" in answer.content
    assert "Half a sentence</textarea>" in mine.get(address("notes")).content.decode()
    mine.post(address("notes"), {**SECTIONS, "summary": "Both", "seen": "1"})
    assert "did not save it" not in mine.get(address("notes")).content.decode()
    assert Review.objects.get().notes["summary"] == "Both"


def test_what_was_typed_is_kept_by_a_preview_and_a_refusal_and_goes_when_discarded(city: City) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    client.post(address("notes"), {**SECTIONS, "summary": "To look at", "seen": "0", "do": "preview"})
    assert "To look at</textarea>" in client.get(address("notes")).content.decode()
    long = "x" * 20_001
    assert client.post(address("notes"), {**SECTIONS, "summary": long, "seen": "0"}).status_code == 422
    assert long in client.get(address("notes")).content.decode()
    assert client.post(address("notes"), {"do": "discard"}).status_code == 302
    assert "did not save it" not in client.get(address("notes")).content.decode()


def test_a_draft_that_says_what_is_saved_is_none(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Saved")
    unit = city.units["C"].pk
    keep_notes_draft(secretary, NotesDraft(unit, YEAR, 1, {"summary": "Saved \r\n"}))
    assert notes_draft(secretary, unit, YEAR, notes_state(Review.objects.get())) is None


def test_a_draft_that_comes_after_its_writer_saved_is_none(city: City) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    page = {**SECTIONS, "seen": "0", "sheet": "a1"}
    client.post(address("draft"), {**page, "summary": "Half", "turn": "1"})
    client.post(address("notes"), {**page, "summary": "Half a sentence", "turn": "3"})
    late = client.post(address("draft"), {**page, "summary": "Half a sen", "turn": "2"})
    assert late.status_code == 204
    shown = client.get(address("notes")).content.decode()
    assert "Half a sentence</textarea>" in shown and "did not save it" not in shown
    # The same after it was given up.
    client.post(address("draft"), {**page, "summary": "Other", "turn": "4", "seen": "1"})
    client.post(address("notes"), {**page, "do": "discard", "turn": "6"})
    client.post(address("draft"), {**page, "summary": "Others", "turn": "5", "seen": "1"})
    assert "did not save it" not in client.get(address("notes")).content.decode()


def test_a_second_window_is_told_of_the_draft_of_the_first(city: City) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    first, second = ({**SECTIONS, "seen": "0", "sheet": sheet, "turn": "1"} for sheet in ("a1", "b2"))
    client.post(address("draft"), {**first, "summary": "Of the first"})
    told = client.post(address("draft"), {**second, "summary": "Of the second"})
    assert told.status_code == 409 and b"In another window you typed something else" in told.content
    shown = client.post(address("notes"), {**second, "summary": "Of the second", "do": "preview"})
    assert b"In another window" in shown.content and b"Of the second</textarea>" in shown.content
    assert "Of the first</textarea>" in client.get(address("notes")).content.decode()
    # What is saved in the second leaves the draft of the first, which then says that the notes were changed.
    client.post(address("notes"), {**second, "summary": "Saved", "turn": "2"})
    shown = client.get(address("notes")).content.decode()
    assert "Of the first</textarea>" in shown and "The notes were changed since" in shown
    # Whoever was told may keep this one instead.
    (mark,) = {draft.mark for draft in Draft.objects.all()}
    instead = {**second, "summary": "Mine", "turn": "3", "seen": "1", "do": "instead", "standing": mark}
    assert client.post(address("draft"), instead).status_code == 200
    assert "Mine</textarea>" in client.get(address("notes")).content.decode()


def test_closing_and_opening_again_is_no_change_of_the_notes(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Saved")
    client = client_of(person(Role.SECRETARY, city.units["C"], "writer@example.org"))
    client.post(address("draft"), {**SECTIONS, "summary": "Half", "seen": "1"})
    close_review(secretary, CloseReview(city.units["C"].pk, YEAR, 1))
    reopen_review(console(), ReopenReview(city.units["C"].pk, YEAR, "A ward was forgotten"))
    shown = client.get(address("notes")).content.decode()
    assert "Half</textarea>" in shown and "The notes were changed since" not in shown
    answer = client.post(address("notes"), {**SECTIONS, "summary": "Whole", "seen": "1"})
    assert answer.status_code == 302 and Review.objects.get().version == 2


def test_a_review_that_was_closed_and_opened_before_counts_the_versions_of_its_notes(
    city: City, secretary: Actor
) -> None:
    note(city, secretary, 0, summary="Saved")
    Review.objects.update(version=5)
    other = actor_of(person(Role.SECRETARY, city.units["C"], "other@example.org"), NOW)
    for actor, seen in ((secretary, 5), (other, 3)):
        keep_notes_draft(actor, NotesDraft(city.units["C"].pk, YEAR, seen, {"summary": "Half"}))
    migration = import_module("mandate.apps.reviews.migrations.0007_version_of_the_notes")
    with connection.cursor() as cursor:
        cursor.execute(migration.FORWARD)
    assert Review.objects.get().version == 1
    assert [draft.seen for draft in Draft.objects.order_by("-seen")] == [1, 0]


def test_many_tables_are_as_many_sheets_with_names_of_their_own(city: City, secretary: Actor) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    note(city, secretary, 0, summary=table * TABLES, next_steps=table)
    book = load_workbook(BytesIO(write_document(review_content(console(), "C", YEAR), "en", "xlsx")))
    names = [name for name in book.sheetnames if name.startswith("Summary")]
    assert names == ["Summary", *(f"Summary ({number})" for number in range(2, TABLES + 1))]
    with pytest.raises(ValidationError, match="At most 10 tables"):
        note(city, secretary, 1, summary=table * (TABLES + 1))


def test_the_pages_of_versions_lead_back_to_an_earlier_one(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="Ten **streets**")
    note(city, secretary, 1, summary="Twelve **streets**")
    client = client_of(person(Role.SECRETARY, city.units["C"], "reader@example.org"))
    assert address("versions") in client.get(address("review")).content.decode()
    shown = client.get(address("versions")).content.decode()
    assert f'{address("compare")}?old=1"' in shown and "as it is now" in shown
    shown = client.get(f"{address('compare')}?old=1").content.decode()
    assert "taken out: </span>Ten</del>" in shown and "added: </span>Twelve</ins> **streets**" in shown
    assert address("restore") in shown
    assert client.post(address("restore"), {"seen": "2", "number": "1"}).status_code == 302
    assert "<p>Ten <strong>streets</strong></p>" in client.get(address("review")).content.decode()
    answer = client.post(address("restore"), {"seen": "2", "number": "2"}, follow=True)
    assert b"The notes were changed meanwhile" in answer.content
    table = client.get(f"{address('versions')}?file=csv").content.decode()
    assert table.count("\n") >= 4 and secretary.name in table


def test_a_text_looks_as_it_will(city: City) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    preview = f"{reverse('text:preview')}?field=summary"
    answer = client.post(preview, {"summary": "# Big <b>\n\n[x](javascript:x)"}).content.decode()
    assert "<h4>Big &lt;b&gt;</h4>" in answer and "href" not in answer
    assert b"square brackets" in client.post(preview, {"summary": "[" * 2000}).content
    assert b"At most 20000 characters" in client.post(preview, {"summary": "x" * (LENGTH + 1)}).content
    assert client.get(preview).status_code == 405
    assert Client().post(preview, {"summary": "x"}).status_code == 401


def test_markdown_comes_into_every_document(city: City, secretary: Actor, paper: None) -> None:
    text = "### Roads\n\n1. **Ten** streets\n2. [More](/unit/C/)\n\n> Well *done*\n\n"
    text += "| a | b |\n|---|---|\n| 7 | 8 |"
    note(city, secretary, 0, summary=text)
    content = review_content(console(), "C", YEAR)
    html = write_document(content, "en", "html").decode()
    assert "<h4>Roads</h4>" in html and "<li><p><strong>Ten</strong> streets</p></li>" in html
    assert '/unit/C/">More</a>' in html and "<blockquote><p>Well <em>done</em></p></blockquote>" in html
    assert '<th scope="row">7</th>' in html
    for format in ("pdf", "docx", "xlsx"):
        assert write_document(content, "vi", format)


OLD = "# 3 schools\n1. of May\n\n- *pots*\nEnd_of"


def test_a_review_closed_before_markdown_reads_as_it_did(city: City, secretary: Actor) -> None:
    note(city, secretary, 0, summary="x")
    stored = to_json(closed())
    stored["version"], stored["notes"]["sections"]["summary"] = 2, OLD
    told = write_document(from_json(stored), "en", "html").decode()
    assert (
        "<p># 3 schools 1. of May</p>" in told
        and "<li><p>*pots*</p></li>" in told
        and "<p>End_of</p>" in told
    )
    stored["version"] = 3
    assert "<h4>3 schools</h4>" in write_document(from_json(stored), "en", "html").decode()
