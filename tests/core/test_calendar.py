"""Financial years and terms: rows that the organisation names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.calendar import Calendar, CalendarError, Named, check, check_beside, years_of
from mandate.core.period import Frequency, Period, PeriodError, crosses

APRIL = [Named(f"{year}April", date(year, 4, 1), date(year + 1, 3, 31)) for year in (2021, 2022, 2023)]
TERM = Named("2020-2025", date(2020, 10, 16), date(2025, 10, 15))
CALENDAR = Calendar.of([*APRIL, TERM, Named("2015-2020", date(2015, 10, 16), date(2020, 10, 15))])


def test_a_code_means_what_its_row_says():
    year = CALENDAR.parse("2023April")
    assert (year.start, year.end, year.frequency) == (
        date(2023, 4, 1),
        date(2024, 4, 1),
        Frequency.FINANCIAL_YEARLY,
    )
    assert CALENDAR.parse("2020-2025").frequency is Frequency.TERM
    assert CALENDAR.parse("2023-05") == Period.parse("2023-05")
    for unknown, why in {
        "2024April": "not_named",
        "2025-2030": "not_named",
        "2023-13": "no_such_period",
        "2023q1": "malformed",
        "20-25": "malformed",
        "April": "malformed",
    }.items():
        with pytest.raises(PeriodError) as caught:
            CALENDAR.parse(unknown)
        assert (unknown, caught.value.code) == (unknown, why)


def test_what_lies_beside_is_of_the_same_kind():
    year, term = CALENDAR.parse("2022April"), CALENDAR.parse("2020-2025")
    assert (year.next().code, year.previous().code, year.year_before().code) == (
        "2023April",
        "2021April",
        "2021April",
    )
    assert term.year_before().code == "2015-2020" and term.back(5) == (CALENDAR.parse("2015-2020"),)
    for first in (CALENDAR.parse("2021April"), CALENDAR.parse("2015-2020")):
        with pytest.raises(PeriodError):
            first.previous()
    with pytest.raises(PeriodError):
        term.next()


def test_a_missing_year_is_no_neighbour():
    gap = Calendar.of([APRIL[0], APRIL[2]])
    with pytest.raises(PeriodError):
        gap.parse("2023April").previous()


def test_a_financial_year_has_months_and_lies_in_its_term():
    year = CALENDAR.parse("2023April")
    assert [part.code for part in year.parts(Frequency.MONTHLY)][::11] == ["2023-04", "2024-03"]
    assert len(year.parts(Frequency.WEEKLY)) == 52
    assert [term.code for term in CALENDAR.around(year)] == ["2020-2025"]
    assert [one.code for one in years_of(CALENDAR.parse("2020-2025"))] == [row.code for row in APRIL]
    plain = Calendar.of([TERM])
    assert [one.code for one in years_of(plain.parse("2020-2025"))] == ["2021", "2022", "2023", "2024"]


def test_financial_years_cross_calendar_years_and_their_halves_do_not():
    april, half = CALENDAR.parse("2023April"), Period.parse("2023H2")
    assert crosses((april.start, april.end), (date(2023, 1, 1), date(2024, 1, 1)))
    assert not crosses((april.start, april.end), (half.start, half.end))


@pytest.mark.parametrize(
    ("code", "first", "last", "wrong"),
    [
        ("2023/24", "2023-04-01", "2024-03-31", "code"),
        ("", "2023-04-01", "2024-03-31", "code"),
        ("x" * 21, "2023-04-01", "2024-03-31", "code"),
        ("2024", "2023-04-01", "2024-03-31", "plain_code"),
        ("2023-13", "2023-04-01", "2024-03-31", "plain_code"),
        ("2023April", "2024-03-31", "2023-04-01", "backwards"),
        ("2023April", "2023-04-01", "2024-04-01", "not_last"),
        ("2023April", "2023-04-01", "2023-12-31", "too_short"),
        ("1990-2020", "1990-01-01", "2020-12-31", "too_long"),
        ("FY2023", "2023-01-01", "2023-12-31", "a_year"),
        ("old", "1899-12-31", "1901-01-01", "outside"),
        ("x" * 20, "2023-04-01", "2024-03-31", None),
        ("oneday", "2023-04-01", "2023-04-01", "too_short"),
        ("short", "2023-04-01", "2024-03-14", "too_short"),  # 349 days
        ("short", "2023-04-01", "2024-03-15", None),  # 350
        ("twenty", "2003-04-01", "2023-03-31", None),
        ("within21", "2003-04-01", "2024-03-31", "too_long"),
        ("first", "1900-01-02", "1901-01-01", None),
        ("last", "2200-01-02", "2200-12-31", None),
        ("late", "2200-01-02", "2201-01-01", "outside"),
        ("from1st", "2023-01-01", "2023-12-30", None),
        ("to31st", "2023-01-02", "2023-12-31", None),
    ],
)
def test_what_cannot_be_says_why(code, first, last, wrong):
    try:
        check(Named(code, date.fromisoformat(first), date.fromisoformat(last)))
        told = None
    except CalendarError as error:
        told = error.code
    assert told == wrong


@pytest.mark.parametrize(
    ("code", "first", "last", "wrong"),
    [
        ("2023April", "2023-04-01", "2024-03-31", None),
        ("2023April", "2023-04-02", "2024-03-31", "taken"),
        ("2023April", "2023-04-01", "2024-03-30", "taken"),
        ("2023april", "2023-04-02", "2024-03-30", "alike"),
        ("FY23", "2023-04-01", "2024-03-31", "same_days"),
        ("FY23", "2023-04-01", "2024-03-30", None),
        ("FY23", "2023-04-02", "2024-03-31", None),
    ],
)
def test_what_cannot_stand_beside_the_others_says_why(code, first, last, wrong):
    try:
        check_beside(Named(code, date.fromisoformat(first), date.fromisoformat(last)), APRIL)
        told = None
    except CalendarError as error:
        told = error.code
    assert told == wrong


def test_a_year_is_of_up_to_380_days():
    for days, frequency in ((380, Frequency.FINANCIAL_YEARLY), (381, Frequency.TERM)):
        assert Named("x", date(2023, 1, 1), date(2023, 1, 1) + timedelta(days - 1)).frequency is frequency


def test_between_neighbours_lie_up_to_30_days():
    for days, follows in ((30, True), (31, False)):
        begins = APRIL[0].last + timedelta(days + 1)
        later = Named("2022later", begins, begins + timedelta(364))
        calendar = Calendar.of([APRIL[0], later])
        year = calendar.parse("2021April")
        if follows:
            assert year.next().code == "2022later" and calendar.parse("2022later").previous() == year
        else:
            with pytest.raises(PeriodError):
                year.next()
            with pytest.raises(PeriodError):
                calendar.parse("2022later").previous()


def test_a_day_lies_in_one_period():
    found = [
        CALENDAR.containing(day, Frequency.FINANCIAL_YEARLY).code for day in (APRIL[1].first, APRIL[1].last)
    ]
    assert found == ["2022April", "2022April"]
    for outside in (date(2021, 3, 31), date(2024, 4, 1)):
        with pytest.raises(PeriodError):
            CALENDAR.containing(outside, Frequency.FINANCIAL_YEARLY)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(349, 7000))
def test_the_years_of_a_term_are_parts_of_it(first, days):
    row = Named("term", first, first + timedelta(days=days))
    if row.frequency is Frequency.TERM:
        term = Calendar.of([row]).parse("term")
        assert all(term.contains(year) for year in years_of(term))
        assert len(years_of(term)) >= (days + 1) // 366 - 1
