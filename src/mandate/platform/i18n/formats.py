"""Numbers, dates, periods and lists in each language's habit.

Everything here rests on CLDR (through Babel), except where the administrative usage of a language differs:
those exceptions are tables in this file. A language is always one of `languages.CODES`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from babel.dates import format_date
from babel.lists import format_list
from django.utils import timezone, translation
from django.utils.translation import ngettext, pgettext

from mandate.platform.i18n.languages import NBSP, babel_locale, text_in
from mandate.platform.i18n.periods import period_name

__all__ = [
    "NO_VALUE",
    "date_long",
    "date_short",
    "datetime_short",
    "list_of",
    "number",
    "percent",
    "period_name",
    "quantity",
    "relative_days",
]

#: What stands where there is no value; the word for it belongs to the page.
NO_VALUE = "–"

Day = TypeVar("Day", date, datetime)

# CLDR's minimumGroupingDigits, which Babel does not carry: Polish writes 1234, but 12 345.
_GROUP_FROM = {"pl": 10_000}

_DATE_LONG = {
    "en": "d MMMM y",
    "vi": "'ngày' d 'tháng' M 'năm' y",
    "fr": "d MMMM y",
    "de": "d. MMMM y",
    "sv": "d MMMM y",
    "pl": "d MMMM y",
    "ru": "d MMMM y 'года'",
}
_DATE_SHORT = {
    "en": "d MMM y",
    "vi": "dd/MM/y",
    "fr": "dd/MM/y",
    "de": "dd.MM.y",
    "sv": "y-MM-dd",
    "pl": "dd.MM.y",
    "ru": "dd.MM.y",
}


def number(value: Decimal | Fraction | int, decimals: int, language: str) -> str:
    """A number with exactly so many decimals: -1234567.5 is "-1 234 567,50" in French (narrow spaces).

    Exact for fractions too: nothing passes through a float. Babel's own writing takes ten times as long, and
    a page has hundreds of numbers.
    """
    exact = _in_last_places(value, decimals)
    digits = str(abs(exact)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    symbols = babel_locale(language).number_symbols["latn"]
    if abs(exact) >= _GROUP_FROM.get(language, 0) * 10**decimals:
        whole = f"{int(whole):,}".replace(",", symbols["group"])
    text = f"{whole}{symbols['decimal']}{part}" if decimals else whole
    return f"{symbols['minusSign']}{text}" if exact < 0 else text


def _in_last_places(value: Decimal | Fraction | int, decimals: int) -> int:
    """How many of the last place it is, halves away from zero as in published statistics: 2.345 with two
    decimals is 235."""
    over, under = value.as_integer_ratio()
    exact = over * 10**decimals
    whole: int = (2 * abs(exact) + under) // (2 * under)
    return -whole if exact < 0 else whole


def percent(value: Decimal | Fraction | int, decimals: int, language: str) -> str:
    """A value that is already in per cent, with its sign: 93.75 is "93.8%", "93,8 %" in German."""
    sign = str(babel_locale(language).percent_formats[None].pattern).removeprefix("#,##0")
    return number(value, decimals, language) + sign


def quantity(
    value: Decimal | Fraction | int,
    unit_of_measure: str | Mapping[str, str],
    language: str,
    decimals: int | None = None,
) -> str:
    """A value with its unit of measure, held together by a no-break space: "48.5 ha".

    The unit is a text or names by language; "%" gives a percentage, empty gives the number alone. Without
    `decimals`, the value's own are kept (a whole number has none; a fraction is shown with two).
    """
    unit = unit_of_measure if isinstance(unit_of_measure, str) else text_in(unit_of_measure, language)
    places = _own_decimals(value) if decimals is None else decimals
    if unit == "%":
        return percent(value, places, language)
    text = number(value, places, language)
    return f"{text}{NBSP}{unit}" if unit else text


def _own_decimals(value: Decimal | Fraction | int) -> int:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return 0 if Fraction(value).denominator == 1 else 2


def date_long(day: date, language: str) -> str:
    """A date in words: "3 January 2024", "ngày 3 tháng 1 năm 2024", "1er janvier 2024"."""
    pattern = _DATE_LONG[language]
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("d ", "d'er' ", 1)
    return format_date(_local(day), pattern, locale=babel_locale(language))


def date_short(day: date, language: str) -> str:
    """A date for tables, with the year in full: "3 Jan 2024", "03/01/2024", "2024-01-03"."""
    return format_date(_local(day), _DATE_SHORT[language], locale=babel_locale(language))


def datetime_short(moment: datetime, language: str) -> str:
    """A moment in the current time zone: "3 Jan 2024, 14:05", "14:05 03/01/2024"."""
    local = _local(moment)
    day = date_short(local, language)
    pattern = str(babel_locale(language).datetime_formats["short"])
    return pattern.replace("{0}", f"{local:%H:%M}").replace("{1}", day)


def _local(day: Day) -> Day:
    """An aware moment in Django's current time zone; anything else as it is."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day


def list_of(items: Iterable[str], language: str) -> str:
    """Items in a sentence: "a, b and c"."""
    return format_list(list(items), locale=babel_locale(language))


def relative_days(days: int, language: str) -> str:
    """How far off something due is: 0 "today", 1 "tomorrow", 4 "in 4 days", -9 "9 days late"."""
    with translation.override(language):
        if days == 0:
            return pgettext("due", "today")
        if days == 1:
            return pgettext("due", "tomorrow")
        if days > 1:
            return ngettext("in %(count)s day", "in %(count)s days", days) % {
                "count": number(days, 0, language)
            }
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {
            "count": number(-days, 0, language)
        }
