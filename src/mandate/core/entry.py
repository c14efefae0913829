"""What a person enters in one field of a report: a value, "not applicable", or nothing.

Nothing entered is not zero, and neither is "not applicable". A dash or a blank never means a number.

>>> read_entry("n/a", "en", 0, "number"), read_entry(" ", "en", 0, "number").state.value
(ReadEntry(state=<EntryState.NOT_APPLICABLE: 'not_applicable'>, value=None), 'missing')
>>> read_entry("1.234", "de", 0, "number").value
Decimal('1234')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal
from unicodedata import normalize

from mandate.core.errors import CoreError
from mandate.core.number import PLAIN, read_number, write_number

Kind = Literal["number", "yes_no"]

YES_NO: Mapping[str, tuple[str, str]] = {
    PLAIN: ("yes", "no"),
    "en": ("yes", "no"),
    "vi": ("có", "không"),
    "fr": ("oui", "non"),
    "de": ("ja", "nein"),
    "sv": ("ja", "nej"),
    "pl": ("tak", "nie"),
    "ru": ("да", "нет"),
}

# One clear token a language; n/a is read everywhere. German "k. A." is left out: it means "not stated", which
# is missing; and so is a dash, which some statistics offices print for zero and others for missing.
NOT_APPLICABLE: Mapping[str, str] = {
    PLAIN: "n/a",
    "en": "n/a",
    "vi": "không áp dụng",
    "fr": "s.o.",
    "de": "entfällt",
    "sv": "ej tillämpligt",
    "pl": "nie dotyczy",
    "ru": "неприменимо",
}


class YesNoError(CoreError):
    """A text that is neither yes nor no here; params ``text``, and the words ``yes`` and ``no``."""

    SENTENCES: ClassVar[Mapping[str, str]] = {"not_yes_no": "“{text}” is neither {yes} nor {no}."}


class EntryState(StrEnum):
    """Three different things; a reported zero is a value."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One field as read. `value` is there exactly if the state is VALUE; yes is 1 and no is 0."""

    state: EntryState
    value: Decimal | None = None


def read_yes_no(text: str, language: str) -> bool:
    """Whether `text` says yes in `language`, or 1; raises `YesNoError`. Capital letters do not matter.

    >>> read_yes_no("Có", "vi"), read_yes_no("0", "ru")
    (True, False)
    >>> read_yes_no("ja", "fr")
    Traceback (most recent call last):
    mandate.core.entry.YesNoError: “ja” is neither oui nor non.
    """
    yes, no = YES_NO[language]
    word = _word(text)
    if word in (yes, "1"):
        return True
    if word in (no, "0"):
        return False
    raise YesNoError("not_yes_no", {"text": text.strip()[:40], "yes": yes, "no": no})


def read_entry(
    text: str, language: str, decimals: int, kind: Kind, *, allow_negative: bool = False
) -> ReadEntry:
    """What `text` enters in a field of this kind; raises `NumberError` or `YesNoError`."""
    word = _word(text)
    if not word:
        return ReadEntry(EntryState.MISSING)
    if word in ("n/a", NOT_APPLICABLE[language]):
        return ReadEntry(EntryState.NOT_APPLICABLE)
    if kind == "yes_no":
        return ReadEntry(EntryState.VALUE, Decimal(int(read_yes_no(text, language))))
    return ReadEntry(EntryState.VALUE, read_number(text, language, decimals, allow_negative=allow_negative))


def write_entry(entry: ReadEntry, language: str, kind: Kind) -> str:
    """The text that `read_entry` reads back as `entry`: what stands in the field when it is opened again.

    >>> write_entry(ReadEntry(EntryState.VALUE, Decimal(1)), "fr", "yes_no")
    'oui'
    """
    if entry.state is EntryState.NOT_APPLICABLE:
        return NOT_APPLICABLE[language]
    if entry.value is None:
        return ""
    if kind == "yes_no":
        yes, no = YES_NO[language]
        return yes if entry.value else no
    return write_number(entry.value, language)


def _word(text: str) -> str:
    return normalize("NFC", " ".join(text.split())).casefold()
