"""Periods: the spans of time that units report for.

A period has a code after ISO 8601 and DHIS2: ``2023``, ``2023H1``, ``2023Q4``, ``2023-11`` or ``2023-W05``.
Its span is half-open: ``start`` is its first day, ``end`` the first day after it. A week is an ISO week
(Monday to Sunday) and belongs to the month, quarter, half-year and year that hold its Thursday, so that
every week belongs to exactly one of each.

>>> november = Period.parse("2023-11")
>>> november.start.isoformat(), november.last_day.isoformat(), november.due(10).isoformat()
('2023-11-01', '2023-11-30', '2023-12-10')
>>> [part.code for part in Period.parse("2023Q4").parts(Frequency.MONTHLY)]
['2023-10', '2023-11', '2023-12']
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from mandate.core.errors import CoreError

FIRST_YEAR = 1900
LAST_YEAR = 2200

_DAY = timedelta(days=1)
_CODE = re.compile(r"([0-9]{4})(?:H([0-9])|Q([0-9])|-([0-9]{2})|-W([0-9]{2}))?")


class Frequency(StrEnum):
    """How often a form is reported."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


# How many months one period of each frequency takes; weeks follow their own calendar.
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
# The frequencies in the order of the groups of _CODE.
_GROUPS = (Frequency.HALF_YEARLY, Frequency.QUARTERLY, Frequency.MONTHLY, Frequency.WEEKLY)


class PeriodError(CoreError):
    """A period that does not exist."""

    SENTENCES = {
        "malformed": "“{text}” is not a period; write 2023, 2023H1, 2023Q4, 2023-11 or 2023-W05.",
        "no_such_period": "There is no period {text}.",
        "year_out_of_range": "The year of {text} is not between {first} and {last}.",
    }


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``start`` <= day < ``end``. Make it with `parse` or `containing`."""

    code: str
    frequency: Frequency
    start: date
    end: date

    @staticmethod
    def parse(text: str) -> "Period":
        """The period with the code `text`; raises `PeriodError`.

        >>> Period.parse("2023-W05").start.isoformat()
        '2023-01-30'
        >>> Period.parse("2023-13")
        Traceback (most recent call last):
        mandate.core.period.PeriodError: There is no period 2023-13.
        """
        return _parse(text)

    @staticmethod
    def containing(day: date, frequency: Frequency) -> "Period":
        """The period of this frequency in which `day` lies.

        >>> Period.containing(date(2023, 1, 1), Frequency.WEEKLY).code
        '2022-W52'
        """
        if frequency is Frequency.WEEKLY:
            year, week, _ = day.isocalendar()
            return _period(frequency, year, week)
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

    def next(self) -> "Period":
        """The period of the same frequency that begins where this one ends."""
        return Period.containing(self.end, self.frequency)

    def previous(self) -> "Period":
        """The period of the same frequency that ends where this one begins."""
        return Period.containing(self.start - _DAY, self.frequency)

    def year_before(self) -> "Period":
        """The same period a year earlier; week 53 is compared with the last week of a year that lacks it.

        >>> Period.parse("2023Q4").year_before().code, Period.parse("2020-W53").year_before().code
        ('2022Q4', '2019-W52')
        """
        if self.frequency is Frequency.WEEKLY:
            year, week, _ = self.start.isocalendar()
            return _period(self.frequency, year - 1, min(week, _weeks(year - 1)))
        return Period.containing(self.start.replace(year=self.start.year - 1), self.frequency)

    def contains(self, other: "Period") -> bool:
        """Whether `other` belongs to this period (a period contains itself).

        >>> Period.parse("2023-02").contains(Period.parse("2023-W05"))  # Thursday 2 February
        True
        """
        if other.frequency is not Frequency.WEEKLY:
            return self.start <= other.start and other.end <= self.end
        if self.frequency is Frequency.WEEKLY:
            return self == other
        return self.start <= other.start + 3 * _DAY < self.end

    def parts(self, frequency: Frequency) -> tuple["Period", ...]:
        """The periods of this frequency that belong to this one, in order; none if they are longer.

        >>> len(Period.parse("2020").parts(Frequency.WEEKLY)), Period.parse("2020-01").parts(Frequency.YEARLY)
        (53, ())
        """
        day = self.start
        if frequency is Frequency.WEEKLY:
            day += (3 - day.weekday()) % 7 * _DAY  # from Thursday to Thursday
        found = []
        while day < self.end:
            part = Period.containing(day, frequency)
            if self.contains(part):
                found.append(part)
            day += part.end - part.start
        return tuple(found)

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
    count = _weeks(year) if frequency is Frequency.WEEKLY else 12 // _MONTHS[frequency]
    if not 1 <= number <= count:
        raise PeriodError("no_such_period", {"text": code})
    if frequency is Frequency.WEEKLY:
        start = date.fromisocalendar(year, number, 1)
        return Period(code, frequency, start, start + 7 * _DAY)
    months = _MONTHS[frequency]
    return Period(code, frequency, _month(year, (number - 1) * months), _month(year, number * months))


def _write(frequency: Frequency, year: int, number: int) -> str:
    suffixes = {
        Frequency.WEEKLY: f"-W{number:02}",
        Frequency.MONTHLY: f"-{number:02}",
        Frequency.QUARTERLY: f"Q{number}",
        Frequency.HALF_YEARLY: f"H{number}",
        Frequency.YEARLY: "",
    }
    return f"{year:04}{suffixes[frequency]}"


def _month(year: int, months: int) -> date:
    """The first day of the month that lies `months` (0..12) after January of `year`."""
    return date(year + months // 12, months % 12 + 1, 1)


def _weeks(year: int) -> int:
    """How many ISO weeks the year has: 28 December always lies in the last."""
    return date(year, 12, 28).isocalendar().week
