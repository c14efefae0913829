from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mandate.core.period import NAMED, Frequency, Period, PeriodError, crosses, lies_in

days = st.dates(date(1901, 2, 1), date(2199, 12, 1))
frequencies = st.sampled_from([one for one in Frequency if one not in NAMED])
periods = st.builds(Period.containing, days, frequencies)


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("period", "code")
    assert [
        [
            period.code,
            period.frequency,
            period.start.isoformat(),
            period.last_day.isoformat(),
            period.previous().code,
            period.next().code,
            period.year_before().code,
            period.due(10).isoformat(),
        ]
        for period in (Period.parse(row[0]) for row in rows)
    ] == rows


def test_the_table_of_parts_is_what_the_code_does(worked_table):
    rows = worked_table("period", "period")
    found = []
    for code, frequency, *_ in rows:
        parts = Period.parse(code).parts(Frequency(frequency))
        found.append([code, frequency, str(len(parts)), parts[0].code, parts[-1].code])
    assert found == rows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("23", "malformed"),
        ("2023-1", "malformed"),
        ("2023H", "malformed"),
        (" 2023", "malformed"),
        ("2023\n", "malformed"),
        ("٢٠٢٣", "malformed"),
        ("2023-11-05", "malformed"),
        ("2023-00", "no_such_period"),
        ("2023-13", "no_such_period"),
        ("2023Q5", "no_such_period"),
        ("2023H0", "no_such_period"),
        ("2023-W53", "no_such_period"),
        ("2023BiW27", "no_such_period"),
        ("2023BiW00", "no_such_period"),
        ("2023BiW1", "malformed"),
        ("2023April", "malformed"),
        ("2020-2025", "malformed"),
        ("1899", "year_out_of_range"),
        ("2201-01", "year_out_of_range"),
    ],
)
def test_what_is_not_a_period_says_why(text, code):
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert caught.value.code == code
    assert caught.value.params["text"] == text
    assert text in str(caught.value)


def test_the_years_end_where_they_are_said_to():
    assert Period.parse("1900").start == date(1900, 1, 1)
    assert Period.parse("2200").end == date(2201, 1, 1)
    assert len(Period.parse("2200").parts(Frequency.MONTHLY)) == 12
    assert Period.parse("2200").parts(Frequency.WEEKLY)[-1].code == "2200-W52"
    with pytest.raises(PeriodError):
        Period.parse("2200-12").next()
    with pytest.raises(PeriodError):
        Period.parse("1900-W01").year_before()


@given(periods)
def test_a_code_names_its_period(period):
    assert Period.parse(period.code) == period
    assert str(period) == period.code


@given(days, frequencies)
def test_every_day_lies_in_the_period_that_contains_it(day, frequency):
    period = Period.containing(day, frequency)
    assert period.frequency is frequency
    assert period.start <= day <= period.last_day < period.end


@given(periods)
def test_neighbours_meet_without_gap_or_overlap(period):
    assert period.next().start == period.end
    assert period.previous().end == period.start
    assert period.next().previous() == period == period.previous().next()


@given(periods)
@example(Period.parse("2020-W53"))
@example(Period.parse("1998BiW27"))
def test_a_year_earlier_is_the_same_part_of_the_year(period):
    before = period.year_before()
    assert before.frequency is period.frequency
    part, part_before = (one.code.removeprefix(str(one.anchor.year)) for one in (period, before))
    assert part_before == {"-W53": "-W52", "BiW27": "BiW26"}.get(part, part)
    assert before.anchor.year == period.anchor.year - 1


@given(days, frequencies, frequencies)
def test_the_parts_are_exactly_what_it_contains(day, whole, part):
    period = Period.containing(day, whole)
    parts = period.parts(part)
    assert all(period.contains(each) for each in parts)
    assert all(one.end == two.start for one, two in pairwise(parts))
    if parts:
        assert not period.contains(parts[0].previous())
        assert not period.contains(parts[-1].next())
    elif part not in (Frequency.WEEKLY, Frequency.TWO_WEEKLY):
        assert (
            Period.containing(day, part).end - Period.containing(day, part).start > period.end - period.start
        )


@given(
    days,
    st.sampled_from([Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY]),
    st.sampled_from([Frequency.WEEKLY, Frequency.TWO_WEEKLY]),
)
def test_every_week_of_a_year_belongs_to_exactly_one_part_of_it(day, frequency, short):
    year = Period.containing(day, Frequency.YEARLY)
    weeks = [week for part in year.parts(frequency) for week in part.parts(short)]
    assert weeks == list(year.parts(short))
    assert all((week.start + timedelta(days=3)).year == year.start.year for week in weeks)


@given(days)
def test_two_weeks_are_the_weeks_of_the_year_in_pairs(day):
    pair = Period.containing(day, Frequency.TWO_WEEKLY)
    weeks = pair.parts(Frequency.WEEKLY)
    numbers = [int(week.code[-2:]) for week in weeks]
    number = int(pair.code[-2:])
    assert numbers == ([53] if number == 27 else [2 * number - 1, 2 * number])
    assert {week.code[:4] for week in weeks} == {pair.code[:4]}
    assert (weeks[0].start, weeks[-1].end) == (pair.start, pair.end)


@given(periods, periods)
def test_plain_periods_never_cross(one, other):
    spans = (one.start, one.end), (other.start, other.end)
    assert not crosses(*spans)
    assert one.contains(other) == lies_in(spans[1], spans[0])
