"""The name under which a browser keeps what it is sent."""

import re
from unicodedata import normalize
from urllib.parse import quote

from mandate.core.text import clean

# Slashes, and what file systems refuse.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def attachment(name: str) -> str:
    """The value of Content-Disposition by RFC 6266, whatever letters the name has.

    >>> attachment("review-Т-1.pdf")
    "attachment; filename=\\"review-_-1.pdf\\"; filename*=UTF-8''review-%D0%A2-1.pdf"
    >>> attachment("units.csv")
    'attachment; filename="units.csv"'
    """
    whole = _NOT_IN_NAMES.sub("-", clean(name)).strip() or "file"
    plain = normalize("NFKD", whole.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    plain = plain.encode("ascii", "replace").decode().replace("?", "_")
    header = f'attachment; filename="{plain}"'
    return header if plain == whole else f"{header}; filename*=UTF-8''{quote(whole, safe='')}"
