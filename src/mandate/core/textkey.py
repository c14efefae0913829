"""Keys for searching and sorting names, computed here because the database may lack the collations.

`fold` drops capitals and diacritics, so that "thanh hoa" finds "Thanh Hóa". `sort_key` orders names as a
dictionary of the language does. Its keys compare right by code point, which is the byte order of UTF-8 and of
the "C" collation. The orders follow the Unicode Collation Algorithm with the CLDR tailorings.

>>> fold("Phường Đông Thọ"), fold("Straße"), fold("Łódź"), fold("Ёлка")
('phuong dong tho', 'strasse', 'lodz', 'елка')
>>> sorted(["Phố 10", "Phố 2", "Đông", "Dung", "Ân", "An"], key=lambda name: sort_key(name, "vi"))
['An', 'Ân', 'Dung', 'Đông', 'Phố 2', 'Phố 10']
>>> sorted(["Örebro", "Ånge", "Zinkgruvan"], key=lambda name: sort_key(name, "sv"))
['Zinkgruvan', 'Ånge', 'Örebro']
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, combining, decimal, normalize

# The combining marks that matter here.
_GRAVE, _ACUTE, _CIRCUMFLEX, _TILDE, _MACRON, _BREVE = (
    "\u0300",
    "\u0301",
    "\u0302",
    "\u0303",
    "\u0304",
    "\u0306",
)
_DOT_ABOVE, _DIAERESIS, _HOOK, _RING, _DOUBLE_ACUTE = "\u0307", "\u0308", "\u0309", "\u030a", "\u030b"
_CARON, _HORN, _DOT_BELOW, _CEDILLA, _OGONEK = "\u030c", "\u031b", "\u0323", "\u0327", "\u0328"
_STROKE = "\u0338"

# Letters without a decomposition: as a base with a stroke, or spelt out.
_SPELT = {
    "đ": "d" + _STROKE,
    "ð": "d" + _STROKE,
    "ł": "l" + _STROKE,
    "ø": "o" + _STROKE,
    "ħ": "h" + _STROKE,
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
_SPELT_TABLE = str.maketrans(
    _SPELT
    | {letter.upper(): spelt.title() for letter, spelt in _SPELT.items()}
    | {"ß": "ss", "ẞ": "SS", "ı": "i"}
)

# The letters that a language counts as letters of their own, in their order, by the letter they come after.
# Each is a base and one mark; a further mark on it is an accent.
_OWN_LETTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {},
    "vi": {
        "a": ("a" + _BREVE, "a" + _CIRCUMFLEX),
        "d": ("d" + _STROKE,),
        "e": ("e" + _CIRCUMFLEX,),
        "o": ("o" + _CIRCUMFLEX, "o" + _HORN),
        "u": ("u" + _HORN,),
    },
    "fr": {},
    "de": {},
    "sv": {"z": ("a" + _RING, "a" + _DIAERESIS, "o" + _DIAERESIS)},
    "pl": {
        "a": ("a" + _OGONEK,),
        "c": ("c" + _ACUTE,),
        "e": ("e" + _OGONEK,),
        "l": ("l" + _STROKE,),
        "n": ("n" + _ACUTE,),
        "o": ("o" + _ACUTE,),
        "s": ("s" + _ACUTE,),
        "z": ("z" + _ACUTE, "z" + _DOT_ABOVE),
    },
    "ru": {},
}
# Swedish puts its neighbours' letters where its own stand: æ with ä, ø and œ with ö, ü with y.
_SWEDISH = {"æ": "ä" + _STROKE, "ø": "ö" + _STROKE, "œ": "ö" + _TILDE, "ü": "y" + _DIAERESIS}
_SWEDISH_TABLE = str.maketrans(
    _SWEDISH | {letter.upper(): spelt.upper() for letter, spelt in _SWEDISH.items()}
)

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

# Weights are characters. Below the letters stand the level separator, the gap and the numbers.
_LEVEL = "\x01"
_GAP = " "
_FIRST_SCRIPT, _SECOND_SCRIPT, _OTHER_SCRIPTS = 0x100, 0x300, "\u0700"
_ROOM = 16  # for a letter and the own letters after it

# The order of accents in the Unicode Collation Algorithm, and that of the Vietnamese tones.
_ACCENTS = (
    *(_ACUTE, _GRAVE, _BREVE, _CIRCUMFLEX, _CARON, _RING, _DIAERESIS, _DOUBLE_ACUTE, _TILDE, _DOT_ABOVE),
    *(_STROKE, _CEDILLA, _OGONEK, _MACRON, _HOOK, _HORN, _DOT_BELOW),
)
_TONES = (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT_BELOW)

_ELEMENT = re.compile(
    r"(?P<number>\d+)|(?P<letter>[^\W\d_])(?P<marks>[\u0300-\u036f]*)|(?P<rest>.)", re.DOTALL
)


def fold(text: str) -> str:
    """The search key: no capitals, no diacritics, single spaces."""
    letters = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_SPELT_TABLE)
    return " ".join("".join(letter for letter in letters if not combining(letter)).split())


@lru_cache(maxsize=8192)  # names of units repeat themselves: every ward has its first street
def sort_key(text: str, language: str) -> str:
    """The collation key of a name in `language` (en, vi, fr, de, sv, pl or ru; KeyError for another).

    Letters decide first, over the whole name; then accents and tones; then small before capital. Numbers
    compare by their value. Every run of spaces and punctuation counts as one space. Names that differ in
    nothing else have equal keys: order by the key and then by the code.

    >>> words = ["mạ", "mã", "má", "mả", "mà", "ma"]
    >>> sorted(words, key=lambda word: sort_key(word, "vi"))
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
    """
    elements = list(_elements(text, language))
    while elements and elements[-1].letter == _GAP:
        elements.pop()
    letters = "".join(element.letter for element in elements)
    accents = "".join(f" {element.accents}" for element in elements).rstrip(" ")
    capitals = "".join(element.capital for element in elements).rstrip("1")
    return _LEVEL.join((letters, accents, capitals))


class _Element(NamedTuple):
    """What one letter, number or gap adds to the three levels of a key."""

    letter: str
    accents: str = ""
    capital: str = "1"


def _elements(text: str, language: str) -> Iterator[_Element]:
    letters, accents = _letter_weights(language), _accent_weights(language)
    gap = True  # a gap at the beginning does not count
    for match in _ELEMENT.finditer(_decomposed(text, language)):
        number, letter, marks, rest = match.group("number", "letter", "marks", "rest")
        if rest and not category(rest).startswith("M"):
            if not gap:
                yield _Element(_GAP)
            gap = True
            continue
        gap = False
        if number:
            yield _Element(_number_weight(number))
            continue
        base = (letter or rest).lower()
        own = next((mark for mark in marks or "" if base + mark in letters), "")
        weight = letters.get(base + own) or _OTHER_SCRIPTS + base
        others = (marks or "").replace(own, "", 1) if own else marks or ""
        yield _Element(weight, others.translate(accents), "2" if match[0][0].isupper() else "1")


def _decomposed(text: str, language: str) -> str:
    if language == "sv":
        text = normalize("NFC", text).translate(_SWEDISH_TABLE)
    return normalize("NFKD", text).translate(_SPELT_TABLE)


def _number_weight(digits: str) -> str:
    """How many digits, then the digits, so that code points order numbers by value (up to 63 digits)."""
    plain = "".join(str(decimal(digit)) for digit in digits).lstrip("0") or "0"
    return chr(0x40 + min(len(plain), 63)) + plain


@lru_cache
def _letter_weights(language: str) -> Mapping[str, str]:
    """The weight of each letter, decomposed. Russian has Cyrillic first, the others Latin."""
    own = _OWN_LETTERS[language]
    scripts = (_CYRILLIC, _LATIN) if language == "ru" else (_LATIN, _CYRILLIC)
    weights = {}
    for start, alphabet in zip((_FIRST_SCRIPT, _SECOND_SCRIPT), scripts, strict=True):
        for place, letter in enumerate(alphabet):
            for step, sibling in enumerate((letter, *own.get(letter, ()))):
                weights[normalize("NFD", sibling)] = chr(start + _ROOM * place + step)
    return weights


@lru_cache
def _accent_weights(language: str) -> Mapping[int, str]:
    """The weight of each mark: above a space, which stands for none."""
    first = _TONES if language == "vi" else ()
    order = (*first, *(mark for mark in _ACCENTS if mark not in first))
    return {ord(mark): chr(0x21 + place) for place, mark in enumerate(order)}
