"""Every page in German and Vietnamese, from a phone to a wide screen and on paper: no words cut, squeezed or
overlaid, no name that could be that of several units, and nothing for the browser or the server to say."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page as Shown
from playwright.sync_api import expect
from tests.browser.layout import complaints_of, repeated_names
from tests.browser.page import Page
from tests.browser.pages import PAGES, numbers
from tests.browser.paper import printed
from tests.browser.site import Site

WIDTHS = (390, 768, 1280, 1920)
PEOPLE = sorted({page.who for page in PAGES})
#: Those who have the pages of somebody else, as far as they may open them: looked at in two widths.
ALIKE = {"deputy": "city", "reviewer": "city"}
#: What a page may say of itself: a page that is not there is one of the pages, and some are not everybody's.
EXPECTED = "Failed to load resource: the server responded with a status of 40"


@pytest.mark.long
@pytest.mark.parametrize("language", ["de", "vi"])
@pytest.mark.parametrize("who", PEOPLE)
def test_no_words_are_cut_or_lie_over_others(
    visit: Callable[..., Shown], site: Site, complaints: list[str], who: str, language: str
) -> None:
    shown = visit(who, **({"language": language} if who else {"locale": language}))
    found = looked_through(shown, site, [page for page in PAGES if page.who == who], WIDTHS)
    complaints[:] = [one for one in complaints if not one.startswith(EXPECTED)]
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize(("who", "other"), ALIKE.items())
def test_who_may_do_less_or_more_has_pages_as_good(
    visit: Callable[..., Shown], site: Site, complaints: list[str], who: str, other: str
) -> None:
    pages = [page for page in PAGES if page.who == other]
    found = looked_through(visit(who, language="vi"), site, pages, (390, 1280))
    complaints[:] = [one for one in complaints if not one.startswith(EXPECTED)]
    assert not found, "\n".join(found)


def looked_through(shown: Shown, site: Site, pages: Sequence[Page], widths: Sequence[int]) -> list[str]:
    """What is wrong with pages at some widths, a line each, and what the server said meanwhile."""
    found: list[str] = []
    repeated = repeated_names(site)
    site.said()
    for page in pages:
        answer = shown.goto(page.address.format(**numbers(site)))
        for width in widths:
            shown.set_viewport_size({"width": width, "height": 900})
            found += [f"{page} at {width}: {one}" for one in complaints_of(shown, repeated)]
        refused = answer is not None and answer.status in (403, 404)
        found += [f"{page}, in the log: {line}" for line in site.said() if not (refused and is_calm(line))]
    return found


def is_calm(line: str) -> bool:
    """One line, without a traceback, for a page that is not there or not for everybody."""
    return any(f" WARNING django.request: {told} " in line for told in ("403 GET", "404 GET", "Not Found:"))


#: Pages on paper, and who prints them.
PAPER = [
    ("city", "/"),
    ("city", "/unit/D380/?period=2023"),
    ("city", "/unit/D380/reports/?show=all&period=2023"),
    ("city", "/reports/{submitted}/"),
    ("ward", "/reports/{draft}/"),
    ("city", "/unit/D380/review/2023/"),
    ("city", "/unit/D380/compare/?period=2023"),
    ("city", "/unit/D380/compare/?period=2023&view=map"),
    ("city", "/unit/D380/number/families/2023/"),
]
#: Rows and drawings are not torn apart, and heads come again on each sheet: half as much again, and one.
TORN, BEGUN = 1.5, 1


@pytest.mark.parametrize(("who", "address"), PAPER)
def test_on_paper_a_page_takes_the_sheets_that_it_fills_and_is_cut_nowhere(
    visit: Callable[..., Shown], site: Site, who: str, address: str
) -> None:
    paper = printed(visit(who, address.format(**numbers(site)), language="de"))
    assert paper.complaints == []
    assert paper.sheets <= paper.needed * TORN + BEGUN, paper


def test_no_grid_on_paper_holds_a_table_that_goes_over_several_sheets(
    visit: Callable[..., Shown], site: Site
) -> None:
    """A grid does not count the headings that come again on the next sheet: what follows lay over rows."""
    members = visit("city", "/unit/D380/people/")
    members.emulate_media(media="print")
    around = "row => { const found = []; while ((row = row.parentElement).tagName !== 'SECTION')"
    displays = members.locator("table").first.evaluate(
        f"{around} found.push(getComputedStyle(row).display); return found }}"
    )
    assert displays and "grid" not in displays


@pytest.mark.parametrize(
    ("address", "sheets"),
    [("/unit/D380/reports/?show=all&period=2023", 2), ("/unit/D380/number/families/2023/", 4)],
)
def test_no_sheet_is_left_to_a_line_that_goes_with_the_table_before_it(
    visit: Callable[..., Shown], site: Site, address: str, sheets: int
) -> None:
    assert printed(visit("city", address)).sheets == sheets


def test_a_long_ranking_is_on_paper_by_its_table(visit: Callable[..., Shown], site: Site) -> None:
    page = visit("city", "/unit/D380/compare/?period=2023")
    page.emulate_media(media="print")
    expect(page.locator("#ranking figure")).to_be_hidden()
    expect(page.locator("table")).to_be_visible()


#: Pages with a table that is wider than a phone: one of a guide, and heat tables.
SCROLLED = [
    ("admin", "/help/command-line/"),
    ("city", "/unit/D380/review/2023/"),
    ("city", "/unit/D380/?period=2023"),
]


@pytest.mark.parametrize(("who", "address"), SCROLLED)
def test_a_table_says_that_it_goes_on_to_the_side_where_it_does(
    visit: Callable[..., Shown], who: str, address: str
) -> None:
    shown = visit(who, address, viewport={"width": 390, "height": 900})
    said = shown.locator(".wide + .sideways").get_by_text("goes on to the side")
    assert scrolled(shown) == said.count() > 0
    expect(said.first).to_be_visible()
    shown.locator(".wide:has(+ .sideways)").first.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    expect(said.first).to_be_visible()
    shown.set_viewport_size({"width": 3000, "height": 900})
    expect(said).to_have_count(0)
    shown.set_viewport_size({"width": 390, "height": 900})
    expect(said.first).to_be_visible()
    shown.emulate_media(media="print")
    expect(said.first).to_be_hidden()


def scrolled(shown: Shown) -> int:
    """How many tables are wider than their boxes."""
    boxes = ".filter(box => box.scrollWidth > box.clientWidth + 2).length"
    return int(shown.locator(".wide").evaluate_all(f"boxes => boxes{boxes}"))


FAULTS = (
    "squeezed: Reports",
    "cut by p: A heading",
    "overlap: ",
    "scrolls without a sign: div",
    "scrolls without a sign: mute",
    "read alike: Phố 1",
    "sideways by",
    "which Phố 2?",
)
SPOILT = """
<main><div style="width: 1.2em; overflow-wrap: anywhere">Reports</div>
<p style="width: 4em; overflow: hidden; white-space: nowrap">A heading that is cut off</p>
<p style="margin: 0">Below</p><p style="margin: -1.2em 0 0">Above</p>
<div style="overflow-x: auto; width: 5em; white-space: nowrap">a box that scrolls and does not say so</div>
<div style="overflow-x: auto; width: 5em; white-space: nowrap" class="mute">a box that says so unseen</div>
<p class="sideways" hidden>It goes on to the side.</p>
<ul class="list"><li><a href="/a">Phố 1</a></li><li><a href="/b">Phố 1</a></li></ul>
<div style="width: 200vw">wide</div>
<table><tbody><tr><td>Phố 2</td></tr><tr><td>Phố 2, Hàm Rồng</td></tr>
<tr><td>Lam Sơn</td></tr></tbody></table>
</main>
"""


def test_what_is_spoilt_is_seen(visit: Callable[..., Shown]) -> None:
    shown = visit("", viewport={"width": 600, "height": 900})
    shown.set_content(SPOILT)
    wards = {"Phố 2": ["Phường Hàm Rồng", "Phường Lam Sơn"]}
    told = "\n".join(complaints_of(shown, wards))
    for kind in FAULTS:
        assert kind in told, told
    shown.set_content("<main><h1>All is well in Hàm Rồng</h1><p>So it is in Phố 2.</p></main>")
    assert complaints_of(shown, wards) == []
