"""Letters of the Latin, Greek and Cyrillic alphabets that look the same, and digits of all scripts.

The pairs are those of Unicode's table of confusable characters (UTS #39, confusables.txt) that are the same
shape in upright type, one letter for one letter.

>>> [sorted(shapes(code)) for code in ("ВОТ-1", "BOT-1", "Бот-1")]  # the first and the last are Cyrillic
[['bot-1', 'вoт-1'], ['bot-1'], ['бot-1', 'бoт-1']]
>>> difference("1А", "1A")
{'letter': 'А', 'place': 2, 'point': 'U+0410'}
"""

from itertools import zip_longest
from unicodedata import decimal, normalize

from mandate.core.text import alike, clean, seen

_PAIRS = (
    # Cyrillic as Latin
    ("АВЕЅІЈКМНОРСТУХѴҮӀԌԜ", "ABESIJKMHOPCTYXVYIGW"),
    ("аеѕіјорсухѵүһԁԛԝ", "aesijopcyxvyhdqw"),
    # Greek as Latin
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿϜ", "ABEZHIKMNOPTYXJF"),
    ("αγινορυϳ", "ayivopuj"),
    # Greek as Cyrillic
    ("ΓΠΦΨπψ", "ГПФѰпѱ"),
)
_LETTERS = {one: other for ones, others in _PAIRS for one, other in zip(ones, others, strict=True)}


def shapes(code: str) -> frozenset[str]:
    """What a code looks like, its letters as Latin ones where they can be: in capitals and in small letters,
    for a code is the same in both. Two codes that share one look the same.

    >>> sorted(shapes("Ν1"))  # a Greek Nu: N as a capital, v as a small letter
    ['n1', 'v1']
    """
    if code.isascii():
        return frozenset({alike(code)})
    text = _plain(code)
    return frozenset({alike(_latin(text.upper())), alike(_latin(text.lower()))})


def difference(text: str, other: str) -> dict[str, object]:
    """The first letter by which two codes that look the same are not: as it stands in the text, its place,
    counted from 1, and its number in Unicode. Nothing where only capitals, widths or spaces differ."""
    if alike(text) == alike(other):
        return {}
    pairs = zip_longest(_plain(text), _plain(other), fillvalue="")
    for place, (one, beside) in enumerate(pairs, start=1):
        if one and alike(one) != alike(beside):
            return {"letter": one, "place": place, "point": f"U+{ord(one):04X}"}
    return {}


def _plain(text: str) -> str:
    return normalize("NFKC", seen(clean(text)))


def _latin(text: str) -> str:
    return "".join(_LETTERS.get(letter) or str(decimal(letter, letter)) for letter in text)
