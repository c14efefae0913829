"""Who may open a review again is told that somebody asks, and who asked, of the answer; both once, and
neither when it is past."""

import pytest
from tests.apps.reviews.asking import WHY, ask, close, refusal, secretary
from tests.apps.targets.city import City

from mandate.apps.reviews.services import confirm_reopening, refuse_reopening, withdraw_reopening
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.models import Notice
from mandate.platform.notices.queries import inbox, unread_count

pytestmark = pytest.mark.usefixtures("still")


def said(actor: Actor) -> list[tuple[str, str]]:
    return [(row.said.sentence, row.said.quote) for row in inbox(actor, {}).notices]


def test_who_may_answer_is_told_and_then_who_asked(city: City, first: Actor, second: Actor) -> None:
    ward = secretary(city, "ward", "A")
    close(city, first)
    asked = ask(city, first)
    assert said(second) == [("first asks to open again: Review for 2023, Thành phố", WHY)]
    assert said(first) == said(ward) == []
    refuse_reopening(second, refusal(asked, "Nothing was forgotten"))
    assert said(first) == [
        (
            "Review for 2023, Thành phố: second left it closed, though you asked to open it again.",
            "Nothing was forgotten",
        )
    ]
    assert inbox(first, {}).notices.page.object_list[0].said.address == "/unit/C/review/2023/"


def test_who_asked_is_told_that_it_is_open(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    confirm_reopening(second, ask(city, first))
    ((sentence, _),) = said(first)
    assert sentence == "Review for 2023, Thành phố: second opened it again, as you asked."


def test_what_another_has_answered_or_who_asked_took_back_waits_for_nobody(
    city: City, first: Actor, second: Actor
) -> None:
    third = secretary(city, "third")
    close(city, first)
    asked = ask(city, first)
    assert [unread_count(one) for one in (second, third)] == [1, 1]
    refuse_reopening(second, refusal(asked))
    assert [unread_count(one) for one in (second, third)] == [0, 0]
    again = ask(city, second)
    assert [unread_count(one) for one in (first, third)] == [2, 1]
    withdraw_reopening(second, again)
    assert [unread_count(one) for one in (first, third)] == [1, 0]
    assert Notice.objects.filter(kind="reviews.answered").count() == 1, "nobody answered the second"


def test_who_sees_the_review_no_more_is_not_told_the_answer(city: City, first: Actor, second: Actor) -> None:

    close(city, first)
    refuse_reopening(second, refusal(ask(city, first)))
    Grant.objects.filter(user_id=first.user_id).update(unit=city.units["B"])
    moved = actor_of(User.objects.get(pk=first.user_id), first.now)
    assert (said(moved), unread_count(moved)) == ([], 0)
