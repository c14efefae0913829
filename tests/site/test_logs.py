"""No key that opens an account gets into a log, and no word that somebody looked for."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from uvicorn.logging import AccessFormatter

from mandate.site.logs import KeysHidden, without_keys

KEY = "cabc12-0123456789abcdef0123456789abcdef"
ADDRESS = f"/account/password/reset/key/1-{KEY}/"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    yield io.StringIO()


def test_the_access_log_of_the_web_server(written: io.StringIO) -> None:
    """The server writes its own log; our filter stands on its logger since the site was loaded."""
    logger = logging.getLogger("uvicorn.access")
    handler = logging.StreamHandler(written)
    handler.setFormatter(AccessFormatter('%(client_addr)s - "%(request_line)s" %(status_code)s'))
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        for path in (
            ADDRESS,
            "/account/oidc/oidc/login/callback/?code=opens&state=it",
            "/people/?q=quynh%20lan",
        ):
            logger.info('%s - "%s %s HTTP/%s" %d', "203.0.113.9:1", "GET", path, "1.1", 302)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    log = written.getvalue()
    assert KEY not in log and "1-***" in log
    assert "opens" not in log and "callback/?***" in log
    assert "quynh" not in log and "/people/?*** HTTP" in log


def test_our_own_log_with_its_tracebacks(written: io.StringIO) -> None:
    assert "keys" in settings.LOGGING["handlers"]["stderr"]["filters"]
    handler = logging.StreamHandler(written)
    handler.addFilter(KeysHidden())
    logger = logging.Logger("here")
    logger.addHandler(handler)
    logger.warning("Not Found: %s", ADDRESS)
    logger.warning("Not Found: %(path)s", {"path": ADDRESS})
    logger.warning(f"Not Found: {ADDRESS}")
    try:
        raise ValueError(ADDRESS)
    except ValueError as error:
        logger.exception("it failed: %s", error)
    assert KEY not in written.getvalue()
    assert written.getvalue().count("1-***") == 5


@pytest.mark.parametrize(
    "text",
    ["/account/password/reset/key/1-set-password/", "/account/login/", "/unit/A/about/", "%s of %s", ""],
)
def test_all_else_stays(text: str) -> None:
    assert without_keys(text) == text
