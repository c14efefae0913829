"""A request to open a closed review again while roles are lost and units move and close."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.apps.reviews.asking import ask, close, is_closed, refusal
from tests.apps.targets.city import City
from tests.support.organisation import NOW, console, person

from mandate.apps.reviews.queries import review_page
from mandate.apps.reviews.requests import own_requests, waiting_requests
from mandate.apps.reviews.services import (
    confirm_reopening,
    refuse_reopening,
    withdraw_reopening,
)
from mandate.apps.units.services import CloseUnit, CreateUnit, MoveUnit, close_unit, create_unit, move_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of

pytestmark = pytest.mark.usefixtures("still")


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
    for action in (lambda: confirm_reopening(gone, asked), lambda: refuse_reopening(gone, refusal(asked))):
        with pytest.raises(Forbidden):
            action()
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
