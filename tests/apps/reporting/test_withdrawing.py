"""A submitted report is taken back by the side that writes it, and decided by the other; what a decider typed
meanwhile is not lost."""

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.services import AcceptReports, SubmitReport, WithdrawReport, withdraw_report
from mandate.apps.units.services import MoveUnit, move_unit
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden

pytestmark = pytest.mark.django_db
REASON, REMARK = "Count the families again.", "Last year 25."


@pytest.fixture
def city() -> World:
    made = world()
    made.save(made.report("A1"), console(), families=5)
    services.submit_report(made.reporter, SubmitReport(made.report_ids["A1"]))
    return made


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [
        (Role.SECRETARY, "A1", True),
        (Role.REPORTER, "A1", True),
        (Role.REPORTER, "A", True),
        (Role.SECRETARY, "A", False),
        (Role.SECRETARY, "C", False),
        (Role.REVIEWER, "A", False),
        (Role.ADMINISTRATOR, "C", False),
        (Role.OBSERVER, "A1", False),
        (Role.SECRETARY, "B", None),
    ],
)
def test_who_takes_it_back(city: World, role: Role, unit: str, may: bool | None) -> None:
    actor, pk = acting(role, city.units[unit]), city.report_ids["A1"]
    if may is not None:
        assert ("withdraw" in report_page(actor, pk).steps) is may
    if may:
        withdraw_report(actor, WithdrawReport(pk))
    else:
        with pytest.raises((Forbidden, LookupError)):
            withdraw_report(actor, WithdrawReport(pk))
    assert city.report("A1").state == (State.DRAFT if may else State.SUBMITTED)


def test_whoever_submitted_it_takes_it_back_wherever_their_role_is(city: World) -> None:
    above = acting(Role.SECRETARY, city.units["C"])
    city.save(city.report("A2"), console(), families=5)
    services.submit_report(above, SubmitReport(city.report_ids["A2"]))
    assert "withdraw" in report_page(above, city.report_ids["A2"]).steps
    withdraw_report(above, WithdrawReport(city.report_ids["A2"]))
    assert city.report("A2").state == State.DRAFT


def test_a_report_that_was_never_begun_cannot_be_taken_back(city: World) -> None:
    writer = acting(Role.REPORTER, city.units["A2"])
    with pytest.raises(ValidationError):
        withdraw_report(writer, WithdrawReport(city.report_ids["A2"]))


@pytest.mark.parametrize("deed", ["return", "accept"])
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SECRETARY])
def test_what_was_typed_for_a_report_withdrawn_meanwhile_is_kept(city: World, deed: str, role: Role) -> None:
    pk, families = city.report_ids["A1"], city.families.pk
    client = client_of(person(role, city.units["C"], "decides@example.org"))
    said = {"seen": str(city.report("A1").version), "reason": REASON, f"remark-{families}": REMARK}
    withdraw_report(city.reporter, WithdrawReport(pk))
    answer = client.post(f"/reports/{pk}/{deed}/", said)
    shown = client.get(answer["Location"]).content.decode()
    unsent = shown.split('id="unsent"')[1].split("</section>")[0]
    assert "What you typed was not sent." in unsent and REASON in unsent and f"Families: {REMARK}" in unsent
    services.submit_report(city.reporter, SubmitReport(pk))
    again = client.get(f"/reports/{pk}/").content.decode()
    assert f">{REASON}</textarea>" in again and f">{REMARK}</textarea>" in again
    assert 'id="unsent"' not in again
    client.post(f"/reports/{pk}/return/", {**said, "seen": str(city.report("A1").version)})
    assert city.report("A1").state == State.RETURNED
    services.submit_report(city.reporter, SubmitReport(pk))
    after = client.get(f"/reports/{pk}/").content.decode()
    assert f">{REASON}</textarea>" not in after, "it was sent"


@pytest.mark.parametrize(
    ("asked", "told"),
    [("decided", "You may not do this"), ("unseen", "belongs to a unit that you may not see")],
)
def test_what_was_typed_is_shown_where_the_unit_moved_away_meanwhile(
    city: World, asked: str, told: str
) -> None:
    client, pk = (
        client_of(person(Role.REVIEWER, city.units["A"], "decides@example.org")),
        city.report_ids["A1"],
    )
    said = {"seen": str(city.report("A1").version), "reason": REASON, f"remark-{city.families.pk}": REMARK}
    move_unit(console(), MoveUnit(city.units["A1"].pk, city.units["B"].pk, NOW.date()))
    if asked == "unseen":
        pk = city.report_ids["B1"]
    page = client.post(f"/reports/{pk}/return/", said).content.decode()
    typed = page.split('id="typed"')[1].split("</textarea>")[0]
    assert told in page and REASON in typed and REMARK in typed
    assert 'id="typed"' not in client.post(f"/no/{pk}/", said).content.decode(), (
        "whose form that was, nobody knows"
    )
    assert city.report("A1").state == State.SUBMITTED


def test_whoever_decides_finds_back_to_what_waits(city: World) -> None:
    queue = 'href="/queues/reports/?show=waiting"'
    client = client_of(person(Role.REVIEWER, city.units["C"], "back@example.org"))
    assert queue in client.get(f"/reports/{city.report_ids['A1']}/").content.decode().split("<main")[1]
    services.accept_reports(console(), AcceptReports({city.report("A1").pk: city.report("A1").version}))
    assert queue not in client.get(f"/reports/{city.report_ids['A1']}/").content.decode().split("<main")[1]
    writer = client_of(person(Role.REPORTER, city.units["A1"], "writes@example.org"))
    assert queue not in writer.get(f"/reports/{city.report_ids['A1']}/").content.decode().split("<main")[1]
