"""A real browser against a real server."""

import os
from typing import Any

import pytest

# Playwright runs its loop in the tests' thread; Django would refuse the database there otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's own."""
    launch = {**browser_type_launch_args, "args": ["--no-sandbox"]}
    return launch | {"executable_path": CHROMIUM} if os.path.exists(CHROMIUM) else launch  # noqa: PTH110
