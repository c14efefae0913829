"""Drafts are each person's own, the newest in place of the last, and few."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.organisation import NOW, acting, tree

from mandate.platform.access.actor import Actor, Role, guest
from mandate.platform.text.drafts import (
    LONGEST,
    MOST,
    DropDraft,
    KeepDraft,
    Outcome,
    Typing,
    draft_at,
    drop_draft,
    keep_draft,
)
from mandate.platform.text.models import Draft

pytestmark = pytest.mark.django_db
SHEET = Typing()  # without script, and always the same


@pytest.fixture
def writer() -> Actor:
    return acting(Role.SECRETARY, tree()["A"])


def keep(actor: Actor, place: str = "a", text: str = "x", seen: int = 0, typing: Typing = SHEET) -> Outcome:
    return keep_draft(actor, KeepDraft(place, seen, {"text": text}, typing))


def drop(actor: Actor, place: str, typing: Typing = SHEET) -> bool:
    return drop_draft(actor, DropDraft(place, typing))


def text_at(actor: Actor, place: str = "a") -> str | None:
    draft = draft_at(actor, place)
    return draft and draft.parts["text"]


def test_the_newest_stands_and_to_the_letter(writer: Actor) -> None:
    assert [keep(writer), keep(writer, text=" y \n\n", seen=3)] == [Outcome.KEPT] * 2
    draft = draft_at(writer, "a")
    assert draft and (draft.parts, draft.seen, draft.at) == ({"text": " y \n\n"}, 3, NOW)
    assert Draft.objects.count() == 1
    drop(writer, "b")
    assert draft_at(writer, "a")
    drop(writer, "a")
    assert draft_at(writer, "a") is None


def test_nobody_else_reads_or_drops_it(writer: Actor) -> None:
    keep(writer)
    for other in (acting(Role.ADMINISTRATOR, None), guest(NOW, "en")):
        assert draft_at(other, "a") is None
        drop(other, "a")
    assert draft_at(writer, "a")


def test_one_that_is_too_long_is_not_kept_and_takes_nothing_away(writer: Actor) -> None:
    keep(writer)
    assert keep(writer, text="x" * (LONGEST + 1)) is Outcome.LONG
    assert [draft.parts for draft in Draft.objects.all()] == [{"text": "x"}]


def test_of_too_many_the_oldest_go(writer: Actor) -> None:
    for place in range(MOST + 2):
        keep(replace(writer, now=NOW + timedelta(minutes=place)), str(place))
    assert Draft.objects.count() == MOST
    assert draft_at(writer, "1") is None and draft_at(writer, "2") and draft_at(writer, str(MOST + 1))


def test_what_a_page_sent_before_and_comes_late_takes_nothing_back(writer: Actor) -> None:
    keep(writer, text="Half a sen", typing=Typing("one", 2))
    assert keep(writer, text="Half", typing=Typing("one", 1)) is Outcome.LATE
    assert text_at(writer) == "Half a sen"
    assert drop(writer, "a", Typing("one", 4))
    assert keep(writer, text="Half a sentence", typing=Typing("one", 3)) is Outcome.LATE
    assert text_at(writer) is None, "it was saved, or given up"
    # Whoever goes back to the page and types on is not late, and neither is another page.
    assert keep(writer, text="Once more", typing=Typing("one", 5)) is Outcome.KEPT
    assert drop(writer, "a", Typing("one", 6))
    assert keep(writer, text="Elsewhere", typing=Typing("two", 1)) is Outcome.KEPT


def test_what_is_typed_after_the_saving_was_asked_for_stays(writer: Actor) -> None:
    keep(writer, text="Typed on", typing=Typing("one", 3))
    assert not drop(writer, "a", Typing("one", 2))
    assert text_at(writer) == "Typed on"


def test_a_second_page_takes_no_draft_away_that_it_does_not_know(writer: Actor) -> None:
    keep(writer, text="First", typing=Typing("one", 1))
    assert keep(writer, text="Second", typing=Typing("two", 1)) is Outcome.ANOTHER
    assert not drop(writer, "a", Typing("two", 2)) and text_at(writer) == "First"
    # One that was opened with it goes on from it, and then the first is told.
    draft = draft_at(writer, "a")
    assert draft and keep(writer, text="Second", typing=Typing("two", 3, draft.mark)) is Outcome.KEPT
    assert keep(writer, text="First, and on", typing=Typing("one", 2)) is Outcome.ANOTHER
    assert text_at(writer) == "Second"
    # The first typed on meanwhile: what the third was opened with is not what stands.
    assert keep(writer, text="Third", typing=Typing("three", 1, draft.mark)) is Outcome.ANOTHER


def test_up_to_where_a_page_was_saved_is_known_for_a_day(writer: Actor) -> None:
    keep(writer, "a", typing=Typing("one", 1))
    drop(writer, "a", Typing("one", 2))
    keep(replace(writer, now=NOW + timedelta(hours=23)), "b")
    assert Draft.objects.count() == 2
    keep(replace(writer, now=NOW + timedelta(hours=25)), "b")
    assert Draft.objects.get().place == "b"
