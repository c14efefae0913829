"""For whom it waits to receive somebody, and who is told of it."""

from datetime import date

import pytest
from django.test import Client
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.people.notices import ARRIVING, DECIDED
from mandate.apps.people.queries.arrivals import arrivals_count, waiting_arrivals
from mandate.apps.people.services.transfers import Decline, Receive, Release, decline, receive, release
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

DAY = date(2023, 9, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def told() -> list[tuple[str, str]]:
    """Who is told of what."""
    return sorted(Notice.objects.values_list("user__email", "kind"))


def test_it_waits_for_whoever_is_nearest_to_the_unit(units: dict[str, Unit]) -> None:
    city, ward, beside = (acting(Role.SECRETARY, units[code]) for code in ("C", "B", "A"))
    reporter = acting(Role.REPORTER, units["B1"])
    sent = release(console(), Release(member(units["A1"]).pk, units["B1"].pk, DAY))
    assert [one.id for one in waiting_arrivals(ward)] == [sent.pk]
    assert [arrivals_count(one) for one in (city, ward, beside, reporter)] == [0, 1, 0, 0]
    assert told() == [("secretary-b@example.org", ARRIVING.name)]
    street = acting(Role.SECRETARY, units["B1"])
    assert [arrivals_count(one) for one in (ward, street)] == [0, 1]
    receive(street, Receive(sent.pk, DAY))
    assert arrivals_count(street) == 0
    assert told() == [("secretary-a@example.org", DECIDED.name), ("secretary-b@example.org", ARRIVING.name)]


def test_the_unit_of_before_reads_why_somebody_was_not_received(units: dict[str, Unit]) -> None:
    beside = person(Role.SECRETARY, units["A"], "beside@example.org")
    ward = acting(Role.SECRETARY, units["B"])
    sent = release(console(), Release(member(units["A1"]).pk, units["B1"].pk, DAY))
    decline(ward, Decline(sent.pk, "Lives elsewhere."))
    page = client_of(beside).get("/inbox/").content.decode()
    assert "Phố 1, Phường B did not receive Lê Văn Tám" in page and "Lives elsewhere." in page
    assert "Lê Văn Tám" not in client_of(person(Role.SECRETARY, units["B"])).get("/inbox/").content.decode()


def test_the_desk_the_work_and_the_inbox_show_who_is_to_be_received(units: dict[str, Unit]) -> None:
    ward = client_of(person(Role.SECRETARY, units["B"], "ward@example.org"))
    sent = release(console(), Release(member(units["A1"]).pk, units["B1"].pk, DAY))
    for address in ("/", "/queues/members/", "/unit/B1/people/"):
        page = ward.get(address).content.decode()
        assert f'href="/transfers/{sent.pk}/receive/"' in page, address
    assert "Phố 1, Phường A released Lê Văn Tám to Phố 1, Phường B" in ward.get("/inbox/").content.decode()
    receive(console(), Receive(sent.pk, DAY))
    assert "Nothing about members is waiting" in ward.get("/queues/members/").content.decode()
    assert "released Lê Văn Tám" not in ward.get("/inbox/").content.decode()


def test_many_who_wait_take_no_more_queries(units: dict[str, Unit]) -> None:
    ward = client_of(person(Role.SECRETARY, units["B"], "ward@example.org"))
    for number in range(3):
        release(console(), Release(member(units["A1"], f"Lê Văn {number}").pk, units["B1"].pk, DAY))
    _queries(ward)  # what is kept for the next request
    few = _queries(ward)
    for number in range(12):
        release(console(), Release(member(units["A2"], f"Bùi Văn {number}").pk, units["B2"].pk, DAY))
    assert _queries(ward) == few


def _queries(client: Client) -> int:

    with asked_anew() as found:
        assert client.get("/queues/members/").status_code == 200
    return len(found)
