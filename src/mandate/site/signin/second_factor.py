"""Roles that need a second factor: whoever holds one and has none can do nothing but set one up."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.ui.errors import error_page
from mandate.platform.ui.kept import can_be_kept, kept_page

#: What is needed on the way there: the account's own pages, languages, the look, and to be told alive.
OPEN = ("/account/", "/language/", "/look/", "/health/", settings.STATIC_URL)
#: Beside a form that is stopped: no header of a request is called so.
_STOPPED = "mandate.second_factor"
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
        if request.method == "POST" and _is_a_page(request):
            request.META[_STOPPED] = told
            answer = self.get_response(request)
            # an address that leads nowhere has no view, and is told nothing of
            return answer if answer.status_code == 403 else error_page(403, told)
        if request.method not in ("GET", "HEAD") or not _is_a_page(request):
            return error_page(403, told)
        messages.warning(request, told)
        return redirect("mfa_index")

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Called by Django before a view, after the check of the token: what was typed is kept, and nobody is
        shown a form of another site to send."""
        if (told := request.META.pop(_STOPPED, None)) is None:
            return None
        if can_be_kept(request):
            return kept_page(request, ended=False, status=403, step=reverse("mfa_index"))
        return error_page(403, told)


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
