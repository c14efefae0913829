"""From a context dataclass to a page, and the period that the pages are about."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.core.period import Frequency, Period, PeriodError
from mandate.platform.access.actor import Actor
from mandate.platform.database.reading import once
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import period_of
from mandate.platform.ui.visited import remember

LONGEST_SHOWN = 40


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


@dataclass(frozen=True, slots=True)
class Usual:
    """The period that the pages are about until somebody chooses one: something is asked for in it now
    (``open``), or it is the latest with figures."""

    period: Period
    open: bool


_default_period: Callable[[date], Usual | None] = lambda day: None  # noqa: E731 -- until an app says more


def provide_default_period(default: Callable[[date], Usual | None]) -> None:
    """Called once by the app that holds the figures: which period the pages are about on a day until somebody
    chooses one; None where there is nothing yet."""
    global _default_period
    _default_period = default


def current_period(request: HttpRequest, *, narrowed_by: str = "") -> Period:
    """The period of this page: from ``?period=``, else as chosen in this session, else the default that the
    app of the figures gives, else last year. Where a list of the page can be narrowed to a period, by the
    filter that it is ``narrowed_by``, that one goes first: a page never speaks of two. A link sets the
    period of its own page alone; :func:`choose_period` sets it for all."""
    unknown = ""
    for name in filter(None, (narrowed_by, "period")):
        if text := request.GET.get(name, ""):
            try:
                period = period_of(text)
            except PeriodError:
                unknown = unknown or text
                continue
            _tell(request, period, unknown, of_link=True)
            return period
    chosen = chosen_period(request)
    if chosen is not None:
        _tell(request, chosen, unknown)
        return chosen
    usual = usual_of(timezone.localdate())
    _tell(request, usual.period, unknown, usual=usual)
    return usual.period


def _tell(
    request: HttpRequest, period: Period, unknown: str, *, of_link: bool = False, usual: Usual | None = None
) -> None:
    """What the frame says beside the period: why it is this one, where nobody chose it for all pages."""
    told = ""
    if unknown:
        told = _("There is no period “%(text)s”.") % {"text": unknown[:LONGEST_SHOWN]}
    elif of_link:
        otherwise = chosen_period(request) or usual_of(timezone.localdate()).period
        if otherwise.code != period.code:
            told = _("On this page only; elsewhere %(period)s.") % {
                "period": period_name(otherwise, current(), "within")
            }
    elif usual is not None:
        told = (
            _("Reports are collected for it now.")
            if usual.open
            else _("Nothing is open: the latest period with figures.")
        )
    cast(Any, request).period_told = told


def period_told(request: HttpRequest) -> str:
    """What is said beside the period of a page."""
    return str(getattr(request, "period_told", ""))


def chosen_period(request: HttpRequest) -> Period | None:
    """The period that was chosen for all pages."""
    with suppress(PeriodError):
        return period_of(request.session.get("period") or "")
    return None


def choose_period(request: HttpRequest, period: Period) -> None:
    """Let all pages be about a period, until another is chosen."""
    request.session["period"] = period.code


def usual_period() -> Period:
    """The period that pages are about where nobody chose one."""
    return usual_of(timezone.localdate()).period


def usual_of(day: date) -> Usual:
    """The same with its reason, on a day: once a request."""
    return once(f"the usual period on {day}", lambda: _default_period(day) or Usual(_year_before(day), False))


def _year_before(day: date) -> Period:
    return Period.containing(day, Frequency.YEARLY).previous()
