"""Reading and writing exact decimals in the habit of a language.

A text is taken only if it is well formed in its own language. One that is well formed only in another habit
is refused with the right way shown, never converted: ``1.234`` is 1234 in German and 1.234 in English.
Grouping is optional, but if it is there it must be right: threes, after a first digit that is not 0. Only the
digits 0–9 count. Decimals beyond those of the indicator are refused even when they are zeros, because
``1,000`` in a whole number is a thousand to an English eye and one to a German eye. Only in the plain form,
which programs write, do zeros after the point say nothing, and what computing adds beyond 15 significant
digits is not taken for decimals: ``1234.0`` is 1234, and ``85.60000000000001`` is 85.6. ``1.000`` stays what
nobody should guess, and so do the digits of a number so long that its decimals could be meant. Characters
without any width, as a text from right to left has them, say nothing.

>>> read_number("1.234,5", "de", 1)
Decimal('1234.5')
>>> read_number("1.5", "vi", 1)
Traceback (most recent call last):
mandate.core.number.NumberError: “1.5” is not written as numbers are here; write 1,5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from mandate.core.errors import CoreError
from mandate.core.text import seen

MAX_DIGITS = 18  # of a figure, its decimals among them: scaled to whole numbers it stays within 64 bits

_SIGNIFICANT = 15  # digits of a double that always mean something
_GUARD = 2  # so many of them must lie beyond the decimals, and be zero, for the rest to be noise
_SHOWN = 40  # letters of a text in a message
_NEAR_ZERO = Decimal("1e-12")  # what is left of 0.1 + 0.2 - 0.3 lies far below

PLAIN = "plain"  # the canonical form, for files: a point, no grouping

# A space, a no-break space or a narrow no-break space.
_SPACES = " \u00a0\u202f"
_MINUS = "-\u2212"
_PERHAPS_GROUPED = re.compile(rf"[{_MINUS}]?[1-9][0-9]{{0,2}}\.[0-9]{{3}}")  # to a German eye, thousands


@dataclass(frozen=True)
class Habit:
    """How a language writes numbers: its decimal point, and the characters that may group thousands."""

    point: str
    groups: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        whole = "[0-9]+"
        if self.groups:
            whole = rf"(?:[1-9][0-9]{{0,2}}(?:[{re.escape(self.groups)}][0-9]{{3}})+|[0-9]+)"
        return re.compile(
            rf"(?P<minus>[{_MINUS}]?)(?P<whole>{whole})(?:{re.escape(self.point)}(?P<part>[0-9]+))?"
        )

    def canonical(self, text: str) -> str | None:
        """The number as `text` says it in this habit, in plain form; None if it is not well formed."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        whole = re.sub("[^0-9]", "", match["whole"]).lstrip("0") or "0"
        part = f".{match['part']}" if match["part"] else ""
        return f"{'-' if match['minus'] else ''}{whole}{part}"


_ENGLISH = Habit(".", ",")
_GERMAN = Habit(",", ".")
_SPACED = Habit(",", _SPACES)

HABITS: Mapping[str, Habit] = {
    PLAIN: Habit(".", ""),
    "en": _ENGLISH,
    "vi": _GERMAN,
    "de": _GERMAN,
    "fr": _SPACED,
    "sv": _SPACED,
    "pl": _SPACED,
    "ru": _SPACED,
}


class NumberError(CoreError):
    """A text that is no number here; params hold the ``text`` as it was typed (shortened) and what helps."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "not_a_number": "“{text}” is not a number.",
        "wrong_separator": "“{text}” is not written as numbers are here; write {suggestion}.",
        "ambiguous_separator": "“{text}” can mean two numbers; write {suggestion} or {other}.",
        "wrong_grouping": "“{text}” is not grouped in threes; write numbers like {example}.",
        "too_many_decimals": "“{text}” has too many decimals; at most {decimals} here.",
        "negative": "“{text}” is below zero, which cannot be here.",
        "too_large": "“{text}” is too large; at most {digits} digits before the point.",
    }


def read_number(text: str, language: str, decimals: int, *, allow_negative: bool = True) -> Decimal:
    """The number `text` says in `language` (a key of `HABITS`), with at most `decimals` decimals.

    Raises `NumberError`; KeyError for a language that is not there.

    >>> read_number("1 234,5", "fr", 1), read_number("−1,234.5", "en", 2), read_number("007", "plain", 0)
    (Decimal('1234.5'), Decimal('-1234.5'), Decimal('7'))
    >>> read_number("1.234", "fr", 3)
    Traceback (most recent call last):
    mandate.core.number.NumberError: “1.234” can mean two numbers; write 1,234 or 1234.
    """
    typed = seen(text).strip()
    canonical = HABITS[language].canonical(typed)
    if canonical is None:
        raise _not_here(typed, language, decimals, allow_negative)
    if language == PLAIN and not _PERHAPS_GROUPED.fullmatch(typed):
        canonical = _settled(canonical, decimals)
    return _within(canonical, typed, decimals, allow_negative)


def plain_of_either(text: str, decimals: int, *, allow_negative: bool = True) -> str:
    """The plain form of a number in a file whose decimal sign may be a point or a comma; what is a number in
    neither way stays as it is. Raises `NumberError` where it can mean two numbers.

    >>> plain_of_either("12,5", 1), plain_of_either("1.234,5", 1), plain_of_either("12.5", 1)
    ('12.5', '1234.5', '12.5')
    >>> plain_of_either("1.234", 3)
    Traceback (most recent call last):
    mandate.core.number.NumberError: “1.234” can mean two numbers; write 1.2340 or 1234.
    """
    typed = seen(text).strip()
    readings = {habit.canonical(typed) for habit in HABITS.values()} - {None}
    if len(readings) < 2:
        return readings.pop() or typed if readings else typed
    error = _not_here(typed, PLAIN, decimals, allow_negative)
    if error.code == "ambiguous_separator":  # a zero more makes it plain, where there are three decimals
        params = {name: _unmistakable(str(text)) for name, text in error.params.items()}
        error = NumberError(error.code, params | {"text": error.params["text"]})
    raise error


def _unmistakable(number: str) -> str:
    return f"{number}0" if _PERHAPS_GROUPED.fullmatch(number) else number


def read_cell(value: int | float | Decimal, decimals: int, *, allow_negative: bool = True) -> Decimal:
    """The number of a spreadsheet cell that holds a number, not a text; raises `NumberError`.

    A cell computed by a formula carries binary noise; like a spreadsheet itself, 15 significant digits count.

    >>> read_cell(0.1 + 0.2, 1), read_cell(12.0, 0)
    (Decimal('0.3'), Decimal('12'))
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise NumberError("not_a_number", {"text": str(value)})
    canonical = _settled(f"{number:f}", decimals)
    return _within(canonical, canonical, decimals, allow_negative)


def _settled(canonical: str, decimals: int) -> str:
    """A number that a program wrote, without zeros and without the noise of computing beyond `decimals`. One
    that has room for all its digits keeps them, however many they are; where there is no room, only what lies
    beyond zeros is noise."""
    whole, _, part = canonical.partition(".")
    if len(part) <= decimals:
        return canonical
    if abs(Decimal(canonical)) < _NEAR_ZERO:
        return "0"
    digits = len((whole.lstrip("-") + part.rstrip("0")).lstrip("0"))
    if digits > _SIGNIFICANT >= len(whole.lstrip("-")) + decimals + _GUARD:
        settled = f"{Decimal(canonical).normalize(Context(prec=_SIGNIFICANT)):f}"
        whole, _, part = settled.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _within(canonical: str, typed: str, decimals: int, allow_negative: bool) -> Decimal:
    """The number of a canonical text, if it is within the limits."""
    whole, _, part = canonical.lstrip("-").partition(".")
    params: dict[str, object] = {"text": _shortened(typed)}
    if len(part) > decimals:
        raise NumberError("too_many_decimals", params | {"decimals": decimals})
    room = MAX_DIGITS - decimals
    if len(whole) > room:
        raise NumberError("too_large", params | {"digits": room})
    number = Decimal(canonical)
    if number < 0 and not allow_negative:
        raise NumberError("negative", params)
    return number if number else abs(number)  # there is no -0


def _not_here(typed: str, language: str, decimals: int, allow_negative: bool) -> NumberError:
    """Why `typed` is not a number in `language`: another habit, wrong grouping, or no number at all. What is
    suggested can be written here."""
    params = {"text": _shortened(typed)}
    if not re.fullmatch(rf"[{_MINUS}]?[0-9]+(?:[.,{_SPACES}][0-9]+)+", typed):
        return NumberError("not_a_number", params)
    readings = {habit.canonical(typed) for habit in HABITS.values()} - {None}
    suggestions, errors = set(), []
    for reading in map(str, readings):
        canonical = _settled(reading, decimals) if language == PLAIN else reading
        try:
            _within(canonical, typed, decimals, allow_negative)
        except NumberError as error:
            errors.append(error)
        else:
            suggestions.add(canonical.replace(".", HABITS[language].point))
    match sorted(suggestions):
        case [] if errors:
            return min(errors, key=lambda error: error.code)
        case []:
            return NumberError(
                "wrong_grouping", params | {"example": write_number(Decimal("1234.5"), language)}
            )
        case [suggestion]:
            return NumberError("wrong_separator", params | {"suggestion": suggestion})
        case [suggestion, other, *_]:
            return NumberError("ambiguous_separator", params | {"suggestion": suggestion, "other": other})
    raise AssertionError(suggestions)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def write_number(value: Decimal, language: str) -> str:
    """`value` as a person types it in `language`, without grouping; `read_number` reads it back.

    >>> write_number(Decimal("-1234.50"), "vi")
    '-1234,50'
    """
    return f"{value:f}".replace(".", HABITS[language].point)


def scaled(value: Decimal, decimals: int) -> int:
    """`value` in units of its last decimal; raises `NumberError` if digits would be lost.

    >>> scaled(Decimal("12.5"), 2)
    1250
    """
    if not value.is_finite():
        raise NumberError("not_a_number", {"text": str(value)})
    units: Fraction = Fraction(value) * 10**decimals
    if units.denominator != 1:
        raise NumberError("too_many_decimals", {"text": _shortened(f"{value:f}"), "decimals": decimals})
    return units.numerator


def unscaled(units: int, decimals: int) -> Decimal:
    """The inverse of `scaled`, with exactly `decimals` decimals, however many digits `units` has.

    >>> unscaled(1250, 2)
    Decimal('12.50')
    """
    digits = tuple(int(digit) for digit in str(abs(units)))
    return Decimal((int(units < 0), digits, -decimals))


def round_half_away(value: Fraction, decimals: int) -> Decimal:
    """`value` with exactly `decimals` decimals; a half is rounded away from zero, as taught in school.

    >>> round_half_away(Fraction(1, 8), 2), round_half_away(Fraction(-1, 8), 2)
    (Decimal('0.13'), Decimal('-0.13'))
    """
    units = abs(value) * 10**decimals
    rounded = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return unscaled(-rounded if value < 0 else rounded, decimals)


def plain(value: Decimal | Fraction, decimals: int) -> str:
    """The canonical form with exactly `decimals` decimals: a point, no grouping, no exponent.

    >>> plain(Fraction(78201 * 100, 91356), 1), plain(Decimal("1E+3"), 0)
    ('85.6', '1000')
    """
    return f"{round_half_away(Fraction(value), decimals):f}"
