"""Periods: the spans of time that units report for.

A plain period has a code after ISO 8601 and DHIS2: ``2023``, ``2023H1``, ``2023Q4``, ``2023-11``,
``2023-W05`` or ``2023BiW03``. Its span is half-open: ``start`` is its first day, ``end`` the first day after
it. A week is an ISO week (Monday to Sunday) and belongs to the month, quarter, half-year and year that hold
its Thursday, so that every week belongs to exactly one of each. Two weeks begin with an odd one (BiW03 is W05
and W06; BiW27 is W53 alone) and belong where their first Thursday lies.

Financial years and terms are named by the organisation: their spans stand in a calendar (calendar.py), and
their codes tell nothing.

>>> november = Period.parse("2023-11")
>>> november.start.isoformat(), november.last_day.isoformat(), november.due(10).isoformat()
('2023-11-01', '2023-11-30', '2023-12-10')
>>> [part.code for part in Period.parse("2023Q4").parts(Frequency.MONTHLY)]
['2023-10', '2023-11', '2023-12']
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from mandate.core.errors import CoreError

FIRST_YEAR = 1900
LAST_YEAR = 2200

_DAY = timedelta(days=1)
#: The days of the calendar: those of the periods that there are.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_CODE = re.compile(r"([0-9]{4})(?:H([0-9])|Q([0-9])|-([0-9]{2})|-W([0-9]{2})|BiW([0-9]{2}))?")


class Frequency(StrEnum):
    """How often a form is reported."""

    WEEKLY = "weekly"
    TWO_WEEKLY = "two_weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    FINANCIAL_YEARLY = "financial_yearly"
    TERM = "term"


#: The frequencies whose periods the organisation names.
NAMED = (Frequency.FINANCIAL_YEARLY, Frequency.TERM)
# How many months one period of each frequency takes; weeks follow their own calendar.
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
# The frequencies in the order of the groups of _CODE.
_GROUPS = (
    Frequency.HALF_YEARLY,
    Frequency.QUARTERLY,
    Frequency.MONTHLY,
    Frequency.WEEKLY,
    Frequency.TWO_WEEKLY,
)
# How many weeks one period takes.
_WEEKS = {Frequency.WEEKLY: 1, Frequency.TWO_WEEKLY: 2}
#: How many days a week and two weeks take; no other period is so long.
DAYS_OF_WEEKS = (7, 14)
#: From the first day of weeks to the Thursday that decides where they belong.
TO_THURSDAY = 3


class PeriodError(CoreError):
    """A period that does not exist."""

    SENTENCES = {
        "malformed": "“{text}” is not a period; write 2023, 2023H1, 2023Q4, 2023-11, 2023-W05 or 2023BiW03, "
        "or the code of a term or financial year.",
        "no_such_period": "There is no period {text}.",
        "not_named": "There is no financial year or term {text} yet; name it first, by the table of periods "
        "or mandate period add.",
        "no_neighbour": "No period of its kind is known beside {text}.",
        "year_out_of_range": "The year of {text} is not between {first} and {last}.",
    }


class Neighbours(Protocol):
    """What a named period asks its calendar."""

    def beside(self, period: "Period", *, later: bool) -> "Period":
        """The named period of the same kind after or before this one; raises `PeriodError`."""

    def within(self, period: "Period", frequency: Frequency) -> "tuple[Period, ...]":
        """The named periods of this kind that belong to a period, in order."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``start`` <= day < ``end``. Make it with `parse` or `containing`; a named one with a
    calendar, from which it also has its ``names`` by language."""

    code: str
    frequency: Frequency
    start: date
    end: date
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    calendar: Neighbours | None = field(default=None, compare=False, repr=False)

    @staticmethod
    def parse(text: str) -> "Period":
        """The plain period with the code `text`; raises `PeriodError`.

        >>> Period.parse("2023-W05").start.isoformat()
        '2023-01-30'
        >>> Period.parse("2023-13")
        Traceback (most recent call last):
        mandate.core.period.PeriodError: There is no period 2023-13.
        """
        return _parse(text)

    @staticmethod
    def containing(day: date, frequency: Frequency) -> "Period":
        """The plain period of this frequency in which `day` lies.

        >>> Period.containing(date(2023, 1, 1), Frequency.WEEKLY).code
        '2022-W52'
        """
        if frequency in NAMED:
            raise PeriodError("no_such_period", {"text": day.isoformat()})
        if frequency in _WEEKS:
            year, week, _ = day.isocalendar()
            return _period(frequency, year, (week - 1) // _WEEKS[frequency] + 1)
        return _period(frequency, day.year, (day.month - 1) // _MONTHS[frequency] + 1)

    @property
    def last_day(self) -> date:
        """The last day that still belongs to the period."""
        return self.end - _DAY

    def is_over(self, today: date) -> bool:
        """Whether the period has ended; what is told of it may still be corrected, but it can be judged.

        >>> year = Period.parse("2023")
        >>> year.is_over(date(2023, 12, 31)), year.is_over(date(2024, 1, 1))
        (False, True)
        """
        return self.end <= today

    @property
    def is_weeks(self) -> bool:
        """Whether it is a week or two, which belongs where its Thursday lies."""
        return is_weeks(self.start, self.end)

    @property
    def anchor(self) -> date:
        """The day that decides where the period belongs: the first Thursday of weeks, else the first day."""
        return anchor(self.start, self.end)

    def next(self) -> "Period":
        """The period of the same frequency that begins where this one ends; raises `PeriodError`."""
        if self.frequency in NAMED:
            return self._beside(later=True)
        return Period.containing(self.end, self.frequency)

    def previous(self) -> "Period":
        """The period of the same frequency that ends where this one begins; raises `PeriodError`."""
        if self.frequency in NAMED:
            return self._beside(later=False)
        return Period.containing(self.start - _DAY, self.frequency)

    def back(self, count: int) -> "tuple[Period, ...]":
        """So many periods before this one, the newest first; fewer where no more are known.

        >>> [period.code for period in Period.parse("2023Q1").back(2)], Period.parse("1900").back(2)
        (['2022Q4', '2022Q3'], ())
        """
        return _steps(self, count, Period.previous)

    def years_back(self, count: int) -> "tuple[Period, ...]":
        """The same period in so many years before this one; as `back`.

        >>> [period.code for period in Period.parse("1902-11").years_back(4)]
        ['1901-11', '1900-11']
        """
        return _steps(self, count, Period.year_before)

    def year_before(self) -> "Period":
        """The same period a year earlier, of a term the one before; weeks that only a long year has are
        compared with the last of a year that lacks them. Raises `PeriodError`.

        >>> Period.parse("2023Q4").year_before().code, Period.parse("2020-W53").year_before().code
        ('2022Q4', '2019-W52')
        """
        if self.frequency in NAMED:
            return self._beside(later=False)
        if self.frequency in _WEEKS:
            year, week, _ = self.start.isocalendar()
            step = _WEEKS[self.frequency]
            # The year before one of 53 weeks has 52.
            return _period(self.frequency, year - 1, min((week - 1) // step + 1, 52 // step))
        return Period.containing(self.start.replace(year=self.start.year - 1), self.frequency)

    def _beside(self, *, later: bool) -> "Period":
        if self.calendar is None:
            raise PeriodError("no_neighbour", {"text": self.code})
        return self.calendar.beside(self, later=later)

    def until(self, part: "Period") -> "Period":
        """This period from its first day to the end of a part of it: what is counted up to then.

        >>> year = Period.parse("2023")
        >>> str(year.until(Period.parse("2023Q3"))), year.until(Period.parse("2023Q3")).end.isoformat()
        ('2023..2023Q3', '2023-10-01')
        """
        code = f"{self.code}..{part.code}"
        return Period(code, Frequency.TERM, self.start, part.end, calendar=self.calendar)

    def contains(self, other: "Period") -> bool:
        """Whether `other` belongs to this period (a period contains itself).

        >>> Period.parse("2023-02").contains(Period.parse("2023-W05"))  # Thursday 2 February
        True
        """
        return lies_in((other.start, other.end), (self.start, self.end))

    def parts(self, frequency: Frequency) -> tuple["Period", ...]:
        """The periods of this frequency that belong to this one, in order; none if they are longer.

        >>> len(Period.parse("2020").parts(Frequency.WEEKLY)), Period.parse("2020-01").parts(Frequency.YEARLY)
        (53, ())
        """
        if frequency in NAMED:
            return self.calendar.within(self, frequency) if self.calendar else ()
        found = []
        try:
            part = Period.containing(self.start, frequency)
            while part.anchor < self.end:
                if self.contains(part):
                    found.append(part)
                part = part.next()
        except PeriodError:  # beyond the last year there is
            pass
        return tuple(found)

    @property
    def months(self) -> Fraction:
        """How many months it takes: whole ones where it begins and ends with months, else by its days.

        >>> str(Period.parse("2023Q4").months), str(Period.parse("2023-W05").months)
        ('3', '84/365')
        """
        if self.start.day == self.end.day == 1:
            return Fraction(12 * (self.end.year - self.start.year) + self.end.month - self.start.month)
        return Fraction(12 * (self.end - self.start).days, 365)

    def told_on(self, today: date) -> date:
        """The day whose structure this period is told by: its last; while it runs, today; before, its first.

        >>> year = Period.parse("2023")
        >>> [year.told_on(date(number, 6, 1)).isoformat() for number in (2022, 2023, 2024)]
        ['2023-01-01', '2023-06-01', '2023-12-31']
        """
        return min(self.last_day, max(today, self.start))

    def due(self, days: int) -> date:
        """The day by which a report on this period is owed: so many days after its last day."""
        return self.last_day + days * _DAY

    def __str__(self) -> str:
        return self.code


#: First day, and first day after the last.
Days = tuple[date, date]


def is_weeks(start: date, end: date) -> bool:
    """Whether a span is a week or two: no other period is as short."""
    return (end - start).days in DAYS_OF_WEEKS


def anchor(start: date, end: date) -> date:
    """The day that decides where a span belongs."""
    return start + TO_THURSDAY * _DAY if is_weeks(start, end) else start


def lies_in(inner: Days, outer: Days) -> bool:
    """Whether a period with the span `inner` belongs to one with the span `outer`."""
    if is_weeks(*inner) and not is_weeks(*outer):
        return outer[0] <= anchor(*inner) < outer[1]
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def crosses(one: Days, other: Days) -> bool:
    """Whether two spans share days but neither lies in the other: their figures can never be added up.

    >>> crosses((date(2023, 1, 1), date(2024, 1, 1)), (date(2023, 4, 1), date(2024, 4, 1)))
    True
    >>> crosses((date(2023, 1, 1), date(2024, 1, 1)), (date(2022, 12, 26), date(2023, 1, 2)))  # W52 of 2022
    False
    """
    if is_weeks(*one) or is_weeks(*other):
        return False  # weeks lie in other weeks, or wholly where their Thursday lies
    share = one[0] < other[1] and other[0] < one[1]
    return share and not lies_in(one, other) and not lies_in(other, one)


def stands_apart(one: Days, other: Days) -> bool:
    """Whether figures for two spans count different things: none lies in the other, nor do they cross."""
    return not (lies_in(one, other) or lies_in(other, one) or crosses(one, other))


def looks_plain(text: str) -> bool:
    """Whether a code is written as those of plain periods are, there or not: ``2023-13`` is.

    >>> looks_plain("2023-13"), looks_plain("2023April")
    (True, False)
    """
    return _CODE.fullmatch(text) is not None


def _steps(period: Period, count: int, step: Callable[[Period], Period]) -> tuple[Period, ...]:
    found = [period]
    while len(found) <= count:
        try:
            found.append(step(found[-1]))
        except PeriodError:  # here the calendar begins
            break
    return tuple(found[1:])


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    match = _CODE.fullmatch(text)
    if match is None:
        raise PeriodError("malformed", {"text": text})
    year = int(match[1])
    for frequency, number in zip(_GROUPS, match.groups()[1:], strict=True):
        if number is not None:
            return _period(frequency, year, int(number))
    return _period(Frequency.YEARLY, year, 1)


def _period(frequency: Frequency, year: int, number: int) -> Period:
    """The `number`-th period of the year, counted from 1."""
    code = _write(frequency, year, number)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError("year_out_of_range", {"text": code, "first": FIRST_YEAR, "last": LAST_YEAR})
    if not 1 <= number <= _count(frequency, year):
        raise PeriodError("no_such_period", {"text": code})
    if frequency in _WEEKS:
        first = (number - 1) * _WEEKS[frequency] + 1
        weeks = min(_WEEKS[frequency], _weeks(year) - first + 1)
        start = date.fromisocalendar(year, first, 1)
        return Period(code, frequency, start, start + 7 * weeks * _DAY)
    months = _MONTHS[frequency]
    return Period(code, frequency, _month(year, (number - 1) * months), _month(year, number * months))


def _write(frequency: Frequency, year: int, number: int) -> str:
    suffixes = {
        Frequency.WEEKLY: f"-W{number:02}",
        Frequency.TWO_WEEKLY: f"BiW{number:02}",
        Frequency.MONTHLY: f"-{number:02}",
        Frequency.QUARTERLY: f"Q{number}",
        Frequency.HALF_YEARLY: f"H{number}",
        Frequency.YEARLY: "",
    }
    return f"{year:04}{suffixes[frequency]}"


def _month(year: int, months: int) -> date:
    """The first day of the month that lies `months` (0..12) after January of `year`."""
    return date(year + months // 12, months % 12 + 1, 1)


def _count(frequency: Frequency, year: int) -> int:
    """How many periods of this frequency the year has."""
    if frequency in _WEEKS:
        return -(-_weeks(year) // _WEEKS[frequency])
    return 12 // _MONTHS[frequency]


def _weeks(year: int) -> int:
    """How many ISO weeks the year has: 28 December always lies in the last."""
    return date(year, 12, 28).isocalendar().week
