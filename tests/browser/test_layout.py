"""Every page in German and Vietnamese, from a phone to a wide screen: no words cut, squeezed or overlaid."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Shown
from tests.browser.layout import complaints_of
from tests.browser.pages import PAGES, numbers
from tests.browser.site import Site

WIDTHS = (390, 768, 1280, 1920)
PEOPLE = sorted({page.who for page in PAGES})
#: What a page may say of itself: a page that is not there is one of the pages.
EXPECTED = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.mark.long
@pytest.mark.parametrize("language", ["de", "vi"])
@pytest.mark.parametrize("who", PEOPLE)
def test_no_words_are_cut_or_lie_over_others(
    visit: Callable[..., Shown], site: Site, complaints: list[str], who: str, language: str
) -> None:
    found: list[str] = []
    shown = visit(who, **({"language": language} if who else {"locale": language}))
    for page in PAGES:
        if page.who == who:
            shown.goto(page.address.format(**numbers(site)))
            for width in WIDTHS:
                shown.set_viewport_size({"width": width, "height": 900})
                found += [f"{page} at {width}: {one}" for one in complaints_of(shown)]
    assert not found, "\n".join(found)
    complaints[:] = [one for one in complaints if one != EXPECTED]


FAULTS = (
    "squeezed: Reports",
    "cut by p: A heading",
    "overlap: ",
    "scrolls without a sign",
    "read alike: Phố 1",
    "sideways by",
)
SPOILT = """
<main><div style="width: 1.2em; overflow-wrap: anywhere">Reports</div>
<p style="width: 4em; overflow: hidden; white-space: nowrap">A heading that is cut off</p>
<p style="margin: 0">Below</p><p style="margin: -1.2em 0 0">Above</p>
<div style="overflow-x: auto; width: 5em; white-space: nowrap">a box that scrolls and does not say so</div>
<ul class="list"><li><a href="/a">Phố 1</a></li><li><a href="/b">Phố 1</a></li></ul>
<div style="width: 200vw">wide</div></main>
"""


def test_what_is_spoilt_is_seen(visit: Callable[..., Shown]) -> None:
    shown = visit("", viewport={"width": 600, "height": 900})
    shown.set_content(SPOILT)
    told = "\n".join(complaints_of(shown))
    for kind in FAULTS:
        assert kind in told, told
    shown.set_content("<main><h1>All is well</h1><p>So it is.</p></main>")
    assert complaints_of(shown) == []
