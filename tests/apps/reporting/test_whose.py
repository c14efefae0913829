"""At whom a report waits: the nearest above its unit who may decide on it; what waits at others is apart."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.models import OwnDecision, Revision
from mandate.apps.reporting.queries.lists import waiting_list
from mandate.apps.reporting.queries.tasks import waiting, waiting_count
from mandate.apps.reporting.queries.whose import BELOW, MINE
from mandate.apps.reporting.services import SubmitReport
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db
WORK = "/queues/reports/"


@pytest.fixture
def city() -> World:
    return world()


def submit(city: World, *units: str, by: Actor | None = None) -> None:
    """Submit, a day after one another."""
    for days, unit in enumerate(units):
        city.save(city.report(unit), console(), families=5)
        services.submit_report(by or console(), SubmitReport(city.report_ids[unit]))
        submitted = Revision.objects.filter(report=city.report_ids[unit])
        submitted.update(submitted_at=NOW - timedelta(days=30 - days))


def at(actor: Actor, whose: str) -> list[tuple[str, str]]:
    """The units whose reports wait, each with the place where it does."""
    return [(row.unit.code, row.at) for row in show(waiting_list(actor, whose=whose), {})]


def test_what_waits_at_others_below_is_apart_and_says_whose_it_is(city: World) -> None:
    above, ward = acting(Role.SECRETARY, city.units["C"]), acting(Role.REVIEWER, city.units["A"])
    submit(city, "B1", "A2", "A", "A1")
    assert at(above, MINE) == [("B1", ""), ("A", "")], "the oldest first; nobody decides in the other ward"
    assert at(above, BELOW) == [("A2", "Phường A"), ("A1", "Phường A")]
    assert at(ward, MINE) == [("A2", ""), ("A1", "")] and at(ward, BELOW) == []
    assert (waiting_count(above), waiting_count(ward)) == (2, 2)
    (group,) = waiting(above)
    assert group.count == 2 and group.first == city.report_ids["B1"]


def test_who_may_not_decide_is_not_waited_for(city: World) -> None:
    above, ward = acting(Role.SECRETARY, city.units["C"]), person(Role.SECRETARY, city.units["A"])
    submit(city, "A1")
    submit(city, "A2", by=actor_of(ward, NOW))
    assert at(above, MINE) == [("A2", "")], "submitted by the only one who decides there"
    assert at(above, BELOW) == [("A1", "Phường A")]
    allowed = OwnDecision.objects.create(unit=city.units["C"], form=city.form, allowed_at=NOW)
    assert at(above, MINE) == []
    allowed.delete()
    person(Role.REVIEWER, city.units["A"])
    assert at(above, MINE) == [], "another decides there"
    User.objects.filter(grants__unit=city.units["A"]).update(is_active=False)
    assert at(above, MINE) == [("A1", ""), ("A2", "")], "of those who cannot sign in nobody waits"


def test_a_role_of_ones_own_below_is_ones_own(city: World) -> None:
    user = person(Role.REVIEWER, city.units["C"])
    Grant.objects.create(user=user, role=Role.SECRETARY.value, unit=city.units["A"])
    submit(city, "A1", "B1")
    actor = actor_of(user, NOW)
    assert [unit for unit, _at in at(actor, MINE)] == ["A1", "B1"] and at(actor, BELOW) == []


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_queue_and_the_page_of_the_unit_have_both_lists(city: World) -> None:
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    submit(city, "A1", "B1")
    assert "Waiting for others below" not in page(client, WORK), "where there is nothing, it is not offered"
    person(Role.REVIEWER, city.units["A"])
    for address in (WORK, "/unit/C/reports/"):
        mine, below = page(client, f"{address}?show=waiting"), page(client, f"{address}?show=below")
        assert f"/reports/{city.report_ids['B1']}/" in mine.split("<table")[-1]
        assert f"/reports/{city.report_ids['A1']}/" not in mine.split("<table")[-1]
        assert f"/reports/{city.report_ids['A1']}/" in below and "waits at Phường A" in below
        assert 'name="show" value="below"' in below and "Accept all" not in below
    assert "Waits at" in b"".join(client.get(f"{WORK}?show=below&file=csv")).decode()


def test_the_lists_cost_the_same_for_one_and_for_many(city: World) -> None:
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    for unit in ("A", "B"):
        person(Role.REVIEWER, city.units[unit])

    def cost() -> int:
        with asked_anew() as asked:
            page(client, f"{WORK}?show=below")
        return len(asked)

    submit(city, "A1", "B")
    cost()
    few = cost()
    submit(city, "A2", "B1", "B2")
    assert cost() == few
