"""The keyboard alone: the way in, menus, the tree, dialogs, and never a trap."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.keys import FOCUSED, MARKED, follow, tab_to
from tests.browser.site import Site


def test_the_first_stop_skips_to_the_content(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/?period=2023")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("city", "/unit/D380/?period=2023"),
        ("city", "/unit/D380/reports/"),
        ("ward", "/reports/{draft}/"),
        ("admin", "/indicators/families/edit/"),
        ("", "/account/login/"),
    ],
)
def test_tab_goes_round_the_page_and_is_always_seen(
    visit: Callable[..., Page], site: Site, who: str, address: str
) -> None:
    page = visit(who, address.format(draft=site.report("W14755-03")))
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        assert page.evaluate(MARKED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("document.activeElement === document.body"):
            break  # out of the page, on to the browser's own bar
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    else:
        raise AssertionError("Tab never leaves the page")
    assert len(seen) > 5
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_menus_open_and_close(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/?period=2023")
    period = page.locator(".top .menu summary").first
    follow(page, period)
    expect(page.get_by_role("link", name="2022", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="2022", exact=True)).to_be_hidden()
    assert period.evaluate(FOCUSED)
    page.keyboard.press("Space")
    follow(page, page.get_by_role("link", name="2022", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022")


def test_the_tree_unfolds_and_the_focus_stays(visit: Callable[..., Page]) -> None:
    page = visit("city", "/units/?open=D380")
    page.evaluate("window.never_loaded_again = true")
    fold = page.locator("#fold-W14755")
    follow(page, fold)
    expect(page.get_by_role("link", name="Phố 8", exact=True)).to_be_visible()
    expect(page.locator("#fold-W14755")).to_be_focused()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Phố 8", exact=True)).to_be_hidden()
    assert page.evaluate("window.never_loaded_again") is True


def test_a_dialog_holds_the_focus_and_gives_it_back(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/reports/")
    everything = page.get_by_role("button", name="Accept all")
    follow(page, everything)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(4):
        inside = "document.querySelector('dialog').contains(document.activeElement)"
        assert page.evaluate(f"document.activeElement === document.body || {inside}")
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert everything.evaluate(FOCUSED)
    tab_to(page, page.get_by_role("button", name="Accept the chosen ones"), most=400)
