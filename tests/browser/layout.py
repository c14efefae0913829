"""How the words of a page lie: none cut off, squeezed, over another, or out of the frame."""

from pathlib import Path
from typing import cast

from playwright.sync_api import Page

#: How often a page is looked at that may not have come to rest.
RESTS = 20

_LOOK = Path(__file__).with_name("layout.js").read_text()


def complaints_of(page: Page) -> list[str]:
    """What is wrong with the page once it has come to rest, a line each."""
    for _again in range(RESTS):
        found = cast(list[str], page.evaluate(_LOOK))
        if not found:
            break
    return found
