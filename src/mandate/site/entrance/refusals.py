"""The pages for requests that the edge refused, with the site's headers and in the reader's language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from mandate.platform.database.away import trouble
from mandate.platform.ui.errors import error_page, for_a_script

REFUSED = "mandate.refused"  # in the scope: the status that the edge decided on


class RefusedMiddleware:
    """Answers what the edge refused; the request has no body, and no view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = getattr(request, "scope", {}).get(REFUSED)
        if status is None:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = _answer(request, status)
        response["Content-Length"] = str(len(response.content))
        return response


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if status == 503:
        return trouble(request, "busy")
    if not for_a_script(request):
        return error_page(status)
    if status == 413:
        sentence = _("More was sent than this page takes. Nothing was saved.")
    else:
        sentence = _("What was sent arrived too slowly and was not received in full. Nothing was saved.")
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
