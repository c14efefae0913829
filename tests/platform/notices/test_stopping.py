"""The address in a mail by which its reader stops such mails without signing in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils import timezone
from tests.apps.desk.test_reminders import DUE
from tests.platform.notices.test_inbox import returned
from tests.platform.notices.test_outbox import SOON, html, text
from tests.support.organisation import NOW, person
from tests.support.reporting import World, world

from mandate.apps.desk.reminders import send_reminders
from mandate.apps.reporting.notices import CHASES, RETURNS
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.models import Entry
from mandate.platform.notices.kinds import Choice
from mandate.platform.notices.models import Notice
from mandate.platform.notices.preferences import mails_of
from mandate.platform.notices.sending import send_due
from mandate.platform.notices.stopping import HOLDS, stop_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def reporter(city: World) -> User:
    return User.objects.get(pk=city.reporter.user_id)


def path(user: User) -> str:
    return stop_address(user, [RETURNS]).removeprefix(settings.SITE_URL)


def chosen(user: User) -> dict[str, Choice]:
    return {group.name: choice for group, choice in mails_of(actor_of(user, NOW))}


def test_each_mail_says_why_it_comes_and_where_it_is_stopped(city: World, reporter: User) -> None:
    returned(city)
    send_due(SOON)
    (message,) = mail.outbox
    address = str(message.extra_headers["List-Unsubscribe"]).strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    why = "You get this mail because it is switched on in your account: Reports that came back to me."
    for said in (text(message), html(message)):
        assert address in said and why in said


def test_opening_the_address_stops_nothing(city: World, reporter: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(path(reporter))
    assert page.status_code == 200 and "Reports that came back to me" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert client.head(path(reporter)).status_code == 200
    assert chosen(reporter)["returned"] is Choice.AT_ONCE


def test_one_press_stops_such_mails_and_no_others_and_another_lets_them_come(
    city: World, reporter: User
) -> None:
    returned(city)
    before, client = chosen(reporter), Client(enforce_csrf_checks=True)
    done = client.post(path(reporter), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and "These mails are stopped" in done.content.decode()
    assert chosen(reporter) == {**before, "returned": Choice.NEVER}
    assert Notice.objects.get().mail == "none" and not send_due(SOON).sent
    assert 'name="mails-returned" value="at_once"' in done.content.decode()
    client.post(path(reporter), {"mails-returned": "daily", f"mails-{CHASES.name}": "never"})
    assert chosen(reporter) == {**before, "returned": Choice.DAILY}


def test_of_several_kinds_the_reader_stops_what_they_choose(city: World, reporter: User) -> None:
    address = stop_address(reporter, [RETURNS, CHASES]).removeprefix(settings.SITE_URL)
    before, client = chosen(reporter), Client(enforce_csrf_checks=True)
    page = client.get(address).content.decode()
    assert str(RETURNS.label) in page and str(CHASES.label) in page and "Stop the chosen mails" in page
    nothing = client.post(address, {"choosing": "yes"})
    assert nothing.status_code == 200 and chosen(reporter) == before, "none was chosen"
    done = client.post(address, {"choosing": "yes", f"mails-{CHASES.name}": "never"}).content.decode()
    assert chosen(reporter) == {**before, CHASES.name: Choice.NEVER}
    assert f"Stopped: {CHASES.label}" in " ".join(done.split())
    assert f'name="mails-{RETURNS.name}"' in done and f'name="mails-{CHASES.name}"' not in done
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert chosen(reporter) == {**before, "returned": Choice.NEVER, CHASES.name: Choice.NEVER}


def test_the_journal_tells_of_it_once(city: World, reporter: User) -> None:
    for _again in range(2):
        Client().post(path(reporter))
    (entry,) = Entry.objects.filter(code="notices.chosen")
    assert entry.user_id == reporter.pk and entry.data == {
        "by_mail": True,
        "before": {"returned": "at_once"},
        "after": {"returned": "never"},
    }
    assert path(reporter).split("/")[-2] not in str(entry.data)


@pytest.mark.parametrize("change", [{"is_active": False}, {"sessions_ended": F("sessions_ended") + 1}])
def test_whoever_may_no_longer_sign_in_has_no_address(city: World, reporter: User, change: Any) -> None:
    address = path(reporter)
    User.objects.filter(pk=reporter.pk).update(**change)
    refused(address)


def test_an_address_that_is_changed_or_old_says_so_calmly(city: World, reporter: User) -> None:
    address = path(reporter)
    refused(address.replace("/mails/", "/mails/x"))
    refused("/inbox/mails/nothing/")
    with time_machine.travel(timezone.now() + HOLDS + timedelta(days=1)):
        refused(address)


def refused(address: str) -> None:
    before = Entry.objects.count()
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 404
        assert "This address no longer works" in answer.content.decode()
    assert Entry.objects.count() == before


def test_reminders_and_what_they_take_along_are_stopped_together(city: World) -> None:
    owing = person(Role.REPORTER, city.units["A2"], "owing@example.org")
    send_reminders(DUE)
    (message,) = [one for one in mail.outbox if one.to == [owing.email]]
    address = str(message.extra_headers["List-Unsubscribe"]).strip("<>")
    assert address in text(message) and address in html(message)
    Client().post(address.removeprefix(settings.SITE_URL))
    assert chosen(owing)["reminders"] is Choice.NEVER
