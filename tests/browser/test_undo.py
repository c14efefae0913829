"""The way back in a browser, which says of both pages from where they were asked for."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_next_page_of_the_window_offers_the_way_back(visit: Callable[..., Page]) -> None:
    page = visit("admin", "/rules/")
    page.get_by_role("button", name="Remove").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The rule is removed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("checked again")).to_be_visible()
