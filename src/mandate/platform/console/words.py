"""The words that commands take: days, numbers, periods, languages, the data folder."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date

from mandate.core.calendar import is_code
from mandate.core.period import FIRST_DAY, LAST_DAY, Period, PeriodError, looks_plain

#: Those of platform/i18n/languages.py, which needs Django.
LANGUAGES = ("en", "vi", "fr", "de", "sv", "pl", "ru")


def a_date(text: str) -> date:
    """2023-12-31, in a year that has periods."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2023-12-31") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ArgumentTypeError(f"the year of {text} is not between {FIRST_DAY.year} and {LAST_DAY.year}")
    return day


def a_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def number(text: str) -> int:
        sound = text.isascii() and text.isdecimal() and len(text) < 10
        if not sound or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text[:20]!r} is not a number from {least} to {most}")
        return int(text)

    return number


def a_period(text: str) -> str:
    """2023, 2023H1, 2023Q4, 2023-11, 2023-W05, 2023BiW03; other codes are looked up in the calendar."""
    try:
        return Period.parse(text).code
    except PeriodError as error:
        if looks_plain(text) or not is_code(text):
            raise ArgumentTypeError(str(error)) from None
        return text


def unit_and_period(command: ArgumentParser) -> None:
    """What a command is about: ``UNIT PERIOD``."""
    command.add_argument("unit", metavar="UNIT", help="the unit's code")
    command.add_argument(
        "period", metavar="PERIOD", type=a_period, help="2023, 2023H1, 2023Q4, 2023-11, 2020-2025"
    )


def data_folder(command: ArgumentParser) -> None:
    """``--data DIR``, which every command takes."""
    command.add_argument(
        "--data", metavar="DIR", help="the data folder (else MANDATE_DATA, else one in your home directory)"
    )
