"""Take the pictures of the guides anew: ``make images`` serves the demonstration on a database of its own,
signs in as people of the sample, and writes docs/images/."""

import sys
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from playwright.sync_api import Page, expect  # noqa: E402 -- the people of the sample are asked, who need Django

from tests.browser.demonstration import demonstrated  # noqa: E402 -- the same
from tests.browser.site import Site  # noqa: E402 -- the same
from tests.support.browser import PATIENCE  # noqa: E402 -- the same

IMAGES = Path("docs/images")
EDGE = 24  # pixels left around a part of a page
CITY, STREET, RETURNED = "D380", "W14755-01", "W14755-02"


def unit(site: Site, visit: Callable[[str, int], Page]) -> None:
    """The page of the city in a year that has ended."""
    page = visit("city", 900)
    page.goto(f"/unit/{CITY}/?period=2023")
    page.screenshot(path=IMAGES / "unit.png")


def entry(site: Site, visit: Callable[[str, int], Page]) -> None:
    """The entry page of a street, with a rule that is broken."""
    page = visit("village", 1000)
    page.goto(f"/reports/{site.report(STREET)}/")
    rows = page.locator("entry-grid tbody tr")
    for number, text in enumerate(("271", "274", None, "1", "24", "71", "0", "n/a")):
        if text is None:
            rows.nth(number).locator("select").select_option(index=1)
        else:
            rows.nth(number).locator("input:not([type=hidden])").first.fill(text)
    page.keyboard.press("Tab")
    expect(page.locator("#entry-state")).to_contain_text("Draft, saved")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=IMAGES / "entry.png")


def papers(site: Site, visit: Callable[[str, int], Page]) -> None:
    """What is attached to a report that was returned."""
    page = visit("reporter", 1000)
    page.goto(f"/reports/{site.report(RETURNED)}/")
    place = page.locator("#papers")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    around = {"x": box["x"] - EDGE, "y": box["y"] - EDGE, "width": box["width"] + 2 * EDGE}
    page.screenshot(path=IMAGES / "papers.png", clip={**around, "height": box["height"] + 2 * EDGE})


def main() -> int:
    with demonstrated("mandate-images-") as (site, browser):

        def visit(who: str, height: int) -> Page:
            site.speak(who, "en")
            look = {"width": 1280, "height": height}
            context = browser.new_context(base_url=site.url, storage_state=site.state(who), viewport=look)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto("/")  # where the greeting is said
            return page

        for take in (unit, entry, papers):
            take(site, visit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
