"""A real browser against a real server."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from tests.browser.site import Site, served
from tests.support.browser import PATIENCE


@pytest.fixture(scope="session")
def site(database_server: str) -> Iterator[Site]:
    """The demonstration on a database of this worker's own."""
    folder = Path(tempfile.mkdtemp(prefix="mandate-site-"))
    with served(database_server, folder) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What browsers complained of while a test ran: errors, blocked content, requests to other hosts."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def visit(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """A function that opens a browser as somebody of the sample ("" is a guest), who reads English."""
    opened: list[BrowserContext] = []

    def visit(who: str = "", address: str = "", **options: Any) -> Page:
        if who:
            site.speak(who, options.pop("language", "en"))
            options["storage_state"] = site.state(who)
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = browser.new_context(base_url=site.url, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        listen(page, site, complaints)
        if address:
            page.goto(address)
        return page

    yield visit
    for context in opened:
        context.close()


def listen(page: Page, site: Site, complaints: list[str]) -> None:
    """Write down whatever should not happen on any page. A form that is refused (422) is no mishap."""

    def spoke(line: ConsoleMessage) -> None:
        if line.type == "error" and "status of 422" not in line.text:
            complaints.append(line.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((site.url, "data:")):
            complaints.append(request.url)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", spoke)
    page.on("request", asked)
