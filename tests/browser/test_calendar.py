"""The address of a calendar: made, copied, and gone from the page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.test_pages import accessible


def test_an_address_is_made_copied_renewed_and_removed(visit: Callable[..., Page]) -> None:
    page = visit("reporter", "/calendar/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Subscribe").click()
    field = page.get_by_label("Address", exact=True)
    expect(field).to_be_visible()
    address = field.input_value()
    assert "/calendar/" in address and address.endswith(".ics")
    accessible(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#toasts")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == address
    read = page.request.get(f"/calendar/{address.rpartition('/')[2]}")
    assert read.status == 200 and read.headers["content-type"].startswith("text/calendar")
    page.get_by_role("link", name="Done").click()
    assert address not in page.content()
    page.get_by_role("button", name="New address").click()
    page.get_by_role("dialog").get_by_role("button", name="New address").click()
    expect(field).to_be_visible()
    assert field.input_value() != address
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Subscribe")).to_be_visible()
