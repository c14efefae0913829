"""Many people are invited at once, each in their own language, and only by who manages all their roles."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.support.organisation import client_of, person, tree

from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.queries import job_page
from mandate.platform.jobs.running import run
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def administrator(units: dict[str, Unit]) -> User:
    return person(Role.ADMINISTRATOR, units["A"], "administrator@example.org")


@pytest.fixture
def client(administrator: User) -> Client:
    return client_of(administrator)


def boxes(client: Client, query: str = "") -> set[int]:
    shown = client.get(f"/people/{query}").content.decode()
    return set(map(int, re.findall(r'name="person"\s+value="(\d+)"', shown)))


def invite(client: Client, *people: User, **said: str) -> Job:
    answer = client.post("/people/invite/", {"person": [one.pk for one in people], **said})
    job = Job.objects.latest("pk")
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    run(job.pk)
    job.refresh_from_db()
    return job


def told(user: User, job: Job) -> tuple[str, ...]:
    return tuple(job_page(actor_of(user, timezone.now()), job.pk).told)


def test_who_never_signed_in_and_is_all_theirs_can_be_chosen(units: dict[str, Unit], client: Client) -> None:
    lan, often, gone, beside, both = (
        person(Role.REPORTER, units[code], f"{name}@example.org")
        for code, name in (("A1", "lan"), ("A1", "often"), ("A2", "gone"), ("B1", "beside"), ("A1", "both"))
    )
    Grant.objects.create(user=both, role="reporter", unit=units["B1"])
    User.objects.filter(pk=often.pk).update(last_login=timezone.now())
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert boxes(client) == {lan.pk}
    assert boxes(client, "?signed_in=yes") == set()
    assert boxes(client_of(person(Role.ADMINISTRATOR, None, "all@example.org"))) >= {
        lan.pk,
        both.pk,
        beside.pk,
    }
    assert boxes(client_of(person(Role.SECRETARY, units["A"], "reads@example.org"))) == set()


def test_each_gets_a_mail_in_their_language_with_a_link_that_works(
    units: dict[str, Unit], administrator: User, client: Client
) -> None:
    anna = person(Role.REPORTER, units["A1"], "anna@example.org", language="de")
    lan = person(Role.REPORTER, units["A2"], "lan@example.org", language="vi")
    job = invite(client, anna, lan)
    sent: dict[str, EmailMessage] = {message.to[0]: message for message in mail.outbox}
    assert set(sent) == {anna.email, lan.email}
    assert "Passwort" in str(sent["anna@example.org"].body) and "mật khẩu" in str(
        sent["lan@example.org"].body
    )
    assert (job.state, told(administrator, job)) == ("done", ("2 invitations are sent.",))
    assert Entry.objects.filter(code="access.user_invited", user=administrator).count() == 2
    assert client.get("/people/").content.decode().count("invited on") == 2
    assert boxes(client) >= {anna.pk, lan.pk}, "a mail may be lost"
    mail.outbox.clear()
    client.post("/people/invite/", {"all": "1"})
    assert not Job.objects.filter(pk__gt=job.pk).exists() or "anna" not in str(Job.objects.latest("pk").data)
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(sent["lan@example.org"].body))
    assert link is not None
    assert 'name="password1"' in Client().get(link[1], follow=True).content.decode()


def test_what_changed_before_the_job_came_to_them_counts(
    units: dict[str, Unit], administrator: User, client: Client
) -> None:
    first, second, others = (
        person(Role.REPORTER, units[code], f"{name}@example.org")
        for code, name in (("A1", "first"), ("A2", "second"), ("B1", "others"))
    )
    User.objects.filter(pk=second.pk).update(last_login=timezone.now())
    job = invite(client, first, second, others)
    assert [message.to for message in mail.outbox] == [[first.email]]
    assert told(administrator, job) == (
        "1 invitation is sent.",
        "2 people were left out: have signed in, may not sign in, or you may not invite them.",
    )


def test_all_of_the_list_as_it_is_narrowed(units: dict[str, Unit], client: Client) -> None:
    for number in range(60):
        person(Role.REPORTER, units["A1"], f"street{number}@example.org")
    person(Role.REPORTER, units["A2"], "other@example.org")
    assert 'name="all"' in client.get("/people/?unit=A1").content.decode()
    invite(client, all="1", unit="A1", q="street")
    assert len(mail.outbox) == 60
    assert "other@example.org" not in {message.to[0] for message in mail.outbox}


def test_a_mail_server_that_is_away_is_told_by_name(
    units: dict[str, Unit], administrator: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    lan = person(Role.REPORTER, units["A1"], "lan@example.org")
    assert told(administrator, invite(client, lan)) == ("1 invitation could not be sent: lan",)


def test_nothing_chosen_and_nothing_allowed(units: dict[str, Unit], client: Client) -> None:
    asked = {"person": ["x", "9" * 5000], "unit": "A1"}
    answer = client.post("/people/invite/", asked, follow=True)
    assert "Choose the people to invite first." in answer.content.decode()
    assert answer.request["QUERY_STRING"] == "unit=A1"
    reader = client_of(person(Role.SECRETARY, units["C"], "reader@example.org"))
    assert reader.post("/people/invite/", asked).status_code == 403
    assert not Job.objects.exists()
