"""A page remembers up to where it shows the journal."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from mandate.platform.access.request import ActorRequest
from mandate.platform.live.seen import Seen


class SeenMiddleware:
    """Puts ``request.seen`` there before anything of a page is looked up: what is committed meanwhile, the
    page's stream tells. A part of a page has no stream of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        part = "HX-Request" in request.headers
        if not part and not cast(ActorRequest, request).actor.is_guest:
            cast(Any, request).seen = Seen.now()
        return self.get_response(request)
