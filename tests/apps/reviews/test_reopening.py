"""Opening a closed review again where it takes two: who asks, who answers, and what comes of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.apps.reviews.asking import WHY, YEAR, ask, close, is_closed, refusal, secretary, sentences
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city

from mandate.apps.reviews.models import Reopening
from mandate.apps.reviews.requests import own_requests, waiting_count, waiting_requests
from mandate.apps.reviews.services import (
    AskedReopening,
    ReopenReview,
    confirm_reopening,
    refuse_reopening,
    reopen_review,
    withdraw_reopening,
)
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.usefixtures("still")


def test_at_the_top_one_asks_and_another_opens_again(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    for asker, other in ((first, second), (second, first)):
        asked = ask(city, asker)
        with pytest.raises(ValidationError) as own:
            confirm_reopening(asker, asked)
        assert own.value.code == "own" and is_closed()
        confirm_reopening(other, asked)
        assert not is_closed()
        entry = Entry.objects.filter(code="reviews.reopened").latest("id")
        assert (entry.data["asked_by"], entry.data["reason"]) == (asker.user_id, WHY)
        close(city, first)


def test_it_is_taken_back_or_turned_down_with_a_reason(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    asked = ask(city, first)
    with pytest.raises(Forbidden):
        withdraw_reopening(second, asked)
    with pytest.raises(ValidationError) as own:
        refuse_reopening(first, refusal(asked))
    assert own.value.code == "own"
    with pytest.raises(ValidationError) as empty:
        refuse_reopening(second, refusal(asked, "  "))
    assert "reason" in empty.value.error_dict
    withdraw_reopening(first, asked)
    assert waiting_requests(second) == () == own_requests(first)
    again = ask(city, first, reason="Two wards were forgotten")
    refuse_reopening(second, refusal(again))
    assert is_closed()
    assert sentences() == [
        f"Asked to open the review for 2023 again: {WHY}",
        "Took back the request to open the review for 2023 again",
        "Asked to open the review for 2023 again: Two wards were forgotten",
        "Left the review for 2023 closed, which first had asked to open again: Nothing was forgotten",
    ]


def test_what_was_answered_or_taken_back_is_not_answered_again(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    old = ask(city, first)
    withdraw_reopening(first, old)
    new = ask(city, first, reason="Another reason")
    for action in (
        lambda: confirm_reopening(second, old),
        lambda: refuse_reopening(second, refusal(old)),
        lambda: withdraw_reopening(first, old),
        lambda: confirm_reopening(second, AskedReopening(new.unit_id, 999_999)),
    ):
        with pytest.raises(ValidationError) as meanwhile:
            action()
        assert meanwhile.value.code == "answered"
    assert is_closed() and [one.id for one in waiting_requests(second)] == [new.request_id]


def test_a_second_request_does_not_take_the_place_of_the_first(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    asked = ask(city, first)
    for actor in (first, second):
        with pytest.raises(ValidationError) as taken:
            reopen_review(actor, ReopenReview(city.units["C"].pk, YEAR, "Mine"))
        assert taken.value.code == "asked"
    kept = Reopening.objects.get()
    assert (kept.pk, kept.asked_by_id, kept.reason) == (asked.request_id, first.user_id, WHY)


def test_a_request_of_another_unit_is_not_answered_by_the_way(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    asked = ask(city, first)
    other = AskedReopening(city.units["A"].pk, asked.request_id)
    with pytest.raises(ValidationError):
        confirm_reopening(second, other)
    assert is_closed()


def test_who_closed_a_review_below_only_asks_too(city: City, first: Actor, second: Actor) -> None:
    close(city, first, "A")
    asked = ask(city, first, "A")
    with pytest.raises(Forbidden):
        confirm_reopening(secretary(city, "ward", "A"), asked)
    assert [one.place for one in waiting_requests(second)] == ["Phường A, Thành phố"]
    assert waiting_count(second) == 1
    reopen_review(second, ReopenReview(city.units["A"].pk, YEAR, "A street was forgotten"))
    assert not is_closed("A")
    (mine,) = own_requests(first)
    assert (mine.answer, mine.answered_by) == ("opened", second.name), "who opens it otherwise answers it"


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    city = made_city()
    first, second, third = (secretary(city, name) for name in ("first", "second", "third"))
    close(city, first)
    asked = ask(city, first)
    start = Barrier(3)

    def run(action: object) -> object:
        start.wait(30)
        try:
            return action()  # type: ignore[operator]
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    actions = (
        lambda: confirm_reopening(second, asked),
        lambda: refuse_reopening(third, refusal(asked)),
        lambda: withdraw_reopening(first, asked),
    )
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(run, actions))
    assert results.count("answered") == 2
    request = Reopening.objects.get()
    assert request.answer and is_closed() == (request.answer != "opened")
    told = Entry.objects.filter(code__in=("reviews.reopened", "reviews.reopening_dropped"))
    assert told.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once() -> None:
    city = made_city()
    first, second = secretary(city, "first"), secretary(city, "second")
    close(city, first)
    start = Barrier(2)

    def run(actor: Actor) -> object:
        start.wait(30)
        try:
            return reopen_review(actor, ReopenReview(city.units["C"].pk, YEAR, WHY))
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, (first, second)))
    assert results.count("asked") == 1 and Reopening.objects.count() == 1
