"""On a phone the bar at the bottom covers no main button: neither one that stays in view while the page is
scrolled, nor any at the end of the page, nor one that is come to by keyboard."""

from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Page as Shown
from tests.browser.pages import PAGES, numbers
from tests.browser.site import Site

PHONE = {"width": 390, "height": 844}
PEOPLE = sorted({page.who for page in PAGES if page.who})
# Those who see most pages, in the run with the long ones.
WALKS = [pytest.param(who, marks=pytest.mark.long) if who in ("admin", "city") else who for who in PEOPLE]
#: Of each main button that somebody can see, what lies over its middle, where that is not the button itself.
_COVERED = """(place) => {
  const kept = (one) => ["sticky", "fixed"].includes(getComputedStyle(one).position);
  const stays = (one) => one && (kept(one) || stays(one.parentElement));
  const found = [];
  for (const button of document.querySelectorAll("#main .btn.go")) {
    if (!button.checkVisibility({ visibilityProperty: true })) continue;
    if (place === "top") scrollTo(0, 0);
    else if (place === "end") scrollTo(0, document.documentElement.scrollHeight);
    else button.focus();
    if (place === "top" && !stays(button)) continue;
    const box = button.getBoundingClientRect(), [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (y < 0 || y > innerHeight) continue;
    for (const at of [box.y + 1, y, box.bottom - 1]) {
      const over = document.elementFromPoint(x, at);
      if (over && over.closest(".bottom")) { found.push(`${place}: ${button.textContent.trim()}`); break; }
    }
  }
  return found;
}"""


def covered(shown: Shown) -> list[str]:
    """The main buttons under the bar, each with where the page was scrolled to."""
    return [
        one for place in ("top", "end", "focus") for one in cast(list[str], shown.evaluate(_COVERED, place))
    ]


@pytest.mark.parametrize("who", WALKS)
def test_no_main_button_lies_under_the_bar_of_a_phone(
    visit: Callable[..., Shown], site: Site, complaints: list[str], who: str
) -> None:
    shown = visit(who, viewport=PHONE)
    found = []
    for page in PAGES:
        if page.who == who:
            shown.goto(page.address.format(**numbers(site)))
            found += [f"{page}, {one}" for one in covered(shown)]
    assert found == []
    complaints[:] = [one for one in complaints if "status of 40" not in one]


def test_a_button_under_the_bar_is_seen(visit: Callable[..., Shown]) -> None:
    shown = visit("village", "/unit/W14755-01/people/admit/", viewport=PHONE)
    assert shown.locator(".bottom").is_visible()
    shown.locator("#main .btn.go").first.evaluate(
        "button => Object.assign(button.style, { position: 'fixed', bottom: 0, left: 0 })"
    )
    assert [one.split(":")[0] for one in covered(shown)][:2] == ["top", "end"]


#: The words in a cell that begin in the column of its label.
_ASTRAY = """cells => cells.flatMap(cell => [...cell.childNodes].filter(node => {
  if (!node.textContent.trim()) return false;
  const words = document.createRange(), label = cell.getBoundingClientRect();
  words.selectNode(node);
  return words.getBoundingClientRect().right < label.x + label.width * 0.4;
}).map(node => node.textContent.trim()))"""


def test_who_is_in_charge_stands_beside_the_label_on_a_phone(visit: Callable[..., Shown]) -> None:
    directory = visit("city", "/directory/", viewport=PHONE)
    cells = directory.locator("main .stacked td[data-label]")
    assert cells.count()
    assert cells.evaluate_all(_ASTRAY) == []


def test_what_a_wide_table_holds_is_read_without_scrolling_it(visit: Callable[..., Shown]) -> None:
    shown = visit("city", "/unit/D380/compare/?period=2023&view=table", viewport=PHONE)
    box, said = shown.locator(".wide"), shown.locator(".wide caption")
    for scrolled in (0, 300):
        box.evaluate("(box, scrolled) => box.scrollTo(scrolled, 0)", scrolled)
        seen = said.bounding_box()
        assert seen and seen["x"] >= 0 and seen["x"] + seen["width"] <= PHONE["width"]
