"""Where a link in a text may lead."""

from typing import Final

_SCHEMES: Final = ("http://", "https://", "mailto:")


def is_allowed(address: str) -> bool:
    """Whether a link may lead there: to a page of the web, a mail address, or a page of this site.

    >>> is_allowed("https://example.org/a"), is_allowed("/unit/D380/"), is_allowed("mailto:a@example.org")
    (True, True, True)
    >>> is_allowed("javascript:alert(1)"), is_allowed("//example.org"), is_allowed("/\\\\example.org")
    (False, False, False)
    """
    if not address.isprintable():
        return False
    if address.startswith("/"):
        return address[1:2] not in ("/", "\\")
    return address.lower().startswith(_SCHEMES)
