"""What is written as iCalendar is what its parser reads back, whatever stands in the texts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.support.organisation import NOW

from mandate.platform.access.actor import Actor
from mandate.platform.calendar.ics import calendar_file, fit
from mandate.platform.calendar.kinds import CalendarEntry, CalendarKind
from mandate.platform.calendar.queries import Dated

KIND = CalendarKind("reports-due", "Due from you", lambda actor, first, until: ())
DAY = date(2024, 1, 10)
LONG = "Số liệu hằng năm của phường Hàm Rồng, thành phố Thanh Hoá; biểu tổng hợp gia đình văn hoá \\ " * 4


def written(*entries: CalendarEntry, now: datetime = NOW) -> bytes:
    with translation.override("en"):
        return calendar_file(Actor(1, "x", now), [Dated(KIND, one) for one in entries])


def events(file: bytes) -> Sequence[Any]:
    return Calendar.from_ical(file).walk("VEVENT")


def test_a_day_by_which_something_is_due() -> None:
    entry = CalendarEntry(
        ("form_period", 17),
        DAY,
        "Yearly figures for 2023",
        unit="Phố 1, Phường A",
        view=("reporting:report", "5"),
        note="2 reports",
    )
    file = written(entry)
    assert file.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mandate//")
    assert b"METHOD" not in file and b"ATTENDEE" not in file and b"ORGANIZER" not in file
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n" in file
    assert b"\r\nDTSTART;VALUE=DATE:20240110\r\nDTEND;VALUE=DATE:20240111\r\n" in file
    (event,) = events(file)
    assert event["uid"] == "reports-due.form_period.17@127.0.0.1"
    assert event["summary"] == "Due from you: Yearly figures for 2023, Phố 1, Phường A"
    assert event["description"] == "2 reports\nhttp://127.0.0.1:8000/reports/5/"
    assert event["url"] == "http://127.0.0.1:8000/reports/5/"
    assert event["transp"] == "TRANSPARENT" and event["status"] == "CONFIRMED"


@override_settings(TIME_ZONE="Asia/Ho_Chi_Minh")
def test_the_same_bytes_all_day_and_a_stamp_that_is_past() -> None:
    """So that a program that asks whether there is something new is told that there is not."""
    entry = CalendarEntry(("t", 1), DAY, "x")
    morning, evening = datetime(2024, 1, 5, 0, 30, tzinfo=UTC), datetime(2024, 1, 5, 16, 59, tzinfo=UTC)
    assert written(entry, now=morning) == written(entry, now=evening)
    assert events(written(entry, now=morning))[0]["dtstamp"].dt == datetime(2024, 1, 4, 17, 0, tzinfo=UTC)
    assert written(entry, now=morning) != written(entry, now=evening + timedelta(minutes=1))


@override_settings(TIME_ZONE="Asia/Ho_Chi_Minh")
def test_a_meeting_with_times() -> None:
    starts, ends = datetime(2024, 1, 10, 2, 0, tzinfo=UTC), datetime(2024, 1, 10, 4, 30, tzinfo=UTC)
    there = starts.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    file = written(CalendarEntry(("meeting", 3), there, "Conference", ends=ends, cancelled=True))
    assert b"\r\nDTSTART:20240110T020000Z\r\n" in file and b"TZID" not in file
    (event,) = events(file)
    assert (event["dtstart"].dt, event["dtend"].dt) == (starts, ends)
    assert event["status"] == "CANCELLED" and event["transp"] == "OPAQUE"
    (event,) = events(written(CalendarEntry(("meeting", 3), starts, "Begins")))
    assert "dtend" not in event and "url" not in event and "description" not in event


def test_long_lines_are_folded_within_letters_and_read_back_whole() -> None:
    file = written(CalendarEntry(("t", 1), DAY, LONG, unit="Phố; 1, a\\n", note=f"{LONG}\n{LONG}"))
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and len(lines) > 20
    for line in lines:
        line.decode()  # no letter is cut in two
    (event,) = events(file)
    assert event["summary"] == f"Due from you: {LONG.strip()}, Phố; 1, a\\n"
    assert event["description"] == f"{LONG.strip()}\n{LONG.strip()}"


def test_nothing_breaks_out_of_its_line() -> None:
    evil = 'x\r\nEND:VEVENT\nBEGIN:VALARM\rTRIGGER:-PT1M\x0b\x00\x7f\x85\u2028ATTACH:http://evil/"\ud800'
    file = written(CalendarEntry(("t", 1), DAY, evil, unit=evil, note=evil))
    read = Calendar.from_ical(file)
    assert [one.name for one in read.walk()] == ["VCALENDAR", "VEVENT"]
    assert not [line for line in file.decode().splitlines() if line.startswith(("ATTACH", "TRIGGER"))]
    assert not {one for one in file.decode() if ord(one) < 32 or 127 <= ord(one) < 160} - {"\r", "\n"}
    assert "\n" not in events(file)[0]["summary"]


@override_settings(ORGANISATION="Ủy ban, quận; 1\\\nX-EVIL:1")
def test_the_name_of_the_calendar_is_one_plain_line() -> None:
    read = Calendar.from_ical(written())
    assert read["x-wr-calname"] == read["name"] == "Ủy ban quận 1 X-EVIL:1"
    assert "x-evil" not in read


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_comes_back(title: str, note: str) -> None:
    file = written(CalendarEntry(("t", 1), DAY, title, note=note), CalendarEntry(("t", 2), DAY, "next"))
    assert max(map(len, file.split(b"\r\n"))) <= 75
    first, second = events(file)
    assert first["summary"] == fit(f"Due from you: {fit(title)}").replace("\n", " ")
    assert first.get("description", "") == fit(note)
    assert second["summary"] == "Due from you: next"


@pytest.mark.parametrize("language", ["en", "vi", "fr", "de", "sv", "pl", "ru"])
def test_in_every_language(language: str) -> None:
    with translation.override(language):
        file = calendar_file(Actor(1, "x", NOW), [Dated(KIND, CalendarEntry(("t", 1), DAY, "Zahlen"))])
    assert str(events(file)[0]["summary"]).replace("\u00a0:", ":") == "Due from you: Zahlen"
