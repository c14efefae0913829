"""The demonstration and a browser for commands that take pictures of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.browser.site import Site, served
from tests.support.browser import CHROMIUM
from tests.support.database import FOLDER, KEPT

from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened


@contextmanager
def demonstrated(prefix: str) -> Iterator[tuple[Site, Browser]]:
    """A site with the sample on a database of its own, and a browser; both are gone afterwards."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix=prefix)
    os.environ.setdefault(KEPT, str(Path(".pytest_cache/d/mandate").absolute()))
    folder = Path(os.environ[FOLDER])
    try:
        with (
            opened(Location(folder), durable=False) as server,
            served(server, folder / "site") as site,
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
        ):
            yield site, browser
    finally:
        shutil.rmtree(folder, ignore_errors=True)
