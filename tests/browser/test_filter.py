"""What is typed into the search of a list goes on while its answer is on the way."""

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect


def test_a_filter_that_is_typed_on_leaves_the_console_silent_and_shows_the_last_answer(
    visit: Callable[..., Page], complaints: list[str]
) -> None:
    page, held, free = visit("city", "/unit/D380/reports/?show=all&period=2023"), list[Route](), list[bool]()
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


def test_on_a_phone_further_filters_fold_into_a_line_that_says_how_many_are_set(
    visit: Callable[..., Page],
) -> None:
    page = visit("city", "/unit/D380/reports/?show=all", viewport={"width": 390, "height": 844})
    line, state = page.locator(".further-filters summary"), page.get_by_label("State", exact=True)
    expect(page.locator("#q")).to_be_in_viewport()
    expect(line).to_have_text("Filters")
    expect(state).to_be_hidden()
    line.click()
    state.select_option("accepted")
    expect(line).to_have_text("Filters (1)")
    page.reload()
    expect(state).to_be_hidden()
    expect(line).to_have_text("Filters (1)")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(state).to_be_visible()
    expect(state).to_have_value("accepted")
    expect(line).to_be_hidden()
