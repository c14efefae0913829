"""The page of parts in a real browser: accessible and in its frame on every screen, and its scripts work.

The browser is shown the rendered page under a policy as strict as the site's; static files come straight from
the folder of the look. No server and no database are needed.
"""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route
from tests.platform.documents.everything import everything
from tests.support.browser import PATIENCE, until

from mandate.platform.documents.html import write_html

ORIGIN = "http://parts.test"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'"
SCREENS = [(390, 844), (768, 1024), (1440, 900)]


def static_file(route: Route) -> None:
    """Answer with a file of the look."""
    path = route.request.url.removeprefix(f"{ORIGIN}/static/")
    found = finders.find(path)
    if found:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404)


def shown(browser: Browser, page_text: str, size: tuple[int, int], scheme: str = "light") -> Page:
    """The page in a window of that size. What the policy blocks, or a script throws, fails the test."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Security Policy" in line.text else None)
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html><title>Elsewhere</title>"))
    page.route(f"{ORIGIN}/static/**", static_file)
    page.route(
        f"{ORIGIN}/",
        lambda route: route.fulfill(
            body=page_text,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": POLICY},
        ),
    )
    page.goto(f"{ORIGIN}/")
    page.wait_for_load_state("networkidle")
    assert not complaints
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}px")
def test_no_axe_violation_and_no_sideways_scroll(
    browser: Browser, parts: str, size: tuple[int, int], scheme: str
) -> None:
    page = shown(browser, parts, size, scheme)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []
    page.close()


def test_a_narrow_table_names_each_cell(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (390, 844))
    cell = page.locator("td[data-label='Target']").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Target"'
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "grid"
    page.close()


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (1440, 900))
    assert page.evaluate("document.activeElement.className") == "errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.close()


def test_the_skip_link_is_the_first_stop_and_works(browser: Browser, parts: str) -> None:
    calm = parts.replace('class="errors" tabindex="-1"', 'class="errors"').replace(' aria-invalid="true"', "")
    page = shown(browser, calm, (1440, 900))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_a_menu_opens_by_key_and_closes_on_escape_and_when_left(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (1440, 900))
    summary = page.locator(".top details.menu summary").last
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert summary.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("h1").click()
    assert page.locator("details.menu[open]").count() == 0
    page.close()


def test_a_dangerous_button_asks_first_and_no_means_no(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (1440, 900))
    button = page.get_by_role("button", name="Return the report")
    button.click()
    dialog = page.get_by_role("dialog", name="Return this report?")
    assert dialog.inner_text().count("Nam Ngạn can change it again.") == 1
    page.keyboard.press("Escape")
    assert page.url == f"{ORIGIN}/" and dialog.count() == 0
    assert button.evaluate("element => element === document.activeElement")
    button.click()
    with page.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Return the report").click()
    page.close()


def test_a_form_is_sent_once_however_often_it_is_clicked(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (1440, 900))
    page.evaluate(
        """() => {
            window.sent = 0;
            const form = document.querySelector("form.form");
            // Last in line: counts what nobody stopped, and keeps the page where it is.
            window.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) window.sent += 1;
                event.preventDefault();
            });
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    assert page.evaluate("window.sent") == 1
    page.close()


def test_nothing_that_matters_is_lost_on_paper(browser: Browser, parts: str) -> None:
    page = shown(browser, parts, (1440, 900), "dark")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.locator(".side").is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".cells").first.is_visible()
    page.close()


def test_the_live_stream_tells_the_page_and_says_when_it_is_lost(browser: Browser, parts: str) -> None:
    live = parts.replace("<body", '<body data-live="/live/" data-lost="No connection."', 1)
    page = browser.new_page()
    asked: list[str] = []

    def stream(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.fulfill(status=503)
        else:
            route.fulfill(body='id: 41\ndata: {"unit": 7}\n\n', content_type="text/event-stream")

    page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=live, content_type="text/html; charset=utf-8"))
    page.route(f"{ORIGIN}/static/**", static_file)
    page.route(f"{ORIGIN}/live/**", stream)
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () =>
            document.body.addEventListener("mandate:changed", (event) => (window.heard = event.detail)));"""
    )
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("window.heard")
    assert page.evaluate("window.heard") == {"unit": 7, "id": "41"}
    page.locator("#connection").wait_for(timeout=PATIENCE)
    assert page.locator("#connection").inner_text() == "No connection."
    until(page, lambda: any("last=41" in path for path in asked[1:]))  # it goes on from the last number
    page.close()


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}px")
def test_a_document_is_readable_on_every_screen_and_on_paper(browser: Browser, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_content(write_html(everything("vi")).decode())
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    named = page.locator("td[data-label='Phường amount']").first
    display = "grid" if size[0] == 390 else "table-cell"
    assert named.evaluate("cell => getComputedStyle(cell).display") == display
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # what the margins leave of A4
    assert page.evaluate(overflow) == 0
    assert named.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    page.close()
