"""The field in the top bar: by the keyboard alone, and what lives in the list below it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.test_pages import accessible


def test_a_word_leads_to_a_unit_by_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("city", "/")
    field, hints = page.get_by_role("combobox", name="Find a unit"), page.locator("#find-hints")
    expect(field).to_be_visible()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("pho 1 ham rong")
    option = page.get_by_role("option").filter(has_text="Hàm Rồng").first
    expect(option).to_contain_text("Phố 1")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#find-status")).to_contain_text("found")
    accessible(page)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option").first.get_attribute(
        "id"
    )
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(hints).to_be_hidden()
    expect(field).to_have_value("pho 1 ham rong")
    page.keyboard.press("ArrowDown")
    expect(hints).to_be_visible()
    goal = page.get_by_role("option", selected=True).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{goal}")


def test_enter_leads_to_all_that_is_found_and_leaving_closes_the_list(visit: Callable[..., Page]) -> None:
    page = visit("city", "/")
    field = page.get_by_role("combobox", name="Find a unit")
    expect(field).to_be_visible()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("dong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#find-hints")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=dong")
    expect(page.get_by_role("heading", name="Units")).to_be_visible()
    field = page.locator("#find-page")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("/")  # somebody is typing
    expect(field).to_have_value("dong/")


def test_on_a_phone_the_way_to_the_page_is_in_the_bar(visit: Callable[..., Page]) -> None:
    page = visit("ward", "/", viewport={"width": 390, "height": 900})
    expect(page.get_by_role("combobox")).to_be_hidden()
    page.get_by_role("navigation", name="At hand").get_by_role("link", name="Find").click()
    page.wait_for_url("**/find/")
    page.locator("#find-page").fill("pho 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Phố 1", exact=True).first).to_be_visible()
