"""A database that goes away under the site, and comes back."""

import asyncio
import errno
import re

import psycopg
import pytest
from django.core.signals import got_request_exception
from django.db import DataError, InterfaceError, InternalError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from mandate.platform.database.away import DatabaseAwayMiddleware, why_away


def caused_by(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (caused_by(OperationalError(), psycopg.OperationalError("connection refused")), "away"),
        (caused_by(OperationalError(), psycopg.errors.AdminShutdown()), "away"),
        (caused_by(OperationalError(), psycopg.errors.TooManyConnections()), "busy"),
        (caused_by(OperationalError(), psycopg.errors.OutOfMemory()), "busy"),
        (
            caused_by(
                OperationalError(), psycopg.OperationalError("FATAL:  sorry, too many clients already")
            ),
            "busy",
        ),
        (caused_by(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), "readonly"),
        (caused_by(OperationalError(), psycopg.errors.CannotConnectNow()), "away"),
        (
            caused_by(OperationalError(), psycopg.OperationalError("FATAL: x: No space left on device")),
            "full",
        ),
        (OSError(errno.EROFS, "Read-only file system"), "readonly"),
        (OSError(errno.EMFILE, "Too many open files"), "busy"),
        (caused_by(OperationalError(), psycopg.errors.DiskFull()), "full"),
        (caused_by(InterfaceError(), psycopg.InterfaceError("the connection is closed")), "away"),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (caused_by(OperationalError(), psycopg.errors.DeadlockDetected()), None),
        (caused_by(OperationalError(), psycopg.errors.QueryCanceled()), None),
        (caused_by(DataError(), psycopg.errors.NumericValueOutOfRange()), None),
        (ValueError(), None),
        (None, None),
    ],
)
def test_what_counts_as_away(error, reason):
    assert why_away(error) == reason


def away() -> Exception:
    return caused_by(OperationalError("gone"), psycopg.OperationalError("gone"))


def test_an_error_in_a_view_gives_the_page():
    response = DatabaseAwayMiddleware(lambda request: HttpResponse()).process_exception(
        RequestFactory().get("/"), away()
    )
    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert b"<!doctype html>" in response.content.lower()


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}])
def test_a_script_gets_one_sentence(headers):
    response = DatabaseAwayMiddleware(lambda request: HttpResponse()).process_exception(
        RequestFactory().get("/", headers=headers), away()
    )
    assert response is not None
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("cause", "title"),
    [
        (psycopg.errors.DiskFull(), "The disk of the server is full"),
        (psycopg.errors.TooManyConnections(), "The server is busy"),
        (psycopg.errors.ReadOnlySqlTransaction(), "Nothing can be changed at this moment"),
        (psycopg.errors.AdminShutdown(), "The database cannot be reached"),
    ],
)
def test_the_page_says_which_trouble_it_is(cause, title):
    response = DatabaseAwayMiddleware(lambda request: HttpResponse()).process_exception(
        RequestFactory().get("/"), caused_by(OperationalError(), cause)
    )
    page = " ".join(response.content.decode().split())
    assert f"<title>{title}" in page
    assert re.search(rf"<h1 data-error-text> ?{title} ?</h1>", page)
    assert page.count("cannot be reached") == (2 if "reached" in title else 0)


def failing(request):
    raise away()


def answering_500(request):
    """What Django does with an error in a middleware below."""
    try:
        raise away()
    except OperationalError:
        got_request_exception.send(sender=None, request=request)
    return HttpResponse(status=500)


async def failing_async(request):
    raise away()


@pytest.mark.parametrize("below", [failing, answering_500])
def test_an_error_below_gives_the_page_too(below):
    assert DatabaseAwayMiddleware(below)(RequestFactory().get("/")).status_code == 503


def test_the_same_under_asgi():
    response = asyncio.run(DatabaseAwayMiddleware(failing_async)(RequestFactory().get("/")))
    assert response.status_code == 503


def test_other_errors_and_other_answers_pass():
    def wrong(request):
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        DatabaseAwayMiddleware(wrong)(RequestFactory().get("/"))
    passed = DatabaseAwayMiddleware(lambda request: HttpResponse(status=500))(RequestFactory().get("/"))
    assert passed.status_code == 500
