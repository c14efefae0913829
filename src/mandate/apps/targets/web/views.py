"""Pages to look at: a unit in a period, its targets, and comparisons. What sets them is in changes.py."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from mandate.apps.targets.queries.compare import compare as compare_of
from mandate.apps.targets.queries.indicator import indicator_page
from mandate.apps.targets.queries.overview import overview as overview_of
from mandate.apps.targets.queries.targets import targets_page
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.pages import current_period, render_page


@require_safe
@signed_in
def overview(request: ActorRequest, code: str) -> HttpResponse:
    """A unit in the period in force."""
    page = overview_of(request.actor, code, current_period(request))
    return render_page(
        request,
        "targets/overview.html",
        page,
        section="unit",
        unit_id=page.unit.id,
        period=page.period,
    )


@require_safe
@signed_in
def targets(request: ActorRequest, code: str) -> HttpResponse:
    """The targets of a unit."""
    page = targets_page(request.actor, code, current_period(request))
    return render_page(
        request,
        "targets/targets.html",
        page,
        section="targets",
        unit_id=page.unit.id,
        period=page.period,
    )


@require_safe
@signed_in
def compare(request: ActorRequest, code: str) -> HttpResponse:
    """Rankings, the heat table, the periods."""
    asked = request.GET
    page = compare_of(
        request.actor,
        code,
        current_period(request),
        view=asked.get("view", ""),
        indicator=asked.get("indicator", ""),
        sort=asked.get("sort", ""),
        page=asked.get("page", "1"),
        units=asked.getlist("units"),
        by=asked.get("by", ""),
    )
    return render_page(
        request,
        "targets/compare.html",
        page,
        section="figures",
        unit_id=page.unit.id,
        period=page.period,
    )


@require_safe
@signed_in
def indicator(request: ActorRequest, code: str, indicator: str) -> HttpResponse:
    """One indicator of a unit: its course, its targets, the units below."""
    page = indicator_page(request.actor, code, current_period(request), indicator)
    return render_page(
        request,
        "targets/indicator.html",
        page,
        section="figures",
        unit_id=page.unit.id,
        period=page.period,
        across=lambda other: (
            reverse("targets:indicator", args=[other, page.indicator.code]) + f"?period={page.period.code}"
        ),
    )


@require_safe
@signed_in
def indicators(request: ActorRequest, code: str) -> HttpResponse:
    """The page of the indicator that was chosen there from a list; without one, the unit's."""
    unit_by_code(request.actor, code)  # whose unit it is not learns nothing of it
    asked = request.GET.get("indicator", "")
    period = current_period(request).code
    try:
        address = (
            reverse("targets:indicator", args=[code, asked])
            if asked
            else reverse("targets:overview", args=[code])
        )
    except NoReverseMatch:  # no code has such letters
        raise Http404 from None
    return redirect(f"{address}?period={period}")
