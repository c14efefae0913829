"""What every view needs: somebody signed in, and the right error."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from mandate.platform.access.request import ActorRequest
from mandate.platform.ui.kept import can_be_kept, kept_page

P = ParamSpec("P")


def signed_in(
    view: Callable[Concatenate[ActorRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send a guest to the sign-in page and back. A script that saves what is typed (it asks for JSON), or
    brings a part of the page up to date, gets 401 instead, so that it can say that the session has ended and
    keep what it has. A form that a guest sends is kept: its address may be no page."""

    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("Accept", "").startswith("application/json"):
                return JsonResponse({"error": "session_ended"}, status=401)
            if "HX-Request" in request.headers:  # a part of a page: the sign-in page must not take its place
                words = _("Your session has ended. Sign in in a new tab, then continue.")
                return HttpResponse(format_html("<p data-error-text>{}</p>", words), status=401)
            if can_be_kept(request):
                return kept_page(request, ended=True, status=401)
            return redirect_to_login(request.get_full_path())
        return view(cast(ActorRequest, request), *args, **kwargs)

    return wraps(view)(wrapped)  # type: ignore[return-value] # wraps() keeps the inner request's type
