"""One Playwright and one Chromium a worker, for all tests that ask for `browser`."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

# Playwright runs its loop in the tests' thread; Django would refuse the database there otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: How long a page may take for what is sure to come: no measure of anything, for a busy machine is slow.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

#: As in the Makefile. The one without windows comes first: it opens a page in a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


def until(page: Page, condition: Callable[[], object]) -> None:
    """Let the page go on until something holds that it does not show itself."""
    for _ in range(PATIENCE // 50):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def mark_browser_tests(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or the served demonstration, so that it can be left out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) or item.nodeid.startswith("tests/browser/"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's own."""
    launch = {**browser_type_launch_args, "args": ["--no-sandbox"]}
    return launch | {"executable_path": CHROMIUM} if CHROMIUM else launch


class _Loop:
    """Playwright's loop counts as running in the tests' thread from the first browser test to the end of the
    run, and with a loop Django takes other connections than without. So it is put away between the tests that
    have a browser: the others find a thread like any other, from their set-up to their end."""

    kept: asyncio.AbstractEventLoop | None = None

    @classmethod
    def put_away(cls) -> None:
        cls.kept = cls.kept or asyncio._get_running_loop()
        asyncio._set_running_loop(None)

    @classmethod
    def put_back(cls) -> None:
        if cls.kept is not None:
            asyncio._set_running_loop(cls.kept)
            cls.kept = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if "browser" not in getattr(item, "fixturenames", ()):
        return (yield)
    _Loop.put_back()
    try:
        return (yield)
    finally:
        connections.close_all()  # those that belong to the loop
        _Loop.put_away()


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser; whichever test is the last, its loop is there when it is closed."""
    yield browser
    connections.close_all()
    _Loop.put_back()
