"""Django's error handlers, on the look's pages."""

from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from mandate.platform.ui.errors import error_page, for_a_script
from mandate.platform.ui.pages import Here


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense; 413: it carries more than any page takes."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(413 if too_much else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but without the right."""
    return _in_the_frame(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not for this person."""
    return _in_the_frame(request, 404)


def _in_the_frame(request: HttpRequest, status: int) -> HttpResponse:
    """With the top and the side for whoever is signed in; of the page that was asked for they say nothing."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_guest or for_a_script(request):
        return error_page(status)
    cast(Any, request).here = Here()
    try:
        return error_page(status, framed=request)
    except DatabaseError:
        return error_page(status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    return error_page(500)
