"""What every request passes on its way in, and every refusal on its way out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils import translation

from mandate.core.text import clean, is_clean
from mandate.platform.ui.errors import error_page

# A password is kept as a hash only, and what was typed must stay what it was.
_AS_TYPED = "password"


class PlainTextMiddleware:
    """Only text comes in: what a query or a cookie carries is made fit to be kept, once for all pages.

    Forms come in UTF-8, as our pages ask for, and nobody types a NUL: a request in anything else or with one
    is answered with 400. Stands before whatever reads the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8") or "\0" in request.path or _has_nul(request.GET):
            with translation.override(translation.get_language_from_request(request)):
                return error_page(400)
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if value.isprintable() and value.isascii()
        }
        request.GET = _cleaned(request.GET)
        return self.get_response(request)


class PlainFormMiddleware:
    """The same for what a form carries. Stands after the check of the token, which has read the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Called by Django before a view. A form that breaks off or holds a NUL is answered with 400."""
        if request.method == "POST":
            try:
                sent = request.POST
            except UnreadablePostError:
                return error_page(400)
            if _has_nul(sent):
                return error_page(400)
            request.POST = _cleaned(sent)
        return None


class CalmRefusalMiddleware:
    """A refusal of Django's own that has no word, such as of a method, comes as a page. Whoever comes by a
    browser to where something is only sent is led to the page above: a refused form stands at such an
    address, and then somebody chooses another language, or opens the address anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        if above := _page_above(request):
            return redirect(above)
        page = error_page(405)
        page["Allow"] = response["Allow"]
        return page


def _page_above(request: HttpRequest) -> str:
    """The nearest address above that there is; none for what is no browser that opens a page."""
    if request.method != "GET" or request.headers.get("Sec-Fetch-Mode") != "navigate":
        return ""
    path = request.path_info
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        if is_valid_path(path):
            return path
    return ""


def _has_nul(asked: QueryDict) -> bool:
    return any("\0" in text for name, values in asked.lists() for text in (name, *values))


def _cleaned(asked: QueryDict) -> Any:
    """The same parameters, their texts clean; the very same object where all are (nearly always)."""
    found = [(name, asked.getlist(name)) for name in asked]
    if all(is_clean(name) and all(map(is_clean, values)) for name, values in found):
        return asked
    fresh = QueryDict(mutable=True, encoding="utf-8")
    for name, values in found:
        kept = _AS_TYPED in name
        fresh.setlist(clean(name), [value if kept else clean(value) for value in values])
    fresh._mutable = False
    return fresh
