"""Sessions end when nobody is there, and no browser keeps a page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from tests.support.organisation import PASSWORD, person, tree

from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 27, 8, tzinfo=UTC)
BY_ITSELF = {"X-Mandate-Background": "1", "HX-Request": "true"}


@pytest.fixture
def lan() -> User:
    return person(Role.SECRETARY, tree()["A"], "lan@example.org")


def signed_in(at: datetime) -> Client:
    client = Client()
    with time_machine.travel(at, tick=False):
        answer = client.post("/account/login/", {"login": "lan@example.org", "password": PASSWORD})
        assert answer.status_code == 302
    return client


def status(
    client: Client, at: datetime, path: str = "/people/me/", headers: dict[str, str] | None = None
) -> int:
    with time_machine.travel(at, tick=False):
        return client.get(path, headers=headers or {}).status_code


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_whoever_works_stays_signed_in_and_whoever_left_does_not(lan):
    client = signed_in(MORNING)
    for after in (1, 10, 21, 32):  # never twelve hours without an action
        assert status(client, MORNING + hours(after)) == 200
    assert status(client, MORNING + hours(32 + 12.1)) == 302
    assert status(client, MORNING + hours(32 + 12.2)) == 302  # for good
    assert not Session.objects.exists()


def test_a_session_that_was_never_used_ends_too(lan):
    assert status(signed_in(MORNING), MORNING + hours(12.1)) == 302


def test_what_an_open_page_does_by_itself_keeps_no_session_alive(lan):
    client = signed_in(MORNING)
    for after in range(1, 12):
        assert status(client, MORNING + hours(after), "/navigation/", headers=BY_ITSELF) == 200
    assert status(client, MORNING + hours(12.1), "/live/", headers={"Accept": "text/event-stream"}) == 401


def test_a_page_that_stays_open_loses_nothing_when_its_session_ends(lan):
    """Its parts are not replaced by the sign-in page, and what saves gets told."""
    client = signed_in(MORNING)
    with time_machine.travel(MORNING + hours(13), tick=False):
        part = client.get("/navigation/", headers=BY_ITSELF)
        assert part.status_code == 401
        assert "Your session has ended" in part.content.decode()
        assert client.get("/navigation/", headers={"Accept": "application/json"}).status_code == 401


def test_how_long_is_a_setting(lan, settings):
    settings.SESSION_IDLE_SECONDS = 3600
    client = signed_in(MORNING)
    assert status(client, MORNING + hours(0.9)) == 200
    assert status(client, MORNING + hours(2)) == 302


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/people/me/",
        "/units/",
        "/exchange/",
        "/account/2fa/",
        "/account/login/",
        "/nowhere/",
        "/health/",
    ],
)
def test_no_browser_keeps_a_page(lan, path):
    client = signed_in(datetime.now(UTC))
    for reader in (client, Client()):
        assert "no-store" in reader.get(path).headers["Cache-Control"]


def test_files_that_are_the_same_for_all_may_be_kept():
    assert "no-store" not in Client().get("/static/ui/mandate.css").headers.get("Cache-Control", "")
