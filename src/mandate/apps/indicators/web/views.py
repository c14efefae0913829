"""Pages of indicators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.indicators import queries, services
from mandate.apps.indicators.permissions import INDICATORS_MANAGE
from mandate.apps.indicators.web.forms import IndicatorForm
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.files import file_of
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import refuse
from mandate.platform.ui.pages import render_page

SECTION = "indicators"


@require_safe
@signed_in
def indicator_list(request: ActorRequest) -> HttpResponse:
    """All indicators: search, kinds, order."""
    if file := file_of(request, queries.indicator_list(request.actor)):
        return file
    page = queries.list_page(request.actor, request.GET)
    return render_page(request, "indicators/list.html", page, section=SECTION)


@require_safe
@signed_in
def indicator(request: ActorRequest, code: str) -> HttpResponse:
    """One indicator."""
    page = queries.indicator_page(request.actor, code)
    return render_page(request, "indicators/indicator.html", page, section=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Make an indicator."""
    require(request.actor, INDICATORS_MANAGE)
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, code: str) -> HttpResponse:
    """Change an indicator."""
    found = queries.stored(request.actor, code)
    require(request.actor, INDICATORS_MANAGE)
    return _form(request, found)


def _form(request: ActorRequest, found: queries.Stored | None) -> HttpResponse:
    form = IndicatorForm(request.POST or None, stored=found)
    if form.is_valid():
        try:
            saved = services.save_indicator(request.actor, form.command())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": text_in(saved.names)})
            return redirect("indicators:indicator", code=saved.code)
    status = 422 if form.errors else 200
    return render_page(request, "indicators/edit.html", found, section=SECTION, status=status, form=form)


@require_POST
@signed_in
def move(request: ActorRequest, code: str) -> HttpResponse:
    """One place up or down; the page stays where it was."""
    found = queries.indicator_by_code(request.actor, code)
    steps = -1 if request.POST.get("to") == "up" else 1
    services.move_indicator(request.actor, services.MoveIndicator(found.pk, steps))
    number = number_of(request.POST.get("page"))
    address = reverse("indicators:list") + (f"?page={number}" if number else "")
    return redirect(f"{address}#{found.code}")


@require_POST
@signed_in
def remove(request: ActorRequest, code: str) -> HttpResponse:
    """Take an unused indicator away."""
    found = queries.indicator_by_code(request.actor, code)
    try:
        services.remove_indicator(request.actor, services.RemoveIndicator(found.pk))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("indicators:indicator", code=code)
    messages.success(request, _("“%(name)s” is removed.") % {"name": text_in(found.names)})
    return redirect("indicators:list")
