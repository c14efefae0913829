"""The name under which a browser keeps what it is sent."""

import re
from unicodedata import normalize
from urllib.parse import quote

from mandate.core.text import clean

# Slashes, and what file systems refuse.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def file_name(name: str) -> str:
    """A name that every file system takes.

    >>> file_name("review-X/1-2023-vi.pdf")
    'review-X-1-2023-vi.pdf'
    """
    return _NOT_IN_NAMES.sub("-", clean(name)).strip() or "file"


def attachment(name: str) -> str:
    """The value of Content-Disposition by RFC 6266, whatever letters the name has.

    >>> attachment("review-Т-1.pdf")
    "attachment; filename=\\"review-_-1.pdf\\"; filename*=UTF-8''review-%D0%A2-1.pdf"
    >>> attachment("units.csv")
    'attachment; filename="units.csv"'
    """
    whole = file_name(name)
    plain = normalize("NFKD", whole.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    plain = plain.encode("ascii", "replace").decode().replace("?", "_")
    header = f'attachment; filename="{plain}"'
    return header if plain == whole else f"{header}; filename*=UTF-8''{quote(whole, safe='')}"


class FileNames:
    """Names for files of one folder: what differs only in letters that disks do not take, or do not tell
    apart, gets a number.

    >>> names = FileNames()
    >>> names.of("a/1.pdf"), names.of("A-1.pdf")
    ('a-1.pdf', 'A-1 (2).pdf')
    """

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, name: str) -> str:
        """The next one."""
        free = whole = file_name(name)
        stem, dot, suffix = whole.rpartition(".")
        number = 1
        while free.casefold() in self._used:
            number += 1
            free = f"{stem} ({number}){dot}{suffix}"
        self._used.add(free.casefold())
        return free
