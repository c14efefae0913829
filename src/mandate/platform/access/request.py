"""Where the clock is read and a signed-in user becomes an actor."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mandate.platform.access.actor import Actor, guest
from mandate.platform.access.models import User
from mandate.platform.access.sources import roles_of


class ActorRequest(HttpRequest):
    """A request that has passed :class:`ActorMiddleware`."""

    actor: Actor


def actor_of(user: User, now: datetime) -> Actor:
    """The actor a user is at a moment: one query a source of roles."""
    day = timezone.localtime(now, timezone.get_default_timezone()).date()
    grants = roles_of(user.pk, day)
    return Actor(user_id=user.pk, name=user.name, now=now, grants=grants, language=user.language)


class ActorMiddleware:
    """Puts ``request.actor`` beside ``request.user``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if request.user.is_authenticated:
            actor = actor_of(request.user, now)
        else:
            actor = guest(now, getattr(request, "LANGUAGE_CODE", "en"))
        cast(ActorRequest, request).actor = actor
        return self.get_response(request)
