"""The papers of a report in a browser: attached on a phone, fresh while somebody else changes them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.site import Site

ON_A_PHONE = {"viewport": {"width": 390, "height": 844}}


def text(name: str, content: bytes = b"Present: 12") -> Any:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


@pytest.mark.long
def test_attaching_goes_on_at_the_papers_and_what_is_too_much_is_told_before(
    visit: Callable[..., Page], site: Site
) -> None:
    page = visit("ward", f"/reports/{site.report('W14755-07')}/", **ON_A_PHONE)
    papers, field = page.get_by_role("region", name="Papers"), page.get_by_label("Minutes, a list, a scan")
    field.set_input_files([text("a.txt", b"x" * (11 << 20)), text("b.txt", b"x" * (11 << 20))])
    expect(papers.locator(".error")).to_have_text("Together this is more than 20 MB; send less at once.")
    page.get_by_role("button", name="Attach").press("Enter")
    expect(field).to_be_focused()  # and nothing was sent
    field.set_input_files([text('who "came".txt'), text("bins.txt", b"40 bins")])
    expect(papers.locator(".error")).to_be_hidden()
    page.get_by_role("button", name="Attach").press("Enter")
    expect(papers).to_be_focused()
    expect(papers).to_have_accessible_description("Attached: who came.txt and bins.txt.")
    page.keyboard.press("Tab")
    expect(papers.get_by_role("link", name="who came.txt")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(papers).to_have_accessible_description("Removed: who came.txt.")
    expect(papers.get_by_role("button", name="Undo")).to_be_in_viewport()


def test_papers_of_somebody_else_come_beside_what_is_chosen_and_typed(
    visit: Callable[..., Page], site: Site
) -> None:
    address = f"/reports/{site.report('W14755-08')}/"
    page, reader, other = (visit(who, address) for who in ("city", "guest", "ward"))
    asked: list[str | None] = []
    reader.on("request", lambda one: asked.append(one.headers.get("x-mandate-background")))
    field = page.get_by_label("Minutes, a list, a scan")
    field.set_input_files(text("chosen.txt"))
    page.get_by_label("Families", exact=True).fill("31x")
    other.get_by_label("Minutes, a list, a scan").set_input_files(text("from the ward.txt", b"hers"))
    other.get_by_role("button", name="Attach").click()
    for here in (page, reader):
        expect(here.get_by_role("link", name="from the ward.txt")).to_be_visible()
    assert asked == ["1"]  # nobody asked for it, so it keeps no session alive
    assert field.evaluate("field => field.files.length") == 1
    expect(page.get_by_label("Families", exact=True)).to_have_value("31x")
    expect(page.get_by_label("Families", exact=True)).to_be_focused()
    other.get_by_role("button", name="Remove").click()
    expect(reader.get_by_role("heading", name="Papers")).to_be_hidden()
