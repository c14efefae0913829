"""A bar that stays in sight hides nothing that somebody comes to, by keyboard or by typing."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from playwright.sync_api import Page, expect
from tests.browser.site import Site
from tests.support.browser import until

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}

#: What has the focus, and how far it reaches under the bar; nothing where it is in the bar or apart from it.
_FOCUSED = """() => {
  const one = document.activeElement, bar = document.querySelector(".foot");
  if (!bar.parentElement.contains(one) || bar.contains(one)) return null;
  const box = one.getBoundingClientRect();
  const under = box.bottom - bar.getBoundingClientRect().top;
  return { name: one.name || one.id || one.textContent.trim().slice(0, 40), under, top: box.top };
}"""


def walked(page: Page, steps: int) -> list[dict[str, Any]]:
    """What Tab comes to, from the start of the page."""
    found = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        if (one := page.evaluate(_FOCUSED)) is not None:
            found.append(cast(dict[str, Any], one))
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_field_of_a_report_that_is_come_to_stands_above_the_bar(
    visit: Callable[..., Page], site: Site, size: dict[str, int]
) -> None:
    page = visit("ward", f"/reports/{site.report('W14755-08')}/", viewport=size, language="vi")
    found = walked(page, 90)
    assert len([one for one in found if one["name"].startswith("value-")]) >= 9
    assert [one for one in found if one["under"] > 0 or one["top"] < 0] == []


def test_the_bar_of_a_report_says_in_two_lines_how_many_are_missing_and_leads_to_the_first(
    visit: Callable[..., Page], site: Site
) -> None:
    page = visit("ward", f"/reports/{site.report('W14755-08')}/", viewport=PHONE, language="vi")
    bar, first = page.locator(".foot"), page.locator("[data-first]")
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] <= 100, "a line for the button, and one of words"
    first.click()
    expect(page.locator("[name^=value-]").first).to_be_focused()
    page.locator(":focus").fill("190")
    expect(first).to_be_hidden()  # it was the only one


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_whoever_decides_has_the_buttons_in_sight_and_nothing_under_them(
    visit: Callable[..., Page], site: Site, size: dict[str, int]
) -> None:
    page = visit("reviewer", "/", viewport=size)
    page.locator("#desk-waiting .btn.go").click()
    accept = page.get_by_role("button", name="Accept", exact=True)
    expect(accept).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Return…", exact=True)).to_be_in_viewport(ratio=1)
    assert [one for one in walked(page, 60) if one["under"] > 0 or one["top"] < 0] == []
    page.mouse.wheel(0, 20_000)
    at_the_end = "scrollY + innerHeight >= document.documentElement.scrollHeight - 1"
    until(page, lambda: page.evaluate(at_the_end))
    boxes = page.evaluate(
        """() => [document.querySelector("#decide"), document.querySelector(".deciding > :nth-last-child(2)")]
             .map(one => one.getBoundingClientRect()).map(box => [box.top, box.bottom])"""
    )
    assert boxes[1][1] <= boxes[0][0], "at the end of the page the bar lies over nothing"
    expect(accept).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_note_on_a_figure_is_as_wide_as_its_row(
    visit: Callable[..., Page], site: Site
) -> None:
    page = visit("ward", f"/reports/{site.report('W14755-08')}/", viewport=PHONE)
    page.locator("details.notepad summary").first.click()
    box = page.get_by_label("Note on this figure").first.bounding_box()
    assert box is not None
    assert box["width"] > 250
