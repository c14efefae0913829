"""A database that is away, too busy or not to be written to, or a disk that is full: a clear page with status
503 that tells which, and no harm done.

Nothing has to be restarted afterwards: the transaction was rolled back, and the pool makes new connections.
What the database refuses for what the request holds is in refused.py.
"""

import errno
import logging
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg
from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from mandate.platform.database.connection import pool_is_used_up
from mandate.platform.ui.errors import for_a_script

RETRY_SECONDS = 10
# What SQLSTATE tells, by its beginning; the first that fits. 53: out of disk, memory or connections, 25006: a
# replica or a server that was set to reading, 08: connection lost, 57P: server stops or starts, 58: error of
# its operating system. Without a state, the connection was never made or broke.
STATES = (
    ("53100", "full"),
    ("53", "busy"),
    ("25006", "readonly"),
    ("08", "away"),
    ("57P", "away"),
    ("58", "away"),
)
# What a server says that lets nobody in has no state; these are the words of one that speaks English.
WORDS = (
    ("No space left on device", "full"),
    ("too many clients", "busy"),
    ("too many connections", "busy"),
    ("reserved for roles", "busy"),
    ("read-only", "readonly"),
)
ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "readonly",
    errno.EMFILE: "busy",
    errno.ENFILE: "busy",
}
LEAST_FREE = 8 * 1024 * 1024  # with less on the disk of the data folder, its database cannot even start

logger = logging.getLogger(__name__)


def why_away(error: BaseException | None) -> str | None:
    """`full` for a full disk, `busy` for too many at once, `readonly` for a database that takes no changes,
    `away` for one that cannot be reached, None for other errors."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in ERRNO:
            return ERRNO[cause.errno]
        if isinstance(cause, psycopg.Error):
            if cause.sqlstate is not None:
                return next((why for state, why in STATES if cause.sqlstate.startswith(state)), None)
            if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
                return _unreached(cause)
        elif isinstance(cause, OperationalError | InterfaceError) and cause.__cause__ is None:
            return "away"
    return None


def _unreached(error: psycopg.Error) -> str:
    """Why no connection came about."""
    said = str(error)
    for words, why in WORDS:
        if words in said:
            return why
    if isinstance(error, PoolTimeout) and pool_is_used_up():
        return "busy"
    with suppress(OSError):
        if shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE:
            return "full"
    return "away"


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
        """Called by Django for an error in a view."""
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
    logger.error("The database is not to be had (%s): %s", reason, str(error).partition("\n")[0])
    with translation.override(translation.get_language_from_request(request)):
        return trouble(request, reason)


def trouble(request: HttpRequest, reason: str) -> HttpResponse:
    """The whole page for a visit, one sentence for a script of ours that asks in the background."""
    sentences = {
        "full": _("The disk of the server is full. Nothing was saved. Please tell your administrator."),
        "busy": _("The server is busy at this moment. Nothing was saved. Please try again soon."),
        "readonly": _("The database can only be read at this moment. Nothing was saved."),
        "away": _("The database cannot be reached. Nothing was saved. Please try again in a moment."),
    }
    if for_a_script(request):
        response = HttpResponse(sentences[reason], status=503, content_type="text/plain; charset=utf-8")
    else:
        context = {"reason": reason, "sentence": sentences[reason], "retry_after": RETRY_SECONDS}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
