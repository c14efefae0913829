"""A way back that was offered before somebody else changed the thing takes back what was done, or nothing."""

import pytest
from django.urls import reverse
from tests.apps.test_undo import OFFER, do, take_back
from tests.support.organisation import client_of, console, person, tree
from tests.support.reporting import indicators, world

from mandate.apps.reporting.models import Excuse
from mandate.apps.targets.models import Target
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.models import Placement, Unit
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db
CHANGED = "changed again meanwhile"


def places(unit: Unit) -> list[tuple[object, ...]]:
    return list(Placement.objects.filter(unit=unit).order_by("pk").values_list("parent_id", "starts", "ends"))


def test_a_closing_by_another_is_not_taken_back_instead_of_a_move() -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, None))
    moved = {"parent": "B", "starts": "2024-03-01", "document": "", "starts_day": ""}
    page = do(client, reverse("units:move", args=["A1"]), **moved, sure="yes")
    seen = client.get(reverse("units:unit", args=["A1"])).content.decode()
    place = Placement.objects.filter(unit=units["A1"]).latest("pk").pk
    assert f'name="place" value="{place}"' in seen, "the page of the unit says which change it shows"
    other = client_of(person(Role.ADMINISTRATOR, None, "other@example.org"))
    do(other, reverse("units:close", args=["A1"]), ends="2024-06-01", document="")
    stood = places(units["A1"])
    assert CHANGED in take_back(client, page)
    assert places(units["A1"]) == stood


def test_what_is_pressed_twice_is_taken_back_once() -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, None))
    do(client, reverse("units:close", args=["A1"]), ends="2024-03-01", document="")
    again = {"parent": "B", "starts": "2024-05-01", "document": "", "starts_day": ""}
    page = do(client, reverse("units:reopen", args=["A1"]), **again)
    assert "is taken back" in take_back(client, page)
    assert CHANGED in take_back(client, page)
    assert places(units["A1"])[-1][-1] is not None, "the closing stands"


def test_a_move_before_a_planned_closing_offers_not_to_take_back_the_closing() -> None:
    tree()
    client = client_of(person(Role.ADMINISTRATOR, None))
    do(client, reverse("units:close", args=["A1"]), ends="2024-06-01", document="")
    moved = {"parent": "B", "starts": "2024-03-01", "document": "", "starts_day": ""}
    page = do(client, reverse("units:move", args=["A1"]), **moved, sure="yes")
    assert "is moved from" in page
    assert OFFER.search(page) is None


def test_an_addition_by_another_is_not_taken_back_instead_of_an_excuse() -> None:
    made = world()
    client = client_of(person(Role.ADMINISTRATOR, None))
    other = client_of(person(Role.ADMINISTRATOR, None, "other@example.org"))
    address = reverse("reporting:expectations", args=[made.opened.pk])
    unit = str(made.units["A1"].pk)
    page = do(client, address, show="expected", unit=unit, reason="Flood")
    do(other, address, show="late", unit=unit, reason="It reports after all.")
    assert CHANGED in take_back(client, page)
    assert not Excuse.objects.exists()
    shown = do(other, address, show="expected", unit=unit, reason="Flood")
    assert "is taken back" in take_back(other, shown)


def test_a_target_that_another_set_meanwhile_stays() -> None:
    made = world()
    client = client_of(person(Role.ADMINISTRATOR, None))
    target = set_target(console(), SetTarget(made.units["A"].pk, made.families.pk, "2023", "10", "at_least"))
    page = do(client, reverse("targets:remove", args=["A", target.pk]))
    set_target(console(), SetTarget(made.units["A"].pk, made.families.pk, "2023", "99", "at_most"))
    assert CHANGED in take_back(client, page)
    assert [int(one.goal) for one in Target.objects.all()] == [99]


def test_a_target_of_a_unit_whose_code_has_other_letters_comes_back() -> None:
    units = tree([("Ж", "", "city", "Жуковка"), ("Phố1", "Ж", "ward", "Phố 1")])
    families = indicators()["families"]
    client = client_of(person(Role.ADMINISTRATOR, None))
    target = set_target(console(), SetTarget(units["Phố1"].pk, families.pk, "2023", "10", "at_least"))
    page = do(client, reverse("targets:remove", args=["Phố1", target.pk]))
    assert "set again" in take_back(client, page)
    assert [int(one.goal) for one in Target.objects.all()] == [10]
