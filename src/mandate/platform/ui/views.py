"""Choosing light or dark."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST

from mandate.platform.ui.shell import Choice

COOKIE: Final = "theme"
THEMES: Final = ("auto", "light", "dark")
_YEAR: Final = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """The chosen theme, "light" or "dark"; "" follows the person's system."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in ("light", "dark") else ""


def theme_choices(request: HttpRequest) -> tuple[Choice, ...]:
    """The three buttons of the appearance, for `Shell.themes`."""
    words = {
        "auto": pgettext("appearance", "As the system"),
        "light": pgettext("appearance", "Light"),
        "dark": pgettext("appearance", "Dark"),
    }
    now = theme_of(request) or "auto"
    return tuple(Choice(value, words[value], value == now) for value in THEMES)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """POST `theme` ("auto", "light", "dark") and `next`: keep the choice in a cookie, go back to the page."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest(gettext("This appearance is not available."))
    target = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(target if inside else "/")
    if chosen == "auto":
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
