"""What is typed into the search of a list goes on while its answer is on the way."""

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect


def test_a_filter_that_is_typed_on_leaves_the_console_silent_and_shows_the_last_answer(
    visit: Callable[..., Page], complaints: list[str]
) -> None:
    page, held, free = visit("city", "/unit/D380/reports/?show=all"), list[Route](), list[bool]()
    page.route("**/*q=*", lambda route: route.continue_() if free else held.append(route))
    field = page.locator("#q")
    for typed, asked in (("ph", "ph"), ("uong ba", "phuong ba")):
        with page.expect_request(lambda request, asked=asked: f"q={quote(asked)}&" in request.url):
            field.press_sequentially(typed)
    free.append(True)  # two answers are still on their way
    field.press_sequentially(" dinh")
    field.press("Enter")
    expect(page.locator("#found tbody tr").first).to_contain_text("Phường Ba Đình")
    assert held
    assert complaints == []
