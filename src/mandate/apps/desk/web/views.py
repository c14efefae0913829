"""The desk and the side of every page."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mandate.apps.desk.queries.page import desk_page, shown_queue
from mandate.apps.desk.queries.tour import AGAIN
from mandate.apps.desk.services import EndTour, end_tour
from mandate.apps.units.queries import unit_by_id
from mandate.platform.access.actor import Role
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.parts import queues
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import Here, render_page, usual_period


@require_safe
@signed_in
def desk(request: ActorRequest) -> HttpResponse:
    """What is due, what came back, what waits, and how one's units stand."""
    page = desk_page(request.actor, usual_period(), request.GET.dict())
    return render_page(request, "desk/desk.html", page, section="desk")


@require_safe
@signed_in
def show_round(request: ActorRequest) -> HttpResponse:
    """The tour once more."""
    return redirect(f"{reverse('desk:desk')}?tour={AGAIN}")


@require_POST
@signed_in
def leave_tour(request: ActorRequest) -> HttpResponse:
    """Keep that somebody has seen the tour of a role, and go on at the desk."""
    role = request.POST.get("role", "")
    if role not in set(Role):
        raise Http404
    end_tour(request.actor, EndTour(Role(role)))
    return redirect("desk:desk")


@require_safe
@signed_in
def part(request: ActorRequest, part: str) -> HttpResponse:
    """One queue of the desk, asked for again when something has changed."""
    queue = next((one for one in queues() if one.name == part), None)
    if queue is None:
        raise Http404
    shown = shown_queue(request.actor, queue, usual_period(), request.GET.dict())
    return render(request, "desk/queue.html", {"queue": shown})


@require_safe
@signed_in
def navigation(request: ActorRequest) -> HttpResponse:
    """The counters of the side and of the inbox, for the page that `?section=` and `?unit=` describe."""
    asked = number_of(request.GET.get("unit"))
    unit = unit_by_id(request.actor, asked).id if asked is not None else None
    cast(Any, request).here = Here(request.GET.get("section", ""), unit)
    return render(request, "ui/parts/nav_again.html")
