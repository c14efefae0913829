"""From a code to its period, plain or named: the one place.

The named ones, financial years and terms, stand in a calendar that the app of periods provides.
"""

from collections.abc import Callable

from mandate.core.calendar import Calendar
from mandate.core.codes import Looks
from mandate.core.period import Period, PeriodError, looks_plain
from mandate.platform.database.reading import once

#: Room for a period's code in a table.
PERIOD_LENGTH = 24

_calendar: Callable[[], Calendar] = lambda: Calendar.of(())  # noqa: E731 -- until the app of periods says more


def provide_calendar(read: Callable[[], Calendar]) -> None:
    """Called once by the app that keeps the named periods."""
    global _calendar
    _calendar = read


def calendar() -> Calendar:
    """The organisation's calendar: one small query a request."""
    return once("calendar", _calendar)


def period_of(code: str) -> Period:
    """The period of a code; a plain one costs no query. Raises PeriodError."""
    return Period.parse(code) if looks_plain(code) else _named(calendar(), code)


def _named(known: Calendar, code: str) -> Period:
    """A period of the calendar; of a code that only looks like that of one, the error says so."""
    try:
        return known.parse(code)
    except PeriodError as error:
        hint = {} if code.isascii() else Looks(known.by_code).hint(code)
        raise PeriodError(error.code, {**error.params, **hint}) from None


def reader() -> Callable[[str], Period]:
    """`period_of` for many codes, which looks at the calendar once at most."""
    known: list[Calendar] = []

    def read(code: str) -> Period:
        if looks_plain(code):
            return Period.parse(code)
        if not known:
            known.append(calendar())
        return _named(known[0], code)

    return read
