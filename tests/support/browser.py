"""One Playwright and one Chromium a worker, for all tests that ask for `browser`."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

# Playwright runs its loop in the tests' thread; Django would refuse the database there otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: How long a page may take for what is sure to come: no measure of anything, for a busy machine is slow.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

CHROMIUM = Path("/usr/bin/chromium")


def until(page: Page, condition: Callable[[], object]) -> None:
    """Let the page go on until something holds that it does not show itself."""
    for _ in range(PATIENCE // 50):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or the served demonstration, so that it can be left out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) or item.nodeid.startswith("tests/browser/"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's own."""
    launch = {**browser_type_launch_args, "args": ["--no-sandbox"]}
    return launch | {"executable_path": CHROMIUM} if CHROMIUM.exists() else launch


@pytest.fixture(autouse=True)
def loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright's loop counts as running in this thread from the first browser test to the end of the run.
    It is put away during the tests that have no browser, so that they may run loops of their own."""
    running = None if "browser" in request.fixturenames else asyncio._get_running_loop()
    if running is not None:
        asyncio._set_running_loop(None)
    yield
    if running is not None:
        asyncio._set_running_loop(running)
