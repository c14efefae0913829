"""What desks and pages say of a request to open a closed review again, and to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.reviews.asking import WHY, YEAR, ask, close, is_closed, refusal, secretary
from tests.apps.targets.city import City
from tests.support.organisation import NOW, client_of, person

from mandate.apps.reviews.models import Reopening
from mandate.apps.reviews.queries import review_page, reviews_page
from mandate.apps.reviews.requests import own_requests, waiting_count, waiting_requests
from mandate.apps.reviews.services import (
    ReopenReview,
    confirm_reopening,
    refuse_reopening,
    reopen_review,
    withdraw_reopening,
)
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import visible
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.audience import Deed, audience_of
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.usefixtures("still")


def test_the_request_stands_on_the_desk_of_those_who_may_answer(
    city: City, first: Actor, second: Actor
) -> None:
    close(city, first)
    ask(city, first)
    ward, observer = secretary(city, "ward", "A"), actor_of(person(Role.OBSERVER, city.units["C"]), NOW)
    (waits,) = waiting_requests(second)
    assert (waits.by, waits.reason, waits.place, waits.period) == (first.name, WHY, "Thành phố", YEAR)
    assert reviews_page(second, "C", {}).requests == (waits,)
    assert waiting_count(second) == 1
    for actor in (first, ward, observer):
        assert waiting_requests(actor) == () and waiting_count(actor) == 0
    assert reviews_page(ward, "A", {}).requests == reviews_page(first, "C", {}).requests == ()
    page = client_of(User.objects.get(pk=second.user_id)).get("/").content.decode()
    assert "Reviews to be opened again" in page and WHY in page and "badge-work" in page


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
        assert bool(audience.hears(Deed("reviews.reopening_asked", unit))) is told
        assert visible(actor, Reopening.objects.all()).exists() is told
        page = client_of(User.objects.get(pk=actor.user_id)).get(
            reverse("reviews:review", args=["A", "2023"])
        )
        assert (WHY in page.content.decode()) is told


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
