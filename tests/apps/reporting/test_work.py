"""The queues of a person across units: what is theirs to write and to decide, and what waits above."""

import re

import pytest
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.tasks import due_count, waiting_count
from mandate.apps.reporting.seen import mark_of
from mandate.apps.reporting.services import SubmitReport
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of

pytestmark = pytest.mark.django_db
WORK = "/queues/reports/"


@pytest.fixture
def city() -> World:
    return world()


def submit(city: World, *units: str) -> None:
    for unit in units:
        city.save(city.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(city.report_ids[unit]))


def page(client: Client, query: str = "") -> str:
    response = client.get(WORK + query)
    assert response.status_code == 200
    return response.content.decode()


def listed(text: str) -> list[str]:
    """The units of the rows, by what they lie under."""
    return re.findall(r'<a href="/reports/\d+/">([^<]+)</a>', text)


def mark(city: World, unit: str) -> str:
    report = city.report(unit)
    return mark_of(report.pk, report.version)


def badges(text: str) -> dict[str, int]:
    found = re.findall(r'show=(\w+)"[^>]*>[^<]*<span class="badge">(\d+)</span>', " ".join(text.split()))
    return {name: int(number) for name, number in found}


def test_a_writer_and_decider_of_several_units_has_all_in_one_place(city: World) -> None:
    user = person(Role.SECRETARY, city.units["A"])
    Grant.objects.create(user=user, role=Role.REPORTER.value, unit=city.units["B1"])
    submit(city, "A1", "A2", "A", "B2")
    client = client_of(user)
    assert badges(page(client)) == {"write": 1, "waiting": 2, "sent": 1}
    assert listed(page(client)) == ["Phố 1"] and "Phường B" in page(client)
    assert listed(page(client, "?show=waiting")) == ["Phố 1", "Phố 2"]
    sent = page(client, "?show=sent")
    assert listed(sent) == ["Phường A"] and '<td data-label="Waits at">Thành phố</td>' in sent
    actor = actor_of(user, NOW)
    assert (due_count(actor), waiting_count(actor)) == (1, 2)


@pytest.mark.parametrize(
    ("role", "lists"), [(Role.REVIEWER, ["waiting"]), (Role.REPORTER, ["write", "sent"])]
)
def test_each_has_only_the_lists_that_are_theirs(city: World, role: Role, lists: list[str]) -> None:
    text = page(client_of(person(role, city.units["A"])))
    assert list(badges(text)) == lists


def test_who_has_nothing_to_do_with_reports_sees_none(city: World) -> None:
    submit(city, "A1")
    for role in (Role.OBSERVER, Role.ADMINISTRATOR):
        text = page(client_of(person(role, city.units["C"])), "?show=waiting")
        assert listed(text) == [] and badges(text) == {}


def test_the_chosen_ones_are_accepted_and_no_others(city: World) -> None:
    submit(city, "A1", "A2", "B1")
    client = client_of(person(Role.REVIEWER, city.units["A"]))
    assert page(client, "?show=waiting").count('name="report"') == 2
    chosen = [mark(city, "A1"), mark(city, "B1")]  # B1 is not theirs
    answer = client.post(f"{WORK}accept/", {"report": chosen, "show": "waiting"})
    assert answer["Location"] == f"{WORK}?show=waiting"
    states = dict(Report.objects.values_list("unit__code", "state"))
    assert [states[unit] for unit in ("A1", "A2", "B1")] == [State.ACCEPTED, State.SUBMITTED, State.SUBMITTED]


def test_all_of_the_queue_are_accepted(city: World) -> None:
    submit(city, "A1", "A2", "B1")
    client = client_of(person(Role.REVIEWER, city.units["A"]))
    (listed,) = re.findall(r'name="listed" value="([^"]*)"', page(client, "?show=waiting"))
    client.post(f"{WORK}accept/", {"all": "yes", "listed": listed})
    assert Report.objects.filter(state=State.ACCEPTED).count() == 2


def test_what_a_closed_unit_sent_still_waits(city: World) -> None:
    submit(city, "A1")
    close_unit(console(), CloseUnit(city.units["A1"].pk, NOW.date()))
    assert listed(page(client_of(person(Role.REVIEWER, city.units["A"])))) == ["Phố 1"]


def test_the_list_goes_out_as_a_file(city: World) -> None:
    submit(city, "A1")
    client = client_of(person(Role.REVIEWER, city.units["A"]))
    rows = b"".join(client.get(f"{WORK}?show=waiting&file=csv")).decode("utf-8-sig").splitlines()
    assert len(rows) == 2 and rows[1].startswith("Phố 1,")


def test_the_page_costs_the_same_however_much_waits(city: World) -> None:
    user = person(Role.SECRETARY, city.units["C"])
    client = client_of(User.objects.get(pk=user.pk))

    def cost() -> int:
        with asked_anew() as asked:
            page(client, "?show=waiting")
        return len(asked)

    submit(city, "A1")
    cost()
    few = cost()
    submit(city, "A2", "B1", "B2", "B3", "A", "B")
    assert cost() <= few
