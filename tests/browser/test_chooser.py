"""The menus with a field at the top of a page: the units to go to, and the periods; by the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_pages import accessible
from tests.support.browser import until

PHONE = {"width": 390, "height": 844}
#: How much of the chosen tab lies outside of its strip, or under the edge that fades.
_HIDDEN = """() => {
  const tabs = document.querySelector(".tab-bar > .tabs"), own = tabs.querySelector("[aria-current]");
  const [at, all] = [own.getBoundingClientRect(), tabs.getBoundingClientRect()];
  const fade = parseFloat(getComputedStyle(tabs).getPropertyValue("--fade")) * 16 || 0;
  const more = tabs.dataset.more ?? "";
  const start = all.left + (more.includes("start") ? fade : 0);
  const end = all.right - (more.includes("end") ? fade : 0);
  return Math.max(start - at.left, at.right - end, 0);
}"""


def test_what_is_typed_finds_a_unit_and_enter_goes_there(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/")
    summary = page.locator(".switch > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("dong tho")  # at once, before the menu has come
    field = page.locator("#switch-q")
    expect(field).to_be_focused()
    expect(field).to_have_value("dong tho")
    expect(page.locator("#switch-found a").first).to_contain_text("Phường Đông Thọ")
    accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit/W14758/")


def test_the_arrows_go_through_the_units_and_escape_gives_the_focus_back(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/")
    page.locator(".switch > summary").click()
    expect(page.locator("#switch-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#switch-found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#switch-q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".switch")).not_to_have_attribute("open", "")
    expect(page.locator(".switch > summary")).to_be_focused()


def test_a_period_is_typed_and_chosen(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/")
    page.locator("#place-period > summary").click()
    page.keyboard.type("q3 2023")
    expect(page.locator("#periods-found a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit/D380/?period=2023Q3")
    expect(page.locator("#place-period .name")).to_have_text("Q3 2023")


def test_on_a_phone_a_unit_is_two_presses_away(visit: Callable[..., Page]) -> None:
    page = visit("village", "/", viewport=PHONE)
    page.locator("a.find-page").click()
    expect(page.locator("#find-page")).to_be_focused()
    page.keyboard.type("ho gia dinh")
    hit = page.locator("#found-figures a").first
    expect(hit).to_be_visible()
    expect(page.locator("#find-page")).to_be_focused()
    accessible(page)
    hit.click()
    page.wait_for_url("**/unit/W14755-01/indicator/families/")


@pytest.mark.parametrize("language", ["en", "vi", "de"])
def test_the_chosen_tab_is_seen_whole_on_a_phone(visit: Callable[..., Page], language: str) -> None:
    page = visit("ward", viewport=PHONE, language=language)
    for tab in ("", "compare/", "reports/", "targets/", "people/", "posts/", "about/"):
        page.goto(f"/unit/W14755/{tab}")
        page.evaluate("document.fonts.ready")
        until(page, lambda: page.evaluate(_HIDDEN) < 1)


@pytest.mark.parametrize("who", ["city", "ward", "village"])
def test_the_whole_name_of_the_unit_is_read_on_a_phone(visit: Callable[..., Page], who: str) -> None:
    name = visit(who, "/", viewport=PHONE).locator(".top > .switch .name")
    name.page.evaluate("document.fonts.ready")
    expect(name).to_have_attribute(
        "title", {"village": "Phố 1 · Phường Hàm Rồng"}.get(who) or name.inner_text()
    )
    assert name.evaluate("one => one.scrollHeight - one.clientHeight") <= 1
