"""Sessions that end when nobody is there, and pages that no browser keeps."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponseBase]
SEEN = "seen"  # in the session: when the person last did something, in seconds
FRESH = 60.0  # so often at most is it written
BACKGROUND = "X-Mandate-Background"  # what a page asks for by itself, as news arrived (ui/live.js)


class NoStoreMiddleware:
    """Whatever a view answers is for one person and one moment. Stands below the files that all may keep."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class InactivityMiddleware:
    """Ends the session of somebody who has done nothing for `SESSION_IDLE_SECONDS`.

    An open page does things by itself: it listens, and brings its parts up to date. That keeps no session
    alive. Stands right below AuthenticationMiddleware.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if SESSION_KEY in session and request.user.is_authenticated:
            now = timezone.now().timestamp()
            seen = session.get(SEEN) or (request.user.last_login or timezone.now()).timestamp()
            if now - seen > settings.SESSION_IDLE_SECONDS:
                session.flush()
                request.user = AnonymousUser()
            elif not _by_itself(request) and (SEEN not in session or abs(now - seen) > FRESH):
                session[SEEN] = now
        return self.get_response(request)


def _by_itself(request: HttpRequest) -> bool:
    return BACKGROUND in request.headers or "text/event-stream" in request.headers.get("Accept", "")
