"""Opening a closed review again where it takes two: who is asked, who answers, and what comes of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city
from tests.support.organisation import NOW, client_of, console, person

from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.queries import review_page, reviews_page
from mandate.apps.reviews.requests import own_requests, waiting_count, waiting_requests
from mandate.apps.reviews.services import (
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    close_review,
    confirm_reopening,
    refuse_reopening,
    reopen_review,
    withdraw_reopening,
)
from mandate.apps.units.services import CloseUnit, CreateUnit, MoveUnit, close_unit, create_unit, move_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden, visible
from mandate.platform.access.edge import actor_of
from mandate.platform.access.models import Grant, User
from mandate.platform.journal.audience import audience_of
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

YEAR = Period.parse("2023")
WHY = "A ward was forgotten"


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """The clock of the pages stands where that of the services does."""
    with time_machine.travel(NOW, tick=False):
        yield


def secretary(city: City, name: str, unit: str = "C") -> Actor:
    return actor_of(person(Role.SECRETARY, city.units[unit], f"{name}@example.org"), NOW)


@pytest.fixture
def first(city: City) -> Actor:
    return secretary(city, "first")


@pytest.fixture
def second(city: City) -> Actor:
    return secretary(city, "second")


def close(city: City, actor: Actor, unit: str = "C") -> Review:
    seen = Review.objects.filter(unit=city.units[unit]).values_list("version", flat=True).first() or 0
    return close_review(actor, CloseReview(city.units[unit].pk, YEAR, seen))


def ask(city: City, actor: Actor, unit: str = "C", reason: str = WHY) -> AskedReopening:
    """Ask to open a review again; what others then have before their eyes."""
    review = reopen_review(actor, ReopenReview(city.units[unit].pk, YEAR, reason))
    assert review.closed_at is not None
    return AskedReopening(city.units[unit].pk, Reopening.objects.get(review=review, answer="").pk)


def refusal(asked: AskedReopening, reason: str = "Nothing was forgotten") -> RefuseReopening:
    return RefuseReopening(asked.unit_id, asked.request_id, reason)


def is_closed(unit: str = "C") -> bool:
    return Review.objects.get(unit__code=unit).closed_at is not None


def sentences() -> list[str]:
    rows = Entry.objects.filter(
        code__in=("reviews.reopening_asked", "reviews.reopening_dropped", "reviews.reopened")
    )
    return [event_from(row.code, row.data).sentence() for row in rows.order_by("id")]


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
        assert (entry.data["asked_by"], entry.data["reason"]) == (asker.name, WHY)
        close(city, first)


def test_the_request_stands_on_the_desk_of_those_who_may_answer(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    ask(city, first)
    ward, observer = secretary(city, "ward", "A"), actor_of(person(Role.OBSERVER, city.units["C"]), NOW)
    (waits,) = waiting_requests(second)
    assert (waits.by, waits.reason, waits.place, waits.period) == (first.name, WHY, "Thành phố", YEAR)
    assert reviews_page(second, "C").requests == (waits,)
    assert waiting_count(second, city.units["C"].pk) == 1
    assert waiting_count(second, city.units["A"].pk) == 0, "it is not of the ward"
    for actor in (first, ward, observer):
        assert waiting_requests(actor) == () and waiting_count(actor, city.units["C"].pk) == 0
    assert reviews_page(ward, "A").requests == reviews_page(first, "C").requests == ()
    page = client_of(User.objects.get(pk=second.user_id)).get("/").content.decode()
    assert "Reviews to be opened again" in page and WHY in page and "badge-requests" in page


def test_who_asked_sees_that_it_waits_and_what_came_of_it(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    asked = ask(city, first)
    (mine,) = own_requests(first)
    assert (mine.answer, mine.others, mine.may_answer) == ("", (second.name,), False)
    desk = client_of(User.objects.get(pk=first.user_id))
    waiting = desk.get("/").content.decode()
    assert "It waits for second." in waiting and ">since " in waiting
    refuse_reopening(second, refusal(asked))
    (mine,) = own_requests(first)
    assert (mine.answer, mine.answered_by, mine.answer_reason) == (
        "refused",
        second.name,
        "Nothing was forgotten",
    )
    page = review_page(first, "C", "2023")
    assert page.may_reopen and page.request == mine, "it can be asked for again"
    told = desk.get("/").content.decode()
    assert "left it closed" in told and "Nothing was forgotten" in told
    assert ">since " not in told, "nothing waits any more"
    confirm_reopening(second, ask(city, first))
    assert [one.answer for one in own_requests(first)] == ["refused", "opened"]
    later = actor_of(User.objects.get(pk=first.user_id), NOW + timedelta(days=15))
    assert own_requests(later) == () == own_requests(second)


def test_what_came_of_an_earlier_request_is_not_told_of_a_later_deed(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first, "A")
    confirm_reopening(second, ask(city, first, "A"))
    told = review_page(first, "A", "2023").request
    assert told is not None and told.answer == "opened"
    close(city, secretary(city, "ward", "A"), "A")
    assert review_page(first, "A", "2023").request is None
    later = actor_of(User.objects.get(pk=first.user_id), NOW + timedelta(minutes=5))
    reopen_review(later, ReopenReview(city.units["A"].pk, YEAR, "A street was forgotten"))
    assert review_page(first, "A", "2023").request is None, "nobody asked for this opening"


def test_a_request_that_waits_is_shown_whatever_the_clocks_said(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    confirm_reopening(second, ask(city, first))
    close(city, first)
    slow = actor_of(User.objects.get(pk=first.user_id), NOW - timedelta(seconds=3))
    asked = ask(city, slow, reason="Another reason")
    for actor in (first, second):
        shown = review_page(actor, "C", "2023")
        assert shown.request is not None and shown.request.id == asked.request_id
        assert not shown.may_reopen


def test_a_request_is_told_to_who_may_answer_and_who_asked_alone(
    city: City, first: Actor, second: Actor
) -> None:
    """Not to those who see the review: page, journal and live messages alike."""
    close(city, first, "A")
    withdraw_reopening(first, ask(city, first, "A"))
    ask(city, first, "A")
    others = [
        actor_of(person(role, city.units[unit]), NOW)
        for role, unit in ((Role.OBSERVER, "C"), (Role.REVIEWER, "C"), (Role.SECRETARY, "A"))
    ]
    deeds = Entry.objects.filter(code__in=("reviews.reopening_asked", "reviews.reopening_dropped"))
    unit = city.units["A"].pk
    for actor, told in [(first, True), (second, True), *((other, False) for other in others)]:
        audience = audience_of(actor)
        assert audience.narrow(deeds).count() == (3 if told else 0)
        assert audience.hears("reviews.reopening_asked", unit) is told
        assert visible(actor, Reopening.objects.all()).exists() is told
        page = client_of(User.objects.get(pk=actor.user_id)).get(
            reverse("reviews:review", args=["A", "2023"])
        )
        assert (WHY in page.content.decode()) is told


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
    for deed in (
        lambda: confirm_reopening(second, old),
        lambda: refuse_reopening(second, refusal(old)),
        lambda: withdraw_reopening(first, old),
        lambda: confirm_reopening(second, AskedReopening(new.unit_id, 999_999)),
    ):
        with pytest.raises(ValidationError) as meanwhile:
            deed()
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
    assert waiting_count(second, city.units["C"].pk) == waiting_count(second, city.units["A"].pk) == 1
    reopen_review(second, ReopenReview(city.units["A"].pk, YEAR, "A street was forgotten"))
    assert not is_closed("A")
    (mine,) = own_requests(first)
    assert (mine.answer, mine.answered_by) == ("opened", second.name), "who opens it otherwise answers it"


def test_the_request_stands_when_its_asker_loses_the_role(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    asked = ask(city, first)
    Grant.objects.filter(user_id=first.user_id).delete()
    gone = actor_of(User.objects.get(pk=first.user_id), NOW)
    assert own_requests(gone) == () and [one.by for one in waiting_requests(second)] == [first.name]
    with pytest.raises(Forbidden):
        withdraw_reopening(gone, asked)
    person(Role.OBSERVER, city.units["C"], "first@example.org")
    seeing = actor_of(User.objects.get(pk=first.user_id), NOW)
    assert [one.mine for one in own_requests(seeing)] == [True]
    with pytest.raises(Forbidden):
        confirm_reopening(seeing, asked)
    assert not review_page(seeing, "C", "2023").may_reopen
    confirm_reopening(second, asked)
    assert not is_closed() and [one.answer for one in own_requests(seeing)] == ["opened"]


def test_somebody_without_the_role_meanwhile_answers_nothing(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    asked = ask(city, first)
    Grant.objects.filter(user_id=second.user_id).delete()
    gone = actor_of(User.objects.get(pk=second.user_id), NOW)
    for deed in (lambda: confirm_reopening(gone, asked), lambda: refuse_reopening(gone, refusal(asked))):
        with pytest.raises(Forbidden):
            deed()
    assert waiting_requests(gone) == () and is_closed()


def test_a_unit_that_comes_under_another_meanwhile_is_answered_for_there(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    asked = ask(city, first)
    land = create_unit(console(), CreateUnit("L", "land", {"en": "Land"}, None, date(2020, 1, 1)))
    move_unit(console(), MoveUnit(city.units["C"].pk, land.pk, date(2024, 1, 1)))
    above = actor_of(person(Role.SECRETARY, land, "land@example.org"), NOW)
    assert waiting_requests(second) == () and [one.role_on for one in waiting_requests(above)] == ["Land"]
    with pytest.raises(Forbidden):
        confirm_reopening(second, asked)
    assert [one.others for one in own_requests(first)] == [(above.name,)]
    withdraw_reopening(first, asked)
    assert waiting_requests(above) == ()


def test_a_unit_that_closes_meanwhile_is_still_answered_for(city: City, first: Actor, second: Actor) -> None:
    close(city, first, "A")
    asked = ask(city, first, "A")
    for code in ("A1", "A2", "A"):
        close_unit(console(), CloseUnit(city.units[code].pk, date(2024, 1, 2)))
    assert [one.place for one in waiting_requests(second)] == ["Phường A, Thành phố"]
    confirm_reopening(second, asked)
    assert not is_closed("A")


def test_of_a_unit_that_was_not_there_the_request_is_left_or_taken_back(
    city: City, first: Actor, second: Actor
) -> None:
    for code in ("A", "B"):
        close(city, first, code)
    one, other = ask(city, first, "A"), ask(city, first, "B")
    for code in ("A1", "A2", "A", "B1", "B2", "B3", "B"):
        close_unit(console(), CloseUnit(city.units[code].pk, date(2023, 6, 1)))
    with pytest.raises(ValidationError, match="did not exist"):
        confirm_reopening(second, one)
    refuse_reopening(second, refusal(one))
    withdraw_reopening(first, other)
    assert waiting_requests(second) == () and is_closed("A") and is_closed("B")


def test_alone_at_the_top_the_page_says_who_could_help(city: City, first: Actor) -> None:
    close(city, first)
    client = client_of(User.objects.get(pk=first.user_id))
    address = reverse("reviews:review", args=["C", "2023"])
    assert "Nobody else may do it at present" in client.get(address).content.decode()
    asked = ask(city, first)
    page = client.get(address).content.decode()
    assert "secretary of Thành phố" in page and "mandate reopen C 2023" in page
    assert "Nobody else may do it at present" in client.get("/").content.decode()
    second = secretary(city, "second")
    assert "Nobody else may do it at present" not in client.get(address).content.decode()
    confirm_reopening(second, asked)


def test_alone_above_the_role_is_named_on_the_unit_above(city: City, first: Actor) -> None:
    close(city, first, "A")
    secretary(city, "ward", "A")
    page = review_page(first, "A", "2023")
    assert (page.takes_two, page.others, page.role_on) == (True, (), "Thành phố")


def test_the_pages_lead_two_people_through_it(city: City, first: Actor, second: Actor) -> None:
    close(city, first)
    asker, other = (client_of(User.objects.get(pk=one.user_id)) for one in (first, second))
    address = reverse("reviews:review", args=["C", "2023"])

    def post(client: Client, deed: str, **typed: object) -> str:
        waits = Reopening.objects.filter(answer="").values_list("pk", flat=True).first() or 0
        sent = client.post(
            reverse(f"reviews:{deed}", args=["C", "2023"]), {"request": waits, **typed}, follow=True
        )
        return sent.content.decode()

    assert "Ask to open it again" in asker.get(address).content.decode()
    assert "This field is required" in post(asker, "reopen", reason="")
    assert "second person does it" in post(asker, "reopen", reason=WHY)
    page = other.get(address).content.decode()
    assert "first asked on" in page and WHY in page and "Take it back" not in page
    assert "This field is required" in post(other, "refuse", reason="") and is_closed()
    post(asker, "confirm")
    assert is_closed()
    assert "stays closed" in post(other, "refuse", reason="Nothing was forgotten")
    assert "Nothing was forgotten" in asker.get(address).content.decode()
    post(asker, "reopen", reason=WHY)
    assert "Take it back" in asker.get(address).content.decode()
    post(asker, "withdraw")
    assert "answered or taken back meanwhile" in post(other, "confirm")
    post(asker, "reopen", reason=WHY)
    assert "open again" in post(other, "confirm") and not is_closed()
    assert "second opened it again" in asker.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    city = made_city()
    first, second, third = (secretary(city, name) for name in ("first", "second", "third"))
    close(city, first)
    asked = ask(city, first)
    start = Barrier(3)

    def run(deed: object) -> object:
        start.wait(30)
        try:
            return deed()  # type: ignore[operator]
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    deeds = (
        lambda: confirm_reopening(second, asked),
        lambda: refuse_reopening(third, refusal(asked)),
        lambda: withdraw_reopening(first, asked),
    )
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(run, deeds))
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
