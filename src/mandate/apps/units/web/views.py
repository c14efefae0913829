"""Pages to look at units; what changes them is in changes.py."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from mandate.apps.units import pages, queries
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.visited import visited

SECTION = "units"


@require_safe
@signed_in
def tree(request: ActorRequest) -> HttpResponse:
    """The tree as far as `?open=` says, or what `?q=` finds."""
    asked = request.GET
    opened = asked.getlist("open") if "open" in asked else None
    page = pages.tree_page(request.actor, opened, asked.get("q", ""), asked.get("page", "1"))
    return render_page(request, "units/tree.html", page, section=SECTION)


@require_safe
@signed_in
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """One unit: its place, names, children, history, and the way to what changes it."""
    page = pages.unit_page(request.actor, code, request.GET.get("page", "1"))
    return render_page(request, "units/unit.html", page, section="place", unit_id=page.unit.id)


@require_safe
@signed_in
def switch(request: ActorRequest) -> HttpResponse:
    """The units to go to from the top of every page: one's own, and those that ``?q=`` finds."""
    page = pages.switch_page(request.actor, request.GET.get("q", ""), visited(request, request.actor))
    template = "units/switch_found.html" if "q" in request.GET else "units/switch.html"
    return render(request, template, {"page": page})


@require_safe
@signed_in
def closed(request: ActorRequest) -> HttpResponse:
    """The units that are not open today."""
    if file := file_of(request, queries.closed(request.actor)):
        return file
    page = pages.closed_page(request.actor, request.GET)
    return render_page(request, "units/closed.html", page, section=SECTION)


@require_safe
@signed_in
def kinds(request: ActorRequest) -> HttpResponse:
    """The kinds of unit and what they are called."""
    page = pages.kinds_page(request.actor)
    return render_page(request, "units/kinds.html", page, section="kinds")


@require_safe
@signed_in
def suggest(request: ActorRequest) -> HttpResponse:
    """Options for the field that `?field=` names: units that its text finds."""
    text = request.GET.get(request.GET.get("field", ""), "")
    found = [
        (row.unit.code, " · ".join(filter(None, (row.unit.name, row.above))))
        for row in queries.search(request.actor, text)
    ]
    return HttpResponse(format_html_join("", '<option value="{}" label="{}"></option>', found))
