"""Pages of forms and their periods."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.reporting import services
from mandate.apps.reporting.permissions import FORMS_MANAGE, PERIODS_MANAGE
from mandate.apps.reporting.queries import forms as reads
from mandate.apps.reporting.web.forms import FormForm, OpenForm
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.languages import text_in
from mandate.platform.ui.asking import refuse, tried
from mandate.platform.ui.pages import render_page

SECTION = "forms"


@require_safe
@signed_in
def form_list(request: ActorRequest) -> HttpResponse:
    """All forms."""
    return render_page(request, "reporting/forms.html", reads.forms_page(request.actor), section=SECTION)


@require_safe
@signed_in
def form(request: ActorRequest, form_id: int) -> HttpResponse:
    """One form with its periods."""
    page = _page(request, form_id)
    return render_page(request, "reporting/form.html", page, section=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Make a form."""
    require(request.actor, FORMS_MANAGE)
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, form_id: int) -> HttpResponse:
    """Change a form."""
    stored = reads.stored_form(request.actor, form_id)
    require(request.actor, FORMS_MANAGE)
    return _edit(request, stored)


def _edit(request: ActorRequest, stored: reads.StoredForm | None) -> HttpResponse:
    entered = FormForm(request.POST or None, stored=stored)
    status = 200
    if entered.is_bound and not entered.rearrange(request.POST.get("do", "")):
        status = 422
        if entered.is_valid():
            try:
                saved = services.save_form(request.actor, entered.command())
            except ValidationError as error:
                refuse(entered, error)
            else:
                messages.success(request, _("“%(name)s” is saved.") % {"name": text_in(saved.names)})
                return redirect("reporting:form", form_id=saved.pk)
    elif entered.is_bound:
        entered.errors.clear()  # the items were moved about; nothing is saved yet
    return render_page(
        request, "reporting/form_edit.html", stored, section=SECTION, status=status, form=entered
    )


@require_POST
@signed_in
def retire(request: ActorRequest, form_id: int) -> HttpResponse:
    """Open the form no more."""
    reads.stored_form(request.actor, form_id)
    services.retire_form(request.actor, services.RetireForm(form_id))
    return redirect("reporting:form", form_id=form_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_form(request: ActorRequest, form_id: int) -> HttpResponse:
    """Open a period: first what it would freeze, then the button for it."""
    page = _page(request, form_id)
    require(request.actor, PERIODS_MANAGE)
    asked = request.POST if request.method == "POST" else request.GET
    if "period" not in asked:
        return redirect("reporting:form", form_id=form_id)
    entered = OpenForm(asked)
    day = entered.cleaned_data["structure_date"] if entered.is_valid() else None
    if request.method == "POST" and entered.is_valid():
        try:
            services.open_period(request.actor, entered.command(form_id))
        except ValidationError as error:
            refuse(entered, error)
        else:
            messages.success(request, _("The period is open. The units see it on their desks."))
            return redirect("reporting:form", form_id=form_id)
    opening = reads.opening(request.actor, form_id, asked["period"], day)
    status = 422 if entered.errors else 200
    return render_page(
        request,
        "reporting/open.html",
        opening,
        section=SECTION,
        status=status,
        form=entered,
        offered=page.offered,
    )


@require_POST
@signed_in
def close(request: ActorRequest, form_period_id: int) -> HttpResponse:
    """Let nothing be changed any more."""
    return _on_period(
        request,
        form_period_id,
        lambda: services.close_period(request.actor, services.ClosePeriod(form_period_id)),
    )


@require_POST
@signed_in
def reopen(request: ActorRequest, form_period_id: int) -> HttpResponse:
    """Let reports be changed again."""
    return _on_period(
        request,
        form_period_id,
        lambda: services.reopen_period(request.actor, services.ReopenPeriod(form_period_id)),
    )


def _on_period(request: ActorRequest, form_period_id: int, act: Callable[[], None]) -> HttpResponse:
    found = reads.opened_period(request.actor, form_period_id)
    tried(request, act)
    return redirect("reporting:form", form_id=found.form_id)


@require_POST
@signed_in
def own_decisions(request: ActorRequest, form_id: int) -> HttpResponse:
    """Allow whoever submits the form to decide on it too, or ask for a second person again."""
    reads.stored_form(request.actor, form_id)
    unit = unit_by_code(request.actor, request.POST.get("unit", ""))
    command = services.AllowOwnDecisions(unit.id, form_id, request.POST.get("allowed") == "yes")
    tried(request, lambda: services.allow_own_decisions(request.actor, command))
    return redirect("reporting:form", form_id=form_id)


def _page(request: ActorRequest, form_id: int) -> reads.FormPage:
    return reads.form_page(request.actor, form_id, request.GET.get("page", "1"))
