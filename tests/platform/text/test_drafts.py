"""Drafts are each person's own, the newest in place of the last, and few."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.organisation import NOW, acting, tree

from mandate.platform.access.actor import Actor, Role, guest
from mandate.platform.text.bounds import LENGTH
from mandate.platform.text.drafts import MOST, KeepDraft, draft_at, drop_draft, keep_draft
from mandate.platform.text.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Actor:
    return acting(Role.SECRETARY, tree()["A"])


def keep(actor: Actor, place: str = "a", text: str = "x", seen: int = 0) -> bool:
    return keep_draft(actor, KeepDraft(place, seen, {"text": text}))


def test_the_newest_stands_and_to_the_letter(writer: Actor) -> None:
    assert keep(writer) and keep(writer, text=" y \n\n", seen=3)
    draft = draft_at(writer, "a")
    assert draft and (draft.parts, draft.seen, draft.at) == ({"text": " y \n\n"}, 3, NOW)
    assert Draft.objects.count() == 1
    drop_draft(writer, "b")
    assert draft_at(writer, "a")
    drop_draft(writer, "a")
    assert draft_at(writer, "a") is None


def test_nobody_else_reads_or_drops_it(writer: Actor) -> None:
    keep(writer)
    for other in (acting(Role.ADMINISTRATOR, None), guest(NOW, "en")):
        assert draft_at(other, "a") is None
        drop_draft(other, "a")
    assert draft_at(writer, "a")


def test_one_that_is_too_long_is_not_kept_and_takes_nothing_away(writer: Actor) -> None:
    keep(writer)
    assert not keep(writer, text="x" * (LENGTH + 1)) and not keep(guest(NOW, "en"))
    assert [draft.parts for draft in Draft.objects.all()] == [{"text": "x"}]


def test_of_too_many_the_oldest_go(writer: Actor) -> None:
    for place in range(MOST + 2):
        keep(replace(writer, now=NOW + timedelta(minutes=place)), str(place))
    assert Draft.objects.count() == MOST
    assert draft_at(writer, "1") is None and draft_at(writer, "2") and draft_at(writer, str(MOST + 1))
