"""Pages of reviews."""

from django.http import HttpResponse
from django.shortcuts import redirect

from mandate.platform.access.edge import ActorRequest
from mandate.platform.access.web import signed_in


@signed_in
def reviews(request: ActorRequest, code: str) -> HttpResponse:
    """The reviews of a unit."""
    return redirect("units:unit", code)


@signed_in
def review(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """One review."""
    return redirect("units:unit", code)
