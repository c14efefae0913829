"""The desk and the side of every page."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandate.apps.desk.queries.page import PARTS, DeskPage, Numbers, desk_page
from mandate.apps.units.queries import unit_by_id
from mandate.platform.access.edge import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import Here, current_period, render_page


@require_safe
@signed_in
def desk(request: ActorRequest) -> HttpResponse:
    """What is due, what came back, what waits, and how one's units stand."""
    page = _page(request, PARTS)
    return render_page(request, "desk/desk.html", page, section="desk", period=page.period)


@require_safe
@signed_in
def part(request: ActorRequest, part: str) -> HttpResponse:
    """One part of the desk, asked for again when something has changed."""
    if part not in PARTS:
        raise Http404
    return render(request, f"desk/parts/{part}.html", {"page": _page(request, (part,))})


@require_safe
@signed_in
def navigation(request: ActorRequest) -> HttpResponse:
    """The side with its counters, for the page that `?section=` and `?unit=` describe."""
    asked = number_of(request.GET.get("unit"))
    unit = unit_by_id(request.actor, asked).id if asked is not None else None
    cast(Any, request).here = Here(request.GET.get("section", ""), unit)
    return render(request, "ui/parts/nav.html")


def _page(request: ActorRequest, parts: tuple[str, ...]) -> DeskPage:
    asked = request.GET
    numbers = Numbers(asked.get("due", "1"), asked.get("returned", "1"), asked.get("units", "1"))
    return desk_page(request.actor, current_period(request), numbers, parts)
