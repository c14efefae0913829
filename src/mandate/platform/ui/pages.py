"""From a context dataclass to a page, and the period that the pages are about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mandate.core.period import Frequency, Period, PeriodError
from mandate.platform.access.actor import Actor
from mandate.platform.periods import period_of
from mandate.platform.ui.visited import remember


@dataclass(frozen=True, slots=True)
class Here:
    """Where in the house a page is: its section of the side and the unit it is about. ``across`` gives the
    address of the same page of another unit, by its code."""

    section: str = ""
    unit_id: int | None = None
    period: Period | None = None
    across: Callable[[str], str] | None = None


def render_page(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    section: str = "",
    unit_id: int | None = None,
    period: Period | None = None,
    status: int = 200,
    across: Callable[[str], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Render a template with its context dataclass as ``page``. ``section`` and ``unit_id`` tell the frame
    which part is current and whose crumbs to show; with ``period`` the frame offers other periods, and with
    ``across`` the crumbs lead to the same page of the units above."""
    cast(Any, request).here = Here(section, unit_id, period, across)
    response = render(request, template, {"page": page, **more}, status=status)
    actor = cast(Actor | None, getattr(request, "actor", None))
    if unit_id is not None and actor is not None and request.method == "GET" and status == HTTPStatus.OK:
        remember(request, response, actor, unit_id)
    return response


def here_of(request: HttpRequest) -> Here:
    """What the view said of where it is."""
    return cast(Here, getattr(request, "here", Here()))


_default_period: Callable[[date], Period | None] = lambda day: None  # noqa: E731 -- until an app says more


def provide_default_period(default: Callable[[date], Period | None]) -> None:
    """Called once by the app that holds the figures: which period the pages are about on a day until somebody
    chooses one; None where there is nothing yet."""
    global _default_period
    _default_period = default


def current_period(request: HttpRequest, *, narrowed_by: str = "") -> Period:
    """The period in force: from ``?period=``, else as last chosen in this session, else the default that the
    app of the figures gives, else last year. Where a list of the page can be narrowed to a period, by the
    filter that it is ``narrowed_by``, that one goes first: a page never speaks of two."""
    asked = [request.GET.get(name) for name in (narrowed_by, "period") if name]
    for text in (*asked, request.session.get("period")):
        if text:
            try:
                period = period_of(text)
            except PeriodError:
                continue
            if text in asked:
                request.session["period"] = period.code
            return period
    return usual_period()


def usual_period() -> Period:
    """The period that pages are about where nobody chose one."""
    today = timezone.localdate()
    return _default_period(today) or Period.containing(today, Frequency.YEARLY).previous()
