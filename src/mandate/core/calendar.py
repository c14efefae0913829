"""The organisation's own periods: financial years, terms and plans, each a code with its first and last day.

A code never tells its span: what ``2023April`` or ``2020-2025`` means is what the calendar says. A span of
about twelve months is a financial year, a longer one a term.

>>> april = Named("2023April", date(2023, 4, 1), date(2024, 3, 31))
>>> term = Named("2020-2025", date(2020, 10, 16), date(2025, 10, 15), {"en": "17th term"})
>>> calendar = Calendar.of([april, term])
>>> calendar.parse("2023April").frequency.value, calendar.parse("2020-2025").last_day.isoformat()
('financial_yearly', '2025-10-15')
>>> calendar.parse("2023Q4").code, [period.code for period in calendar.around(calendar.parse("2023"))]
('2023Q4', ['2020-2025'])
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from mandate.core.codes import Looks
from mandate.core.lookalikes import difference
from mandate.core.period import (
    FIRST_YEAR,
    LAST_YEAR,
    NAMED,
    Frequency,
    Period,
    PeriodError,
    looks_plain,
)

CODE_LENGTH = 20
#: A financial year may have 52 or 53 weeks, and the year in which it was changed a few days more.
SHORTEST, LONGEST_YEAR = 350, 380
LONGEST_TERM_YEARS = 20

_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]*[0-9A-Za-z])?")
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_DAY = timedelta(days=1)


class CalendarError(PeriodError):
    """A financial year or term that cannot be."""

    SENTENCES = {
        "code": "“{text}” cannot be a code: up to {limit} letters, digits, hyphens and underscores.",
        "plain_code": "“{text}” is written like the code of a year, month or week; "
        "write 2023April or 2020-2025.",
        "backwards": "The last day lies before the first.",
        "too_short": "That is less than a year; months, quarters and half-years have their own codes.",
        "too_long": "That is more than {limit} years.",
        "a_year": "That is the year {year}, which has its own code.",
        "not_last": "The last day belongs to the period: did you mean {day}?",
        "outside": "The days must lie between {first} and {last}.",
        "taken": "{code} is taken already: {first} to {last}.",
        "same_days": "These days are called {code} already.",
        "alike": "The code {code} looks like {other}, which is there already.",
    }


@dataclass(frozen=True, slots=True)
class Named:
    """One row: both days belong to the period; ``names`` by language where it has some of its own."""

    code: str
    first: date
    last: date
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def frequency(self) -> Frequency:
        """A financial year or a term, by how long it is."""
        days = (self.last - self.first).days + 1
        return Frequency.FINANCIAL_YEARLY if days <= LONGEST_YEAR else Frequency.TERM


def is_code(text: str) -> bool:
    """Whether a financial year or term could be called so."""
    return len(text) <= CODE_LENGTH and _CODE.fullmatch(text) is not None


def _names_a_year(text: str) -> bool:
    """Whether a code that is no plain one is written as people name financial years and terms."""
    return is_code(text) and not looks_plain(text.upper()) and _YEAR.search(text) is not None


def check(row: Named) -> None:
    """Raise `CalendarError` for what cannot be a financial year or term.

    >>> check(Named("2023April", date(2023, 4, 1), date(2024, 4, 1)))
    Traceback (most recent call last):
    mandate.core.calendar.CalendarError: The last day belongs to the period: did you mean 2024-03-31?
    """
    if not is_code(row.code):
        raise CalendarError("code", {"text": row.code[:40], "limit": CODE_LENGTH})
    if looks_plain(row.code):
        raise CalendarError("plain_code", {"text": row.code})
    if row.last < row.first:
        raise CalendarError("backwards", {})
    if row.first.year < FIRST_YEAR or row.last.year > LAST_YEAR:
        first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        raise CalendarError("outside", {"first": first.isoformat(), "last": last.isoformat()})
    if (row.last - row.first).days + 1 < SHORTEST:
        raise CalendarError("too_short", {})
    if (row.last.month, row.last.day) == (row.first.month, row.first.day):
        raise CalendarError("not_last", {"day": (row.last - _DAY).isoformat()})
    if row.last.year - row.first.year > LONGEST_TERM_YEARS:
        raise CalendarError("too_long", {"limit": LONGEST_TERM_YEARS})
    if row.first == date(row.first.year, 1, 1) and row.last == date(row.first.year, 12, 31):
        raise CalendarError("a_year", {"year": row.first.year})


def check_beside(row: Named, others: Iterable[Named]) -> None:
    """Raise `CalendarError` for one that cannot stand beside those that there are; the same once more can."""
    known = {one.code: one for one in others}
    same = known.get(row.code)
    if same is not None:
        if (same.first, same.last) != (row.first, row.last):
            days = {"first": same.first.isoformat(), "last": same.last.isoformat()}
            raise CalendarError("taken", {"code": row.code, **days})
        return
    for other in Looks(known).others(row.code):
        raise CalendarError("alike", {"code": row.code, "other": other, **difference(row.code, other)})
    for one in known.values():
        if (one.first, one.last) == (row.first, row.last):
            raise CalendarError("same_days", {"code": one.code})


@dataclass(frozen=True)
class Calendar:
    """All named periods, beside the plain ones that need no row. Make it with `of`."""

    by_code: Mapping[str, Named]

    @staticmethod
    def of(rows: Iterable[Named]) -> "Calendar":
        """From the rows, in any order."""
        return Calendar({row.code: row for row in rows})

    def parse(self, text: str) -> Period:
        """The period with the code `text`, plain or named; raises `PeriodError`."""
        row = self.by_code.get(text)
        if row is None and _names_a_year(text):
            raise PeriodError("not_named", {"text": text})
        return Period.parse(text) if row is None else self._period(row)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The named periods, by their first day."""
        rows = sorted(self.by_code.values(), key=lambda row: (row.first, row.last, row.code))
        return tuple(map(self._period, rows))

    def containing(self, day: date, frequency: Frequency) -> Period:
        """The period of this frequency in which `day` lies; raises `PeriodError`."""
        if frequency not in NAMED:
            return Period.containing(day, frequency)
        for period in self.periods:
            if period.frequency is frequency and period.start <= day < period.end:
                return period
        raise PeriodError("no_such_period", {"text": day.isoformat()})

    def within(self, period: Period, frequency: Frequency) -> tuple[Period, ...]:
        """The named periods of this kind that belong to a period, in order."""
        return tuple(one for one in self.periods if one.frequency is frequency and period.contains(one))

    def beside(self, period: Period, *, later: bool) -> Period:
        """The named period of the same kind after or before this one: of a financial year the one that
        follows at once, of a term the nearest. Raises `PeriodError`."""
        others = [one for one in self.periods if one.frequency is period.frequency]
        if later:
            found = [one for one in others if one.start >= period.end]
        else:
            found = [one for one in reversed(others) if one.end <= period.start]
        if found:
            gap = found[0].start - period.end if later else period.start - found[0].end
            if period.frequency is not Frequency.FINANCIAL_YEARLY or gap.days <= LONGEST_YEAR - SHORTEST:
                return found[0]
        raise PeriodError("no_neighbour", {"text": period.code})

    def around(self, period: Period) -> tuple[Period, ...]:
        """The terms in which a period lies, itself not among them."""
        return tuple(
            one
            for one in self.periods
            if one.frequency is Frequency.TERM and one != period and one.contains(period)
        )

    def _period(self, row: Named) -> Period:
        return Period(row.code, row.frequency, row.first, row.last + _DAY, row.names, self)


def years_of(term: Period) -> tuple[Period, ...]:
    """The years of a term, in order: its financial years where it is made of them, else the calendar years
    that lie in it.

    >>> calendar = Calendar.of([Named("2021-2023", date(2021, 1, 1), date(2023, 12, 31))])
    >>> [year.code for year in years_of(calendar.parse("2021-2023"))]
    ['2021', '2022', '2023']
    """
    financial = term.parts(Frequency.FINANCIAL_YEARLY)
    return financial if len(financial) > 1 else term.parts(Frequency.YEARLY)
