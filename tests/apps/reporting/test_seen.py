"""Nobody decides on what they have not seen: what is submitted, perhaps anew, after the page was made."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import accepting
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.queries import job_page
from mandate.platform.jobs.running import run
from mandate.platform.jobs.services import start_job

pytestmark = pytest.mark.django_db

SINCE = "It was submitted only after you had opened the page."


@pytest.fixture
def city() -> World:
    """The small city; A1 and A2 have submitted their reports."""
    made = world()
    for code in ("A1", "A2"):
        submit(made, code, console())
    return made


@pytest.fixture
def reviewer(city: World) -> User:
    return person(Role.REVIEWER, city.units["C"], "reviewer@example.org")


def submit(city: World, code: str, actor: Actor) -> None:
    """Fill in the report of a unit, and submit it."""
    report = city.report(code)
    city.save(report, actor, families=5)
    services.submit_report(actor, services.SubmitReport(report.pk))


def submit_anew(city: World, code: str) -> None:
    """With another figure, in the very moment of all that is done here: no clock tells it apart."""
    report, actor = city.report(code), console()
    services.withdraw_report(actor, services.WithdrawReport(report.pk))
    city.save(report, actor, cultural=3)
    services.submit_report(actor, services.SubmitReport(report.pk))


def seen(client: Client, address: str, name: str = "seen") -> str:
    """What the page holds of what it shows."""
    found = re.search(f'name="{name}" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return found[1]


def marks(client: Client) -> dict[str, object]:
    """What the boxes of the list say, all chosen."""
    page = client.get("/unit/C/reports/").content.decode()
    return {"report": re.findall(r'name="report"\s+value="([^"]+)"', page)}


def everything(client: Client) -> dict[str, object]:
    return {"all": "yes", "listed": seen(client, "/unit/C/reports/", "listed")}


def states(city: World, *codes: str) -> list[str]:
    return [city.report(code).state for code in codes]


@pytest.mark.parametrize("which", ["all", "chosen"])
def test_of_a_list_only_what_stood_in_it_is_accepted(city: World, reviewer: User, which: str) -> None:
    client = client_of(reviewer)
    said = everything(client) if which == "all" else marks(client)
    submit_anew(city, "A1")
    submit(city, "B1", console())
    page = client.post("/unit/C/reports/accept/", said, follow=True).content.decode()
    assert (
        "1 report is accepted." in page and f"1 skipped. {SINCE} Look at it first. (Phố 1, Phường A)" in page
    )
    assert states(city, "A1", "A2", "B1") == [State.SUBMITTED, State.ACCEPTED, State.SUBMITTED]
    client.post("/unit/C/reports/accept/", everything(client) if which == "all" else marks(client))
    assert states(city, "A1", "A2", "B1") == [State.ACCEPTED] * 3


def test_one_that_was_submitted_anew_is_neither_accepted_nor_returned(city: World, reviewer: User) -> None:
    client, number = client_of(reviewer), city.report("A1").pk
    said = {"seen": seen(client, f"/reports/{number}/"), "reason": "Count again"}
    submit_anew(city, "A1")
    assert (
        SINCE
        in client.post(f"/reports/{number}/accept/", {"seen": said["seen"]}, follow=True).content.decode()
    )
    page = client.post(f"/reports/{number}/return/", said).content.decode()
    assert "Look at its figures again before you decide." in page and "Count again" in page
    assert states(city, "A1") == [State.SUBMITTED]
    said["seen"] = seen(client, f"/reports/{number}/")
    client.post(f"/reports/{number}/return/", said)
    assert states(city, "A1") == [State.RETURNED]


def test_a_job_accepts_what_was_there_when_it_was_asked_for(city: World, reviewer: User) -> None:
    actor = actor_of(reviewer, timezone.now())
    job = start_job(actor, accepting(as_seen(city.report(code).pk for code in ("A1", "A2")), "C", step=1))
    submit_anew(city, "A2")
    run(job.pk)
    assert Job.objects.get().state == "done"
    assert states(city, "A1", "A2") == [State.ACCEPTED, State.SUBMITTED]
    assert any(SINCE in line for line in job_page(actor, job.pk).told)


def test_a_job_of_a_version_before_which_says_nothing_of_what_was_seen_accepts_nothing(
    city: World, reviewer: User
) -> None:
    actor = actor_of(reviewer, timezone.now())
    job = start_job(actor, accepting(as_seen([city.report("A1").pk]), "C"))
    Job.objects.update(data={**job.data, "reports": [city.report("A1").pk]})
    run(job.pk)
    assert states(city, "A1") == [State.SUBMITTED]
    assert any(SINCE in line for line in job_page(actor, job.pk).told)


@pytest.mark.parametrize("said", ["", ".", ".²", "." + "9" * 5000, ".1.1"])
def test_who_does_not_say_what_they_saw_accepts_and_returns_nothing(
    city: World, reviewer: User, said: str
) -> None:
    client, number = client_of(reviewer), city.report("A1").pk
    for address, sent in (
        ("/unit/C/reports/accept/", {"report": f"{number}{said}"}),
        ("/unit/C/reports/accept/", {"all": "yes", "listed": f"{number}{said}"}),
        (f"/reports/{number}/accept/", {"seen": said}),
    ):
        assert SINCE in client.post(address, sent, follow=True).content.decode()
    sent = {"seen": said, "reason": "Again"}
    assert "before you decide." in client.post(f"/reports/{number}/return/", sent).content.decode()
    none = client.post("/unit/C/reports/accept/", {"all": "yes"}, follow=True)
    assert "Choose the reports" in none.content.decode()
    assert states(city, "A1", "A2") == [State.SUBMITTED] * 2
