"""What a text must be before it goes into an Office file."""

import re

# XML 1.0 has no place for these.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without characters that would break the file.

    >>> printable("Phố\\x001")
    'Phố1'
    """
    return _UNPRINTABLE.sub("", text)
