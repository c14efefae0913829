"""The closed reviews of all units, for whoever may see their unit."""

import re

import pytest
from django.test import Client
from tests.apps.reviews.asking import close, secretary
from tests.apps.targets.city import City
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, person

from mandate.platform.access.actor import Actor, Role

pytestmark = pytest.mark.usefixtures("still")


def rows(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/library/reviews/{query}")
    assert response.status_code == 200
    return re.findall(r'<a href="/unit/(\w+)/review/2023/">', response.content.decode())


def test_a_closed_review_stands_there_for_those_who_may_see_its_unit(city: City, first: Actor) -> None:
    everybody = client_of(person(Role.OBSERVER, city.units["C"]))
    assert rows(everybody) == []
    assert "No closed reviews yet" in everybody.get("/library/reviews/").content.decode()
    close(city, first)
    close(city, secretary(city, "ward", "A"), "A")
    assert rows(everybody) == ["A", "C"]
    assert rows(client_of(person(Role.OBSERVER, city.units["A"]))) == ["A"]
    assert rows(client_of(person(Role.OBSERVER, city.units["B"]))) == []


def test_the_library_shows_only_where_there_is_something_in_it(city: City, first: Actor) -> None:
    close(city, secretary(city, "ward", "A"), "A")
    for code, there in (("A", True), ("B", False)):
        page = client_of(person(Role.OBSERVER, city.units[code])).get("/").content
        assert (b'href="/library/reviews/"' in page) is there, code


def test_it_is_found_by_its_unit_and_period_and_goes_out_as_a_file(city: City, first: Actor) -> None:
    close(city, first)
    close(city, secretary(city, "ward", "A"), "A")
    reader = client_of(person(Role.OBSERVER, city.units["C"]))
    assert rows(reader, "?q=phuong+a") == ["A"]
    assert rows(reader, "?in=2023") == ["A", "C"]
    assert rows(reader, "?q=nowhere") == []
    file = b"".join(reader.get("/library/reviews/?file=csv")).decode("utf-8-sig").splitlines()
    assert len(file) == 3 and "2023" in file[1]


def test_it_costs_the_same_however_many_there_are(city: City, first: Actor) -> None:
    reader = client_of(person(Role.OBSERVER, city.units["C"]))

    def cost() -> int:
        with asked_anew() as asked:
            rows(reader)
        return len(asked)

    close(city, first)
    cost()
    one = cost()
    close(city, secretary(city, "ward", "A"), "A")
    assert cost() <= one
