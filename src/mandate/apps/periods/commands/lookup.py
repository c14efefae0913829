"""The period that a command names, found in the calendar or refused in one line."""

from mandate.core.period import Period, PeriodError
from mandate.platform.console.output import CommandError
from mandate.platform.i18n.problems import sentence
from mandate.platform.periods import period_of


def period_called(code: str) -> Period:
    """The period of a code."""
    try:
        return period_of(code)
    except PeriodError as error:
        raise CommandError(sentence(error)) from None
