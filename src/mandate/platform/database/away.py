"""A database that is away, or a disk that is full: a clear page with status 503, and no harm done.

Nothing has to be restarted afterwards: the transaction was rolled back, and the pool makes new connections.
A text that the database cannot hold is the request's mistake, not the server's: status 400.
"""

import errno
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg
from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.exceptions import BadRequest
from django.core.signals import got_request_exception
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

RETRY_SECONDS = 10
FULL = "53100"
# Classes of SQLSTATE: 08 connection lost, 53 out of disk, memory or connections, 57P server stops or starts,
# 58 error of its operating system. Without a state, the connection was never made or broke.
AWAY_STATES = ("08", "53", "57P", "58")

logger = logging.getLogger(__name__)


def why_away(error: BaseException | None) -> str | None:
    """`full` for a full disk, `away` for a database that cannot be reached, None for other errors."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return "full"
        if isinstance(cause, psycopg.Error):
            state = cause.sqlstate
            if state == FULL:
                return "full"
            if state is not None:
                return "away" if state.startswith(AWAY_STATES) else None
            if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
                return "away"
        elif isinstance(cause, OperationalError | InterfaceError) and cause.__cause__ is None:
            return "away"
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__


class DatabaseAwayMiddleware:
    """Turns the error of a database that is away, raised by a view or a middleware below, into the page."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._answer_async(request)
        try:
            response: HttpResponseBase = self.get_response(request)
        except Exception as error:
            return _page_or_raise(request, error)
        return _page_for(request) or response

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response: HttpResponseBase = await self.get_response(request)
        except Exception as error:
            return await sync_to_async(_page_or_raise)(request, error)
        return _page_for(request) or response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an error in a view. Raises BadRequest for a NUL character in what was sent, of
        which no address or form of ours has one."""
        if isinstance(error, DataError) and "NUL (0x00)" in str(error):
            raise BadRequest("a NUL character") from error
        return _page(request, why_away(error), error)


def _note(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Django is about to answer with status 500: remember on the request that the database was the cause."""
    error = sys.exc_info()[1]
    if request is not None and (reason := why_away(error)):
        request.database_away = (reason, error)  # type: ignore[attr-defined]


got_request_exception.connect(_note, dispatch_uid="mandate.platform.database.away")


def _page_for(request: HttpRequest) -> HttpResponse | None:
    reason, error = getattr(request, "database_away", (None, None))
    return _page(request, reason, error)


def _page_or_raise(request: HttpRequest, error: Exception) -> HttpResponse:
    if page := _page(request, why_away(error), error):
        return page
    raise error


def _page(request: HttpRequest, reason: str | None, error: BaseException | None) -> HttpResponse | None:
    if reason is None:
        return None
    logger.error("The database is away (%s): %s", reason, str(error).partition("\n")[0])
    with translation.override(translation.get_language_from_request(request)):
        response = _text(request, reason)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _text(request: HttpRequest, reason: str) -> HttpResponse:
    """The whole page for a visit, one sentence for a script of ours that asks in the background."""
    if reason == "full":
        sentence = _("The disk of the server is full. Nothing was saved. Please tell your administrator.")
    else:
        sentence = _("The database cannot be reached. Nothing was saved. Please try again in a moment.")
    if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    context = {"reason": reason, "sentence": sentence, "retry_after": RETRY_SECONDS}
    return HttpResponse(render_to_string("503.html", context), status=503)
