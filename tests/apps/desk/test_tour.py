"""The tour: three stops for each role, once a person, and again where it is asked for."""

import re

import pytest
from django.test import Client
from tests.support.organisation import NOW, client_of, console, person, tree

from mandate.apps.desk.models import Toured
from mandate.apps.desk.services import EndTour, end_tour
from mandate.apps.desk.tour import TOURS
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role, guest
from mandate.platform.access.models import User
from mandate.platform.access.services import GrantRole, grant_role
from mandate.platform.guides.shelf import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def stop(client: Client, query: str = "") -> str:
    """The panel on the desk, "" where there is none."""
    text = client.get("/" + query).content.decode()
    found = re.search(r'<section class="sheet stack tour".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def end(client: Client, role: str) -> int:
    return client.post("/tour/end/", {"role": role}).status_code


@pytest.mark.parametrize("role", list(Role))
def test_each_stop_leads_to_a_page_of_its_role_and_to_a_passage(units: dict[str, Unit], role: Role) -> None:
    client = client_of(person(role, None if role is Role.ADMINISTRATOR else units["A"]))
    for number, one in zip(("1", "2", "3"), TOURS[role], strict=True):
        shown = stop(client, f"?tour={number}")
        assert f"{number} of 3" in shown and str(one.title) in shown
        place, help = re.findall(r'href="(/[^"?]+)"', shown)
        assert client.get(place).status_code == 200, place
        assert shelf().has(one.guide, one.anchor)
        assert help == f"/help/{one.guide}/#{one.anchor}"


def test_it_is_there_until_it_is_left_and_again_when_asked_for(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.REPORTER, units["A"]))
    assert "1 of 3" in stop(client) and "Back" not in stop(client)
    assert "2 of 3" in stop(client, "?tour=2")
    assert end(client, "reporter") == end(client, "reporter") == 302
    assert stop(client) == "" and Toured.objects.count() == 1
    assert client.get("/help/").content.decode().count('href="/tour/"') == 1
    again = client.get("/tour/")
    assert again.status_code == 302
    assert "1 of 3" in stop(client, again["Location"].removeprefix("/"))
    assert "3 of 3" in stop(client, "?tour=3") and "Next" not in stop(client, "?tour=3")
    assert "1 of 3" in stop(client_of(person(Role.REPORTER, units["A"], email="other@example.org")))


def test_who_is_given_another_role_is_shown_round_in_it(units: dict[str, Unit]) -> None:
    somebody = person(Role.REPORTER, units["A"])
    client = client_of(somebody)
    end(client, "reporter")
    grant_role(console(), GrantRole(somebody.pk, Role.SECRETARY, units["A"].pk))
    assert 'value="secretary"' in stop(client)
    end(client, "secretary")
    assert stop(client) == ""


def test_what_is_no_role_is_not_found_and_strangers_keep_nothing(units: dict[str, Unit]) -> None:
    assert end(client_of(person(Role.REPORTER, units["A"])), "king") == 404
    assert end(Client(), "reporter") == 401
    end_tour(guest(NOW), EndTour(Role.REPORTER))
    assert Toured.objects.count() == 0
    assert stop(client_of(User.objects.create_user("nobody@example.org", name="Nobody"))) == ""
