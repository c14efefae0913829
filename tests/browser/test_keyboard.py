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
    period = page.locator(".period summary")
    follow(page, period)
    expect(page.get_by_role("link", name="2022", exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="2022", exact=True).first).to_be_hidden()
    assert period.evaluate(FOCUSED)
    page.keyboard.press("Space")
    follow(page, page.get_by_role("link", name="2022", exact=True).first)
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


def test_after_an_action_the_work_goes_on_where_it_was(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/reports/")
    follow(page, page.get_by_role("button", name="Accept the chosen ones"))
    outcome = page.get_by_role("status").filter(has_text="Choose the reports to accept first.")
    expect(outcome).to_be_visible()
    onward = page.get_by_role("heading", name="Here and below")
    expect(onward).to_be_focused()
    expect(onward).to_have_accessible_description("Choose the reports to accept first.")


def test_after_an_action_without_a_place_the_focus_is_on_its_outcome(visit: Callable[..., Page]) -> None:
    page = visit("city", "/views/?of=/unit/D380/reports/")
    page.get_by_label("Name").fill("a focus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The view is kept.")).to_be_visible()
    page.goto("/views/")
    follow(page, page.get_by_role("button", name="Remove").first)
    expect(page.get_by_role("status").filter(has_text="The view is removed.")).to_be_focused()


def test_a_part_that_comes_anew_keeps_the_focus(visit: Callable[..., Page]) -> None:
    page = visit("city", "/")
    link = page.locator("#desk-decide a, [id^=desk-] a").first
    link.focus()
    words = link.inner_text()
    page.evaluate("document.querySelectorAll('[id^=desk-]').forEach((part) => (part.dataset.old = 'yes'))")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('mandate:changed', { detail: {} }))")
    expect(page.locator("[id^=desk-][data-old]")).to_have_count(0)
    expect(page.locator(":focus")).to_have_text(words)


def test_turning_a_page_leads_to_its_rows(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/D380/reports/?show=all&period=2023")
    follow(page, page.get_by_role("link", name="Next"))
    expect(page.get_by_text("51–100 of 345").first).to_be_visible()
    expect(page.locator("#found")).to_be_focused()
