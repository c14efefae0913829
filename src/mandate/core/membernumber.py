"""Member numbers: what somebody typed, and the key under which two that look the same are the same.

>>> number_key("VN 0012-45"), number_key("vn\u00a0OO12-4５"), number_key("ＶＮ0012-45")
('vn0012-45', 'vn0012-45', 'vn0012-45')
>>> number_key("  ")
''
"""

from unicodedata import decimal

from mandate.core.lookalikes import shapes
from mandate.core.text import one_line

_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})


def number_key(text: str) -> str:
    """The key of a number: without spaces, in small Latin letters, digits of any script as ours, and letters
    that are taken for a digit as that digit."""
    plain = "".join(str(decimal(letter, letter)) for letter in one_line(text) if not letter.isspace())
    return min(shape.replace(" ", "").translate(_DIGITS) for shape in shapes(plain)) if plain else ""
