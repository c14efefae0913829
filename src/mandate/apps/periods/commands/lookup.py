"""The period that a command names, found in the calendar or refused in one line."""

from mandate.core.codes import Looks
from mandate.core.period import Period, PeriodError, looks_plain
from mandate.platform.console.output import CommandError
from mandate.platform.i18n.problems import sentence
from mandate.platform.periods import calendar, period_of


def period_called(code: str) -> Period:
    """The period of a code, or of the only named one that looks like it."""
    try:
        return period_of(code if looks_plain(code) else Looks(calendar().by_code).find(code) or code)
    except PeriodError as error:
        raise CommandError(sentence(error)) from None
