"""Signing in: who is slowed down, the ways through, what mails and sessions are worth, what is recorded."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from psycopg.conninfo import make_conninfo
from pytest_django import Settings
from tests.support.organisation import PASSWORD, acting, console, person, tree

from mandate.apps.units.models import Unit
from mandate.platform.access import signins, tries
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, Tries, User
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.access.signins import place_of
from mandate.platform.database.backup import end_what_was_live
from mandate.platform.i18n.languages import CODES
from mandate.platform.journal.audience import audience_of
from mandate.platform.journal.models import Entry
from mandate.site.signin.places import place_of_client

pytestmark = pytest.mark.django_db

ELSEWHERE, HERE = "198.51.100.7", "203.0.113.9"
NEW = "quite another password 7"


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def lan(units: dict[str, Unit]) -> User:
    return person(Role.SECRETARY, units["A"], "lan@example.org")


def sign_in(
    client: Client, password: str = PASSWORD, place: str = HERE, email: str = "lan@example.org"
) -> str:
    """What the page answers; empty for a person who is in."""
    answer = client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=place)
    return "" if answer.status_code == 302 else answer.content.decode()


def reset_link(client: Client, place: str = HERE, host: str = "testserver") -> str:
    """Ask for the mail and read its link."""
    mail.outbox.clear()
    client.post(
        "/account/password/reset/",
        {"email": "lan@example.org"},
        REMOTE_ADDR=place,
        headers={"host": host},
    )
    found = re.search(r"(\S+)(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert found is not None
    return found[0]


def set_password(client: Client, link: str) -> None:
    path = re.sub(r"^https?://[^/]+", "", link)
    form = client.get(path, follow=True, REMOTE_ADDR=HERE).redirect_chain[-1][0]
    answer = client.post(form, {"password1": NEW, "password2": NEW}, REMOTE_ADDR=HERE)
    assert answer.status_code == 302


def is_in(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def later(by: timedelta) -> None:
    """Let the wrong passwords so far lie longer ago."""
    Tries.objects.update(at=F("at") - by)


def flood(places: int) -> None:
    """Wrong passwords from many places, counted as their sign-in counts them."""
    for number in range(places):
        counts = tries.sign_in_counts("lan@example.org", f"198.51.{number // 200}.{number % 200}", None)
        tries.begin(counts, timezone.now())


def test_guesses_from_elsewhere_keep_nobody_out(lan: User) -> None:
    for _ in range(8):
        page = sign_in(Client(), "wrong", ELSEWHERE)
    assert "Too many wrong passwords from here." in page
    assert "Too many" in sign_in(Client(), PASSWORD, ELSEWHERE)  # not even the right one, there
    assert sign_in(Client()) == ""


def test_a_guesser_has_a_whole_network_of_addresses_and_is_slowed_down_all_the_same(lan: User) -> None:
    for number in range(8):
        page = sign_in(Client(), "wrong", f"2001:db8:0:7::{number:x}")
    assert "Too many wrong passwords from here." in page
    assert "Too many" in sign_in(Client(), PASSWORD, "2001:db8:0:7:ffff::1")
    assert sign_in(Client(), PASSWORD, "2001:db8:0:8::1") == ""


def test_an_old_address_written_as_a_new_one_is_no_network_of_all() -> None:
    assert place_of_client("::ffff:203.0.113.9") == place_of_client(HERE) == HERE
    assert place_of_client("unix:") == "unix:"


def test_the_wait_grows_and_ends(lan: User) -> None:
    client = Client()
    waits = []
    for _ in range(9):
        page = sign_in(client, "wrong")
        told = re.search(r"Wait (\d+) minute", page)
        waits.append(int(told[1]) if told else 0)
        if told:
            later(timedelta(minutes=int(told[1])))
    assert waits == [0, 0, 0, 0, 0, 1, 0, 1, 0]
    later(timedelta(minutes=2))
    assert sign_in(client) == ""


def test_a_known_device_passes_a_flood_from_everywhere(lan: User) -> None:
    known = Client()
    assert sign_in(known) == ""
    known.post("/account/logout/")
    flood(60)
    assert "Too many" in sign_in(Client())
    assert sign_in(known) == ""
    other = person(Role.SECRETARY, None, "other@example.org")
    assert "device" in known.cookies
    stolen = Client()
    stolen.cookies["device"] = known.cookies["device"].value
    assert sign_in(stolen, email=other.email) == ""  # the cookie opens nothing and names one person only
    assert "Too many" in sign_in(Client())


@pytest.mark.parametrize("cookie", ["", "x", "1:2:3", "é", "W10:1:1"])
def test_a_made_up_cookie_is_no_known_device(lan: User, cookie: str) -> None:
    client = Client()
    client.cookies["device"] = cookie
    assert sign_in(client) == ""


def test_the_mail_is_a_way_through(lan: User) -> None:
    flood(60)
    client = Client()
    assert "Too many" in sign_in(client)
    set_password(client, reset_link(client))
    assert is_in(client)
    client.post("/account/logout/")
    assert sign_in(client, NEW) == ""


def test_who_asks_for_mails_again_and_again_neither_floods_nor_locks_out(lan: User) -> None:
    link = reset_link(Client(), ELSEWHERE)
    for _ in range(20):
        answer = Client().post("/account/password/reset/", {"email": lan.email}, REMOTE_ADDR=ELSEWHERE)
        assert answer.status_code == 302
    assert len(mail.outbox) == 5
    client = Client()
    set_password(client, link)  # the mails that are there hold, whoever asked for them
    assert is_in(client)


def test_mails_name_the_sites_own_address_only(lan: User, settings: Settings) -> None:
    settings.SITE_URL = "https://mandate.example.org/"
    settings.ORGANISATION = "City of Tests"
    settings.ALLOWED_HOSTS = ["*"]
    User.objects.filter(pk=lan.pk).update(last_login=timezone.now())
    link = reset_link(Client(), host="evil.example.net")
    assert link.startswith("https://mandate.example.org/account/password/reset/key/")
    sent = mail.outbox[0]
    assert "evil" not in sent.body + sent.subject and "testserver" not in sent.body + sent.subject
    assert sent.subject == "[City of Tests] Set your password"


def test_somebody_who_never_signed_in_reads_who_invites_them(lan: User, settings: Settings) -> None:
    settings.ORGANISATION = "City of Tests"
    reset_link(Client())
    sent = mail.outbox[0]
    assert sent.subject == "[City of Tests] You are invited to sign in"
    ((html, _kind),) = sent.alternatives  # type: ignore[attr-defined]
    assert all("City of Tests invites you" in text for text in (sent.body, html))


@pytest.mark.parametrize("language", CODES)
def test_the_mail_that_sets_a_password_is_ours_in_each_language(lan: User, language: str) -> None:
    User.objects.filter(pk=lan.pk).update(language=language, last_login=timezone.now())
    with translation.override(language):
        link, words = reset_link(Client(headers={"accept-language": language})), gettext("Set your password")
    sent = mail.outbox[0]
    ((html, kind),) = sent.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html" and f'<html lang="{language}">' in html and f'href="{link}"' in html
    assert words in sent.subject and f">{words}</a>" in html
    assert "prefers-color-scheme: dark" in html and 'name="color-scheme" content="light dark"' in html
    assert lan.name in sent.body and lan.name in html and "example.com" not in sent.body


def test_no_mail_goes_to_a_stranger_and_nothing_tells(lan: User) -> None:
    pages = {
        re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"',
            "",
            Client().post("/account/password/reset/", {"email": email}, follow=True).content.decode(),
        )
        for email in (lan.email, "nobody@example.org")
    }
    assert len(mail.outbox) == 1 and len(pages) == 1


def test_a_person_who_may_not_sign_in_is_out_for_good(lan: User) -> None:
    client = Client()
    assert sign_in(client) == ""
    change_user(console(), ChangeUser(lan.pk, "Lan", is_active=False))
    assert not is_in(client)
    change_user(console(), ChangeUser(lan.pk, "Lan", is_active=True))
    assert not is_in(client)
    assert sign_in(client) == ""


def test_a_session_that_nobody_used_meanwhile_is_out_for_good_too(lan: User) -> None:
    client = Client()
    assert sign_in(client) == ""
    for active in (False, True):
        change_user(console(), ChangeUser(lan.pk, "Lan", is_active=active))
    assert not is_in(client)


def test_a_changed_password_ends_the_other_sessions(lan: User) -> None:
    here, there = Client(), Client()
    assert sign_in(here) == sign_in(there) == ""
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/change/", said).status_code == 302
    assert is_in(here) and not is_in(there)


def test_a_password_set_by_mail_ends_all_sessions(lan: User) -> None:
    there, client = Client(), Client()
    assert sign_in(there) == ""
    link = reset_link(client)
    set_password(client, link)
    assert is_in(client) and not is_in(there)
    again = Client().get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    assert "password1" not in again.content.decode()  # a link works once


def told(actor_role: Role, unit: Unit | None) -> list[str]:
    rows = audience_of(acting(actor_role, unit), "journal.view").narrow(Entry.objects.all())
    return [row.code for row in rows.order_by("pk") if row.code.startswith("signin.")]


def test_the_journal_hears_of_sign_ins_and_tells_administrators(units: dict[str, Unit], lan: User) -> None:
    client = Client()
    for _ in range(4):
        sign_in(client, "wrong")
    assert sign_in(client) == ""
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", said)
    client.post("/account/logout/")
    expected = ["signin.in", "signin.password_changed", "signin.out"]
    assert told(Role.ADMINISTRATOR, units["A"]) == told(Role.ADMINISTRATOR, None) == expected
    for role in (Role.SECRETARY, Role.REVIEWER):
        assert told(role, units["A"]) == []
    assert told(Role.ADMINISTRATOR, units["B"]) == []
    assert Entry.objects.get(code="signin.in").data == {"failed": 4}


def test_failures_are_told_in_bulk(units: dict[str, Unit], lan: User) -> None:
    for _ in range(50):
        signins.failed("LAN@example.org", timezone.now())
    sign_in(Client(), "wrong", email="nobody@example.org")
    rows = Entry.objects.filter(code="signin.failed").order_by("pk")
    assert [row.data["failed"] for row in rows] == [5, 50]
    assert {(row.user_id, row.unit_id) for row in rows} == {(None, units["A"].pk)}
    assert sign_in(Client()) == ""
    lan.refresh_from_db()
    assert lan.failed_sign_ins == 0


def test_the_person_reads_of_their_own_sign_ins(units: dict[str, Unit]) -> None:
    reporter = person(Role.REPORTER, units["A1"], "lan@example.org")
    client = Client()
    assert sign_in(client) == ""
    page = client.get("/people/me/").content.decode()
    assert "Signed in" in page
    other = Client()
    other.force_login(person(Role.REPORTER, units["A1"], "other@example.org"))
    assert "Signed in" not in other.get("/people/me/").content.decode()
    assert Entry.objects.filter(code="signin.in", subject_id=reporter.pk).count() == 1


def test_where_a_persons_sign_in_belongs(units: dict[str, Unit], lan: User) -> None:
    day = console().today
    assert place_of(lan.pk, day) == units["A"].pk
    Grant.objects.create(user=lan, role="reporter", unit=units["A2"])
    assert place_of(lan.pk, day) == units["A"].pk
    Grant.objects.create(user=lan, role="reporter", unit=units["B1"])
    assert place_of(lan.pk, day) == units["C"].pk
    Grant.objects.create(user=lan, role="observer", unit=None)
    assert place_of(lan.pk, day) is None
    assert place_of(User.objects.create_user("new@example.org", name="x").pk, day) is None


@pytest.mark.django_db(transaction=True)
def test_a_restoration_ends_sessions_and_keys_of_mails(lan):
    """What `mandate restore` does to the restored database, on this one."""
    client, link = Client(), reset_link(Client())
    assert sign_in(client) == ""
    assert is_in(client)
    known = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    end_what_was_live(make_conninfo(**{name: known[name] for name in names if known.get(name)}))
    assert not is_in(client)
    path = re.sub(r"^https?://[^/]+", "", link)
    refused = Client().get(path, follow=True, REMOTE_ADDR=HERE).content.decode()
    assert "password1" not in refused
    set_password(Client(), reset_link(Client()))
