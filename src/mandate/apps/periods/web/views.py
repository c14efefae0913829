"""The page of financial years and terms."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.periods import services
from mandate.apps.periods.choosing import choice_page, of_period, sound
from mandate.apps.periods.permissions import CALENDAR_MANAGE
from mandate.apps.periods.queries import calendar_page
from mandate.apps.periods.web.forms import PeriodForm
from mandate.core.period import PeriodError
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.periods import period_of
from mandate.platform.ui.asking import refuse, tried
from mandate.platform.ui.pages import choose_period, render_page

SECTION = "periods"


@require_safe
@signed_in
def choose(request: ActorRequest) -> HttpResponse:
    """The periods to go to from a page: in its menu, or as a page of their own."""
    query = request.GET
    if take := query.get("take", ""):
        return _take(request, take)
    page = choice_page(query.get("of", ""), query.get("period", ""), query.get("q", ""))
    if "HX-Request" in request.headers:
        part = "periods/chosen.html" if "q" in query else "periods/choices.html"
        return render(request, part, {"page": page})
    return render_page(request, "periods/choose.html", page)


def _take(request: ActorRequest, code: str) -> HttpResponse:
    """Let all pages be about a period from now on, and go on where one was."""
    of = sound(request.GET.get("of", ""))
    try:
        period = period_of(code)
    except PeriodError:
        return redirect(of)
    if _is_meant(request):
        choose_period(request, period)
    return redirect(of_period(of, period))


def _is_meant(request: ActorRequest) -> bool:
    """Whether somebody presses it on a page of ours. A link from elsewhere, and what a browser fetches before
    anybody asks for it, are about their own page alone."""
    told = request.headers
    return (
        request.method == "GET"
        and told.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and "prefetch" not in told.get("Sec-Purpose", told.get("Purpose", ""))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar(request: ActorRequest) -> HttpResponse:
    """All of them, and a form for a new one."""
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        require(request.actor, CALENDAR_MANAGE)
        if form.is_valid():
            try:
                saved = services.add_period(request.actor, form.command())
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("“%(name)s” is saved.") % {"name": saved.code})
                return redirect("periods:calendar")
    page = calendar_page(request.actor)
    status = 422 if form.errors else 200
    return render_page(request, "periods/calendar.html", page, section=SECTION, status=status, form=form)


@require_POST
@signed_in
def remove(request: ActorRequest, code: str) -> HttpResponse:
    """Take away one that nothing stands under."""
    tried(
        request,
        lambda: services.remove_period(request.actor, services.RemovePeriod(code)),
        _("“%(name)s” is removed.") % {"name": code},
    )
    return redirect("periods:calendar")
