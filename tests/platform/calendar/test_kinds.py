"""Entries of days and of times: which days they are of, and where they lead."""

from datetime import UTC, date, datetime

from django.test import override_settings

from mandate.platform.calendar.kinds import CalendarEntry

DAY = date(2024, 1, 10)


def test_an_entry_of_days() -> None:
    assert (CalendarEntry(("t", 1), DAY, "x").day, CalendarEntry(("t", 1), DAY, "x").last_day) == (DAY, DAY)
    three = CalendarEntry(("t", 1), DAY, "x", ends=date(2024, 1, 13))
    assert three.all_day and three.last_day == date(2024, 1, 12)
    assert CalendarEntry(("t", 1), DAY, "x", ends=DAY).last_day == DAY, (
        "an end at the beginning is of that day"
    )


@override_settings(TIME_ZONE="Asia/Ho_Chi_Minh")
def test_an_entry_of_a_time_is_of_the_days_of_the_organisation() -> None:
    late = CalendarEntry(("t", 1), datetime(2024, 1, 9, 18, 0, tzinfo=UTC), "x")
    assert not late.all_day and late.day == late.last_day == DAY
    until_midnight = CalendarEntry(("t", 1), late.starts, "x", ends=datetime(2024, 1, 10, 17, 0, tzinfo=UTC))
    assert until_midnight.last_day == DAY
    beyond = CalendarEntry(("t", 1), late.starts, "x", ends=datetime(2024, 1, 10, 17, 1, tzinfo=UTC))
    assert beyond.last_day == date(2024, 1, 11)


def test_an_entry_leads_to_a_page() -> None:
    assert CalendarEntry(("t", 1), DAY, "x").address == ""
    assert CalendarEntry(("t", 1), DAY, "x", view=("reporting:report", "17")).address == "/reports/17/"
    entry = CalendarEntry(("t", 1), DAY, "x", view=("reporting:reports", "A"), query="period=2023")
    assert entry.address == "/unit/A/reports/?period=2023"
