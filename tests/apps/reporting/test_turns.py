"""Whoever decides goes from one report to the next of those that wait for them."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.queue import Turn, turn_of
from mandate.apps.reporting.queries.whose import MINE
from mandate.apps.reporting.seen import mark_of
from mandate.apps.reporting.services import OpenPeriod, SubmitReport, WithdrawReport
from mandate.apps.reporting.web.reports_views import waiting_of
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    made = world()
    for unit in ("A1", "A2", "B1"):
        made.save(made.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(made.report_ids[unit]))
    return made


def decide(client: Client, city: World, unit: str, how: str, **more: str) -> str:
    """Decide on a report as it stands; the address that follows."""
    report = city.report(unit)
    said = {"seen": mark_of(report.pk, report.version).partition(".")[2], **more}
    return client.post(f"/reports/{report.pk}/{how}/", said)["Location"]


def address(city: World, unit: str) -> str:
    return f"/reports/{city.report_ids[unit]}/"


def test_each_has_a_turn_among_those_that_wait_for_the_same_person(city: World) -> None:
    above, ids = acting(Role.REVIEWER, city.units["C"]), city.report_ids
    turns = [turn_of(above, city.report(unit)) for unit in ("A1", "B1", "A2")]
    assert turns == [
        Turn(1, 3, None, ids["B1"]), Turn(2, 3, ids["A1"], ids["A2"]), Turn(3, 3, ids["B1"], None),
    ]  # fmt: skip
    ward = acting(Role.REVIEWER, city.units["A"])
    assert turn_of(above, city.report("B1")) == Turn(1, 1, None, None), "the others wait at the ward now"
    assert turn_of(above, city.report("A2")) == Turn(2, 2, ids["A1"], None, mine=False)
    assert turn_of(ward, city.report("A1")) == Turn(1, 2, None, ids["A2"])
    assert turn_of(ward, city.report("B1")) is None, "it is not theirs"
    assert turn_of(above, city.report("B2")) is None, "nobody has submitted it"
    assert turn_of(acting(Role.OBSERVER, city.units["C"]), city.report("A1")) is None


def test_the_queue_goes_on_through_every_form_and_period_in_the_order_of_the_list(city: World) -> None:
    later = services.open_period(console(), OpenPeriod(city.form.pk, "2024"))
    for unit in ("B1", "A1"):
        city.save(city.report(unit, later), console(), families=5)
        services.submit_report(console(), SubmitReport(city.report(unit, later).pk))
    above = acting(Role.REVIEWER, city.units["C"])
    listed = waiting_of(above, None, QueryDict("show=waiting"), MINE)
    order = [row.report_id for row in show(listed, {})]
    assert len(order) == 5
    turns = [turn_of(above, Report.objects.get(pk=pk)) for pk in order]
    assert [(one.place, one.total, one.before, one.after) for one in turns if one] == [
        (at + 1, 5, order[at - 1] if at else None, order[at + 1] if at < 4 else None) for at in range(5)
    ]


def test_after_a_decision_comes_the_next_and_after_the_last_the_one_before(city: World) -> None:
    client = client_of(person(Role.REVIEWER, city.units["A"]))
    page = " ".join(client.get(address(city, "A1")).content.decode().split())
    assert "1 of 2 that wait for you" in page
    assert re.search(r'rel="next" href="([^"]+)"', page)[1] == address(city, "A2")  # type: ignore[index] -- it is there
    assert 'rel="prev"' not in page
    assert decide(client, city, "A2", "return", reason="Count again.") == address(city, "A1")
    told = client.get(address(city, "A1")).content.decode()
    assert "the last of the list" not in told
    assert (
        "Phố 2, Phường A: the report is returned with your reason." in told
        and 'rel="' not in told.split("<main")[1]
    )
    assert decide(client, city, "A1", "accept") == address(city, "A1"), "none is left: it is shown itself"
    told = client.get(address(city, "A1")).content.decode()
    assert "the report is accepted. Its figures count in all totals. It was the last of the list." in told
    assert [city.report(unit).state for unit in ("A1", "A2")] == [State.ACCEPTED, State.RETURNED]


def test_what_could_not_be_decided_stays_before_ones_eyes(city: World) -> None:
    client = client_of(person(Role.REVIEWER, city.units["A"]))
    wrong = client.post(
        f"{address(city, 'A1')}return/", {"reason": "", "seen": str(city.report("A1").version)}
    )
    assert wrong.status_code == 422
    services.withdraw_report(console(), WithdrawReport(city.report_ids["A1"]))
    assert decide(client, city, "A1", "accept") == address(city, "A1")
    assert city.report("A1").state == State.DRAFT


def test_the_writer_reads_where_it_waits_and_since_when(city: World) -> None:
    page = client_of(person(Role.REPORTER, city.units["A1"])).get(address(city, "A1")).content.decode()
    assert "It has been waiting at Phường A since 5 January 2024." in page and 'rel="next"' not in page


def test_a_turn_costs_the_same_however_many_wait(city: World) -> None:
    actor = acting(Role.REVIEWER, city.units["C"])

    def cost() -> int:
        report = city.report("A1")
        with asked_anew() as asked:
            turn_of(actor, report)
        return len(asked)

    cost()
    few = cost()
    for unit in ("B2", "B3", "A", "B"):
        city.save(city.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(city.report_ids[unit]))
    assert cost() == few


def test_accepting_twice_accepts_no_other(city: World) -> None:
    client, report = client_of(person(Role.REVIEWER, city.units["A"])), city.report("A1")
    sent = {"seen": str(report.version)}
    for _press in range(2):
        client.post(f"/reports/{report.pk}/accept/", sent)
    assert (city.report("A1").state, city.report("A2").state) == (State.ACCEPTED, State.SUBMITTED)
