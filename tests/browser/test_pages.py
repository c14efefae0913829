"""Every page: accessible, in its frame on every screen, in every light, and quiet."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Shown
from playwright.sync_api import expect
from tests.browser.page import Page
from tests.browser.pages import NO_PAGES, PAGES, names_of_the_parts, numbers
from tests.browser.site import Site

WIDTHS = (390, 768, 1440)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is told of the rules that are kept costs as much as finding it
}
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


def look(place: int) -> tuple[int, str, str]:
    """A width, a scheme and a language for the page at that place, so that all of them come in turn."""
    return WIDTHS[place % 3], ("light", "dark")[place // 3 % 2], ("de", "vi", "en")[(place + place // 6) % 3]


@pytest.mark.parametrize(("place", "page"), list(enumerate(PAGES)), ids=[str(page) for page in PAGES])
def test_a_page_is_accessible_and_in_its_frame(
    visit: Callable[..., Shown], site: Site, complaints: list[str], place: int, page: Page
) -> None:
    width, scheme, language = look(place)
    options: dict[str, Any] = {"language": language} if page.who else {"locale": language}
    shown = visit(page.who, **options, color_scheme=scheme, viewport={"width": width, "height": 900})
    answer = shown.goto(page.address.format(**numbers(site)))
    assert answer is not None
    assert answer.status == (404 if page.name == "error" else 200)
    accessible(shown)
    assert shown.locator("html").get_attribute("lang") == language
    assert shown.locator("h1").count() == 1
    for other in WIDTHS:
        shown.set_viewport_size({"width": other, "height": 900})
        assert shown.evaluate(SIDEWAYS) == 0, f"sideways scroll at {other}"
    if page.name == "error":
        complaints.clear()  # the browser notes the 404 that was asked for


def test_no_page_is_forgotten() -> None:
    looked_at = {page.name for page in PAGES}
    names = dict(names_of_the_parts())
    assert len(names) > 60
    forgotten = {name: file for name, file in names.items() if name not in looked_at | NO_PAGES}
    assert not forgotten, f"add a page, or say that it is none: {forgotten}"
    assert NO_PAGES - set(names) == set()


@pytest.mark.parametrize("address", ["/unit/D380/?period=2023", "/unit/D380/review/2023/"])
def test_paper_shows_the_content_and_no_navigation(visit: Callable[..., Shown], address: str) -> None:
    shown = visit("city", address, color_scheme="dark")
    shown.emulate_media(media="print")
    assert shown.locator("h1").is_visible()
    assert shown.locator("main table").first.is_visible()
    for hidden in (".top", ".side", ".skip", ".banner", "main .btn"):
        assert [each for each in shown.locator(hidden).all() if each.is_visible()] == []
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_bar_of_a_phone_is_one_row_and_the_way_whatever_is_called_how(
    visit: Callable[..., Shown],
) -> None:
    shown = visit("city", "/unit/D380/?period=2023", language="vi", viewport={"width": 390, "height": 900})
    height = "document.querySelector('.top').offsetHeight"
    usual = shown.evaluate(height)
    names = (
        "names => document.querySelectorAll('.top .name').forEach((one, at) => one.textContent = names[at])"
    )
    shown.evaluate(names, ["Phường Quảng Thành và các vùng lân cận", "Nguyễn Phạm Hoàng Thị Phương Anh"])
    assert shown.evaluate(height) == usual
    assert shown.evaluate(SIDEWAYS) == 0
    accessible(shown)
    shown.reload()  # what was said of the language is gone
    above = "document.querySelector('main > .standing').getBoundingClientRect().top"
    above += " - document.querySelector('main').getBoundingClientRect().top"
    assert shown.evaluate(above) < 30, "messages that are not there take no room"


#: What the margins leave of A4.
PAPER = {"width": 703, "height": 1017}
ROWS = "row => getComputedStyle(row).display"


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("city", "/"),
        ("city", "/unit/D380/?period=2023"),
        ("city", "/unit/D380/targets/?period=2023"),
        ("city", "/unit/D380/compare/?period=2023"),
        ("city", "/unit/D380/review/2023/"),
        ("city", "/unit/D380/reports/"),
        ("city", "/reports/{submitted}/"),
        ("ward", "/reports/{draft}/"),
        ("admin", "/people/"),
        ("admin", "/journal/"),
    ],
)
def test_paper_has_the_wide_page(visit: Callable[..., Shown], site: Site, who: str, address: str) -> None:
    shown = visit(who, address.format(**numbers(site)), viewport=PAPER)
    shown.emulate_media(media="print")
    assert shown.evaluate(SIDEWAYS) == 0
    for row in shown.locator("main tbody tr:visible").all():
        assert row.evaluate(ROWS) == "table-row"
    for field in shown.locator("main :is(button, textarea, a.btn, input[type=checkbox])").all():
        assert not field.is_visible(), field.evaluate("field => field.outerHTML")


def test_a_report_on_paper_says_who_sent_it_and_when(visit: Callable[..., Shown], site: Site) -> None:
    shown = visit("city", f"/reports/{numbers(site)['submitted']}/")
    passed = shown.locator("[data-passed]")
    expect(passed).to_be_hidden()
    shown.emulate_media(media="print")
    expect(passed).to_be_visible()
    expect(passed).to_have_text(re.compile(r"^Submitted[^·]+$"))  # the state is said once
    shown.goto(f"/reports/{site.report('W14755-01', '2023')}/")
    expect(passed).to_have_text(re.compile(r"^(Submitted.*· )?Accepted[^·]+$"))


def test_a_list_on_paper_says_which_of_its_rows_these_are(visit: Callable[..., Shown]) -> None:
    shown = visit("city", "/unit/D380/reports/?show=all&period=2023")
    shown.emulate_media(media="print")
    expect(shown.get_by_text("1–50 of 345")).to_be_visible()
    expect(shown.get_by_text("The file of this list holds all of it.")).to_be_visible()
    expect(shown.get_by_role("link", name="Next")).to_be_hidden()


def test_a_name_as_long_as_they_come_breaks_no_page(visit: Callable[..., Shown]) -> None:
    name = "Landesverbandsgeschäftsstellenleiterkonferenz der Straßenverkehrsgenossenschaften"
    admin = visit("admin", "/unit/W14758/about/names/")
    admin.get_by_label("English", exact=True).fill(name)
    admin.get_by_role("button", name="Save the names").click()
    shown = visit("city", viewport={"width": 390, "height": 900})
    pages = [
        "/unit/D380/",
        "/unit/D380/compare/",
        "/unit/W14758/",
        "/unit/D380/about/",
        "/unit/W14758/about/",
        "/units/",
    ]
    pages += ["/unit/D380/review/2023/", "/unit/W14758/reports/", "/unit/D380/targets/below/"]
    for address in pages:
        shown.goto(f"{address}?period=2023")
        shown.get_by_text(name).first.wait_for(state="attached")
        assert shown.evaluate(SIDEWAYS) == 0, address


def test_pages_that_answer_a_form_are_accessible(visit: Callable[..., Shown], site: Site) -> None:
    admin = visit("admin", "/exchange/units/")
    for rows in ("code,parent,kind,name\nX1,NOWHERE,street,\n", "code,parent,kind,name\nX1,D380,ward,X\n"):
        admin.goto("/exchange/units/")
        admin.get_by_label("or paste rows").fill(rows)
        admin.get_by_role("button", name="Look at it first").click()
        admin.locator("#problems, #preview").wait_for()
        expect(admin.locator("#problems:not(:focus)")).to_have_count(0)
        accessible(admin)
    for address, button in [
        ("/indicators/new-indicator/", "Save"),
        ("/people/add/", "Add and send the mail"),
        ("/rules/new/", "Save"),
    ]:
        admin.goto(address)
        admin.get_by_role("button", name=button, exact=True).last.click()
        admin.locator(".errors").wait_for()
        accessible(admin)
    city = visit("city", "/unit/D380/targets/edit/?period=2023", color_scheme="dark")
    city.locator("input[name$='-goal']").first.fill("many")
    city.get_by_role("button", name="Save").click()
    city.locator("[aria-invalid=true]").first.wait_for()
    accessible(city)
    city.goto(f"/reports/{numbers(site)['submitted']}/")
    city.get_by_text("Return…", exact=True).click()
    city.get_by_role("button", name="Return", exact=True).click()
    city.locator("#reason-error").wait_for()
    accessible(city)
    guest = visit("", "/account/login/", viewport={"width": 390, "height": 900})
    guest.get_by_role("button", name="Sign in", exact=True).click()
    guest.locator(".errors").wait_for()
    accessible(guest)


def test_whoever_cannot_read_the_login_chooses_a_language_at_its_top(visit: Callable[..., Shown]) -> None:
    """On a phone, without scrolling: the languages of the choice too."""
    guest = visit("", "/account/login/", viewport={"width": 390, "height": 700}, locale="de-DE")
    menu = guest.locator("summary", has_text="Deutsch")
    expect(menu).to_be_in_viewport(ratio=1)
    menu.click()
    polish = guest.get_by_role("button", name="Polski")
    expect(polish).to_be_in_viewport(ratio=1)
    polish.click()
    expect(guest.get_by_role("heading", name="Zaloguj się")).to_be_visible()
    expect(guest.locator("summary", has_text="Polski")).to_be_in_viewport(ratio=1)


def accessible(shown: Shown) -> None:
    """No rule of axe is broken on the whole page: what lies under a bar at some place of scrolling is no
    small target, but one that is scrolled to."""
    at = shown.viewport_size
    assert at is not None
    shown.set_viewport_size({**at, "height": shown.evaluate("document.documentElement.scrollHeight")})
    found = Axe().run(shown, options=RULES).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def test_the_organisation_chart_is_one_sheet_of_a3_across(visit: Callable[..., Shown]) -> None:
    page = visit("city", "/unit/D380/posts/chart/", language="de")
    page.emulate_media(media="print")
    printed = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox ?\[([\d. ]+)\]", printed)
    assert [[round(float(edge)) for edge in sheet.split()] for sheet in sheets] == [[0, 0, 1191, 842]]
