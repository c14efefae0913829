"""Moving with the keyboard alone."""

from playwright.sync_api import Locator, Page

FOCUSED = "element => element === document.activeElement"
MARKED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  return element === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
}"""


def tab_to(page: Page, goal: Locator, most: int = 120) -> None:
    """Press Tab until the goal has the focus; on the way the focus must always be seen."""
    for _ in range(most):
        if goal.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(MARKED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"Tab does not reach {goal}")


def follow(page: Page, goal: Locator) -> None:
    """Go to a link or button with Tab and press Enter on it."""
    tab_to(page, goal)
    page.keyboard.press("Enter")
