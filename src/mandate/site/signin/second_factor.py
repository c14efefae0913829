"""Roles that need a second factor: whoever holds one and has none can do nothing but set one up."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.ui.errors import error_page

#: What is needed on the way there: the account's own pages, languages, the look, and to be told alive.
OPEN = ("/account/", "/language/", "/look/", "/health/", settings.STATIC_URL)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorMiddleware:
    """Leads to the page where a second factor is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = cast(ActorRequest, request).actor
        if request.path.startswith(OPEN) or not is_missing(actor):
            return self.get_response(request)
        told = _("Your role needs a second step at sign-in. Set one up to go on.")
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": "second_factor_missing", "message": told}, status=403)
        if request.method not in ("GET", "HEAD") or not _is_a_page(request):
            return error_page(403, told)
        messages.warning(request, told)
        return redirect("mfa_index")


def is_missing(actor: Actor) -> bool:
    """Whether the actor holds a role that needs a second factor, and has none."""
    needed: frozenset[str] = settings.SECOND_FACTOR_ROLES
    if actor.user_id is None or not any(grant.role.value in needed for grant in actor.grants):
        return False
    return not Authenticator.objects.filter(user_id=actor.user_id, type__in=FACTORS).exists()


def _is_a_page(request: HttpRequest) -> bool:
    """Asked for by a person, not by a script of a page that is open still."""
    return (
        request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and "HX-Request" not in request.headers
    )
