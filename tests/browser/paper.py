"""Pages as they are printed on A4."""

import re
from dataclasses import dataclass
from typing import cast

from playwright.sync_api import Page
from tests.browser.layout import complaints_of

#: What the margins leave of A4, in the dots of a screen.
PAPER = {"width": 703, "height": 1017}
_SHEETS = re.compile(rb"/Type /Pages\b[^>]*?/Count (\d+)|/Count (\d+)[^>]*?/Type /Pages\b")


@dataclass(frozen=True, slots=True)
class Printed:
    """A page on paper: its sheets, how many its content fills without a break between them, and what is wrong
    with its words where it is as wide as the paper."""

    sheets: int
    needed: float
    complaints: list[str]


def printed(page: Page) -> Printed:
    """The page printed by the browser."""
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    high = cast(float, page.evaluate("document.querySelector('main').getBoundingClientRect().height"))
    complaints = complaints_of(page)
    counts = _SHEETS.findall(page.pdf(prefer_css_page_size=True))
    return Printed(max(int(one or other) for one, other in counts), high / PAPER["height"], complaints)
