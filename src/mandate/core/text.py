"""A text from outside: what a form, a file, an address or a program gave, made fit to be kept.

Every door uses `clean` and every command `kept`, so that no text is kept that a document, a table or the
database could not hold, and the same words are the same characters however they were typed.

>>> clean("Pho\\u031b\\u0301 sô\\u0301\\x0b1")
'Phớ số 1'
>>> one_line("  Ham\\u00a0Rong \\n Ward ")
'Ham Rong Ward'
>>> alike("Chi\\u00a0Hội"), alike("ｂranch\\u200b") == alike("Branch")
('chi hội', True)
"""

import re
from collections.abc import Mapping
from unicodedata import category, normalize

# What XML 1.0 has no place for; lone halves of a pair, which UTF-8 cannot write, stand apart.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` composed (NFC), with a space for each character that XML forbids (such as the vertical tab that
    Word puts for a line break) and U+FFFD for each lone surrogate. Tabs and line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    return normalize("NFC", _LONE.sub("\ufffd", _FORBIDDEN.sub(" ", text)))


def kept(text: str) -> str:
    """A text as it is kept: clean, with one sort of line end, without blanks around it or at ends of lines.

    >>> kept("  Water\\u00a0came. \\r\\nTwice.\\n")
    'Water\\xa0came.\\nTwice.'
    """
    text = clean(text).strip()
    if text.isprintable():  # line ends are not
        return text
    return "\n".join(line.rstrip() for line in text.splitlines())


def kept_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names by language as they are kept: each on one line, without those that are empty.

    >>> kept_names({"en": " Ward\\n3 ", "vi": " "})
    {'en': 'Ward 3'}
    """
    lines = {language: one_line(name) for language, name in names.items()}
    return {language: name for language, name in lines.items() if name}


def is_clean(text: str) -> bool:
    """Whether `clean` would leave `text` as it is."""
    return clean(text) == text


def one_line(text: str) -> str:
    """A name as it is kept: clean, without line ends, and with single spaces."""
    return " ".join(clean(text).split())


def seen(text: str) -> str:
    """`text` without the characters that nobody sees, such as the marks of a direction of writing.

    >>> seen("\u202a1\u200b5\u202c")
    '15'
    """
    return text if text.isascii() else "".join(letter for letter in text if category(letter) != "Cf")


def alike(text: str) -> str:
    """The key under which two codes or names that look the same are the same: capitals, the width of letters,
    kinds of space and characters without any width do not count."""
    return " ".join(normalize("NFKC", normalize("NFKC", seen(clean(text))).casefold()).split())
