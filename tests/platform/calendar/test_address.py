"""The address of a calendar: it opens one person's dates and nothing else, as long as it is theirs."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from icalendar import Calendar
from tests.support.organisation import NOW, client_of, console, person, tree
from tests.support.reporting import World, world

from mandate.platform.access.actor import Role
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.calendar.models import CalendarAddress
from mandate.platform.calendar.queries import address_of, reader_by
from mandate.platform.calendar.secret import digest_of
from mandate.platform.calendar.services import MakeAddress, RemoveAddress, make_address, remove_address
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read
from mandate.site.logs import KeysHidden

pytestmark = pytest.mark.django_db
SECRET = re.compile(r'value="http://127\.0\.0\.1:8000/calendar/([\w-]{43})\.ics"')


@pytest.fixture
def city() -> World:
    """Its reports for 2023 were due in January 2024: the tests ask what is shown then."""
    return world("2026")


@pytest.fixture
def writer(city: World) -> User:
    return person(Role.REPORTER, city.units["A1"], "writer@example.org", "de")


def address(user: User, instead_of: int | None = None) -> str:
    return make_address(actor_of(user, NOW), MakeAddress(instead_of))


def feed(secret: str, **headers: str) -> HttpResponse:
    return Client().get(f"/calendar/{secret}.ics", headers=headers)  # type: ignore[return-value]


def summaries(answer: HttpResponse) -> list[str]:
    return [str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_it_is_shown_once_and_kept_as_a_digest(writer: User) -> None:
    client = client_of(writer)
    answer = client.post("/calendar/address/")
    (secret,) = SECRET.findall(answer.content.decode())
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    assert secret not in client.get("/calendar/").content.decode()
    kept = CalendarAddress.objects.get()
    assert kept.digest == digest_of(secret) and secret not in str(vars(kept))
    assert feed(secret).status_code == 200
    sessions = str([vars(one) for one in Entry.objects.all()]) + str(dict(client.session))
    assert secret not in sessions


def test_the_feed_is_of_that_person_alone_in_their_language(city: World, writer: User) -> None:
    other = person(Role.REPORTER, city.units["B"], "other@example.org")
    answer = feed(address(writer), **{"Accept-Language": "pl"})
    assert summaries(answer) == ["Von Ihnen fällig: Yearly figures für 2026, Phố 1, Phường A"]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and answer["Content-Language"] == "de"
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers and not answer.cookies
    for private in ("writer", "example.org", "other"):
        assert private not in answer.content.decode()
    theirs = feed(address(other))
    (event,) = Calendar.from_ical(theirs.content).walk("VEVENT")
    assert event["description"].startswith("4 reports: Phố 1, Phường B; ")
    # somebody who is signed in reads the calendar whose address it is, not their own
    signed_in = client_of(other).get(f"/calendar/{address(writer, address_id(writer))}.ics")
    assert summaries(signed_in) == summaries(answer)  # type: ignore[arg-type]


def address_id(user: User) -> int | None:
    found = address_of(actor_of(user, NOW))
    return found.id if found else None


def test_what_has_not_changed_is_not_sent_again(writer: User) -> None:
    secret = address(writer)
    first = feed(secret)
    again = feed(secret, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"") and again["Referrer-Policy"] == "no-referrer"
    assert feed(secret, **{"If-None-Match": '"other"'}).status_code == 200
    head = Client().head(f"/calendar/{secret}.ics")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert Client().post(f"/calendar/{secret}.ics").status_code == 405


def nothing(secret: str) -> bool:
    """Whether the answer is that of any other address that opens nothing."""
    answer, wrong = feed(secret), feed("w" * 43)
    told = [(one.status_code, one.content, one.headers) for one in (answer, wrong)]
    return told[0] == told[1] and told[0][:2] == (404, b"There is no calendar at this address.")


def test_a_renewed_or_removed_one_opens_nothing(writer: User) -> None:
    old = address(writer)
    new = address(writer, address_id(writer))
    assert nothing(old) and feed(new).status_code == 200
    assert remove_address(actor_of(writer, NOW), RemoveAddress())
    assert nothing(new) and not remove_address(actor_of(writer, NOW), RemoveAddress())
    for guess in ("", "x", "../x", "é", "\ud7ff", "a" * 5000, digest_of(new)):
        assert feed(guess).status_code == 404, guess


def test_a_page_that_is_sent_twice_takes_nothing_away(writer: User) -> None:
    """Neither a double click, nor a second window, nor a reload kills what a program was just given."""
    client = client_of(writer)
    secret = SECRET.findall(client.post("/calendar/address/").content.decode())[0]
    answer = client.post("/calendar/address/", follow=True)
    assert "inzwischen" in answer.content.decode() and feed(secret).status_code == 200
    known = address_id(writer)
    newer = address(writer, known)
    with pytest.raises(ValidationError):
        address(writer, known)
    assert feed(newer).status_code == 200 and CalendarAddress.objects.count() == 1


def test_who_may_no_longer_sign_in_has_none(writer: User) -> None:
    secret = address(writer)
    change_user(console(), ChangeUser(writer.pk, "", is_active=False))
    assert nothing(secret)
    change_user(console(), ChangeUser(writer.pk, "", is_active=True))
    assert nothing(secret), "as no session comes back with the right to sign in"
    writer.refresh_from_db()
    assert address_of(actor_of(writer, NOW)) is None
    fresh = address(writer)
    assert feed(fresh).status_code == 200
    User.objects.filter(pk=writer.pk).update(is_active=False)  # by whatever way
    assert nothing(fresh)


def test_a_restoration_ends_it(writer: User) -> None:
    """An address that was renewed since the backup does not come to life again with it."""
    secret = address(writer)
    User.objects.filter(pk=writer.pk).update(sessions_ended=4711)  # as backup.end_what_was_live does
    assert nothing(secret)


def test_rights_are_those_of_the_moment(city: World, writer: User) -> None:
    secret = address(writer)
    Grant.objects.filter(user=writer).update(ends=NOW.date())
    assert summaries(feed(secret)) == []
    Grant.objects.create(user=writer, role=Role.REPORTER, unit=city.units["B3"])
    assert "Phố 3, Phường B" in summaries(feed(secret))[0]


def test_erasing_a_person_takes_it_along(writer: User) -> None:
    address(writer)
    Grant.objects.filter(user=writer).delete()
    change_user(console(), ChangeUser(writer.pk, "", is_active=False))
    erase_person(console(), ErasePerson(writer.pk))
    assert not CalendarAddress.objects.exists()


def test_the_journal_tells_of_it_without_the_secret(city: World, writer: User) -> None:
    first = address(writer)
    second = address(writer, address_id(writer))
    remove_address(actor_of(writer, NOW), RemoveAddress())
    rows = list(Entry.objects.filter(code__startswith="calendar.").order_by("pk"))
    assert [one.event.sentence() for one in read(rows)] == [
        "Made a calendar address",
        "Made a new calendar address; the one before no longer works",
        "Removed the calendar address",
    ]
    assert {(row.user_id, row.subject_kind, row.subject_id) for row in rows} == {
        (writer.pk, "user", writer.pk)
    }
    for secret in (first, second):
        assert secret not in str([vars(row) for row in rows]) and digest_of(secret) not in str(rows)
    told = {
        role: "Made a calendar address"
        in client_of(person(role, city.units["A1"])).get("/journal/").content.decode()
        for role in (Role.ADMINISTRATOR, Role.OBSERVER)
    }
    assert told == {Role.ADMINISTRATOR: True, Role.OBSERVER: False}


def test_nobody_makes_one_for_nobody(city: World) -> None:
    client = Client()
    for path in ("/calendar/address/", "/calendar/address/remove/"):
        assert client.post(path).status_code == 401
    assert client.get("/calendar/").status_code == client.get("/calendar/dates.ics").status_code == 302
    assert not CalendarAddress.objects.exists()


def test_two_people_at_once(city: World, writer: User) -> None:
    other = person(Role.REPORTER, city.units["B1"], "second@example.org")
    one, two = address(writer), address(other)
    remove_address(actor_of(other, NOW), RemoveAddress())
    assert nothing(two) and feed(one).status_code == 200
    reader = reader_by(one, NOW + timedelta(days=1))
    assert reader is not None and reader.user_id == writer.pk and reader.now == NOW + timedelta(days=1)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged while a test runs, as the site's handler writes it."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.addFilter(KeysHidden())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_logs_are_silent(writer: User, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = address(writer)
    feed(secret)
    remove_address(actor_of(writer, NOW), RemoveAddress())
    feed(secret)  # "Not Found: /calendar/…"
    Client().get(f"/calendar/{secret}/")
    assert "/calendar/***.ics" in log.getvalue() and "/calendar/***/" in log.getvalue()
    assert secret not in log.getvalue()


def test_the_page_is_without_it_where_nothing_is_due(db: None) -> None:
    user = person(Role.OBSERVER, tree()["A1"])
    page = client_of(user).get("/calendar/").content.decode()
    assert "Nothing has a date for you" in page and "Download as a file" not in page
    assert summaries(client_of(user).get("/calendar/dates.ics")) == []  # type: ignore[arg-type]
