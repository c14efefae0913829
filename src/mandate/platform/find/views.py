"""The page that finds everything, and what it finds while somebody types in the top bar."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.find.queries import HINTS, find
from mandate.platform.ui.pages import render_page

SECTION = "find"


@require_safe
@signed_in
def page(request: ActorRequest) -> HttpResponse:
    """What `?q=` finds, by kind; the only thing that it finds is gone to at once, once nobody types."""
    found = find(request.actor, request.GET.get("q", ""))
    if found.only is not None and "HX-Request" not in request.headers:
        return redirect(found.only.address)
    return render_page(request, "find/find.html", found, section=SECTION)


@require_safe
@signed_in
def hints(request: ActorRequest) -> HttpResponse:
    """The same, a few of each kind, for the list below the field."""
    return render(request, "find/hints.html", {"page": find(request.actor, request.GET.get("q", ""), HINTS)})
