"""What a text must be before it goes into an Office file."""

from mandate.core.text import clean


def printable(text: str) -> str:
    """The text without characters that would break the file: old data may hold them.

    >>> printable("Phố\\x0b1")
    'Phố 1'
    """
    return clean(text)
