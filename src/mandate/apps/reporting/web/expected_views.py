"""The page of an opened period: which units it expects, and adding or excusing some with a reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.reporting import services
from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.reporting.queries.expectations import Show, expectations_page, mark_of_last
from mandate.apps.reporting.queries.forms import opened_period
from mandate.apps.reporting.services.expecting import REASON_LENGTH
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import refuse, tried
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import offer_undo


class ReasonForm(forms.Form):
    """Why units are added or excused; the units are boxes in the list."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LENGTH)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def expectations(request: ActorRequest, form_period_id: int) -> HttpResponse:
    """See who can be added or excused, and do it for one or many."""
    asked = request.POST if request.method == "POST" else request.GET
    show: Show = "expected" if asked.get("show") == "expected" else "late"
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    opened_period(request.actor, form_period_id)
    if request.method == "POST":
        require(request.actor, PERIODS_MANAGE)
        if form.is_valid():
            numbers = map(number_of, request.POST.getlist("unit"))
            chosen = [unit for unit in numbers if unit is not None]
            try:
                words = _done(request, form_period_id, show, chosen, form)
            except ValidationError as error:
                refuse(form, error)
            else:
                _tell(request, form_period_id, chosen, words)
                return redirect("reporting:expectations", form_period_id=form_period_id)
        status = 422
    page = expectations_page(
        request.actor,
        form_period_id,
        show=show,
        search=asked.get("q", ""),
        page=asked.get("page", "1"),
    )
    return render_page(
        request,
        "reporting/expectations.html",
        page,
        section="forms",
        status=status,
        form=form,
        chosen=asked.getlist("unit"),
    )


@require_POST
@signed_in
def undo(request: ActorRequest, form_period_id: int) -> HttpResponse:
    """Take back the last change of a unit."""
    unit = number_of(request.POST.get("unit"))
    if unit is None:
        raise Http404
    opened_period(request.actor, form_period_id)
    command = services.UndoExpected(form_period_id, unit, request.POST.get("change", ""))
    tried(
        request,
        lambda: services.undo_expected(request.actor, command),
        _("The change is taken back."),
    )
    return redirect("reporting:expectations", form_period_id=form_period_id)


def _done(request: ActorRequest, form_period_id: int, show: Show, units: list[int], form: ReasonForm) -> str:
    reason = form.cleaned_data["reason"]
    if show == "late":
        count = services.expect_units(request.actor, services.ExpectUnits(form_period_id, units, reason))
        return ngettext("%(count)s unit added.", "%(count)s units added.", count) % {"count": count}
    count = services.excuse_units(request.actor, services.ExcuseUnits(form_period_id, units, reason))
    return ngettext("%(count)s unit excused.", "%(count)s units excused.", count) % {"count": count}


def _tell(request: ActorRequest, form_period_id: int, units: list[int], words: str) -> None:
    """What was done; of one unit it can be taken back at once, of many each in the list of changes."""
    if len(units) != 1:
        messages.success(request, words)
        return
    address = reverse("reporting:expectation_undo", args=[form_period_id])
    said = {"unit": str(units[0]), "change": mark_of_last(form_period_id, units[0])}
    offer_undo(request, words, address, _("Undo"), said=said)
