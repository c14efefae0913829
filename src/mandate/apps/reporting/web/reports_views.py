"""The reports of a unit: its own, those that wait for acceptance, all below, and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandate.apps.reporting import accepted_words
from mandate.apps.reporting.jobs import AT_ONCE, accepting
from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.queries import forms as form_reads
from mandate.apps.reporting.queries.coverage import Coverage, coverage_of, missing_units
from mandate.apps.reporting.queries.lists import (
    ReportList,
    ReportRow,
    reports_of,
    waiting_for,
    waiting_ids,
)
from mandate.apps.reporting.queries.previews import Preview, previews
from mandate.apps.reporting.services import Accepted, AcceptReports, accept_reports
from mandate.apps.reporting.web import entry
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.period import Period, PeriodError
from mandate.core.reportstate import State
from mandate.platform.access.edge import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.languages import current
from mandate.platform.jobs.services import start_job
from mandate.platform.periods import period_of
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import current_period, render_page
from mandate.platform.ui.states import state_word

SECTION = "reports"
SHOWS = ("waiting", "all", "missing", "not_due")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of a report that is looked through."""

    name: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A report that waits, with what helps to decide."""

    report: ReportRow
    preview: Preview
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the lists are narrowed to."""

    show: str
    form_id: int | None
    only: Period | None
    state: str
    search: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The page. One of ``waiting_rows``, ``below`` and ``missing`` is filled, as ``filters.show`` says
    (``missing`` also with what is not due yet).
    ``sheets`` are the opened forms that can be filled from a spreadsheet."""

    unit: UnitRef
    period: Period
    own: ReportList
    waiting: ReportList
    waiting_rows: tuple[WaitingRow, ...]
    below: ReportList | None
    missing: Page[ReportRow] | None
    coverage: Coverage
    filters: Filters
    forms: tuple[Form, ...]
    periods: tuple[Period, ...]
    states: tuple[tuple[str, str], ...]
    sheets: tuple[FormPeriod, ...]


@require_safe
@signed_in
def reports(request: ActorRequest, code: str) -> HttpResponse:
    """The reports of a unit and of those below."""
    actor, asked = request.actor, request.GET
    unit = unit_by_code(actor, code)
    period = current_period(request)
    filters = _filters(asked)
    number = asked.get("page", "1")
    waiting = waiting_for(
        actor,
        unit_id=unit.id,
        form_id=filters.form_id,
        period=filters.only,
        search=filters.search if filters.show in ("", "waiting") else "",
        page=number,
    )
    if not filters.show:
        filters = Filters(
            "waiting" if waiting.total else "all",
            filters.form_id,
            filters.only,
            filters.state,
            filters.search,
        )
    show = filters.show
    options = form_reads.filters(actor)
    page = ReportsPage(
        unit=unit,
        period=period,
        own=reports_of(actor, unit.id, below=False, page=asked.get("own", "1")),
        waiting=waiting,
        waiting_rows=_waiting_rows(list(waiting.rows)) if show == "waiting" else (),
        below=reports_of(
            actor, unit.id, period=period, state=filters.state, search=filters.search, page=number
        )
        if show == "all"
        else None,
        missing=missing_units(
            actor, unit.id, period=period, search=filters.search, page=number, not_due=show == "not_due"
        )
        if show in ("missing", "not_due")
        else None,
        coverage=coverage_of(actor, unit.id, period=period),
        filters=filters,
        forms=options.forms,
        periods=options.periods,
        states=tuple((one.value, state_word(one)) for one in State),
        sheets=form_reads.open_within(actor, unit.id, period),
    )
    return render_page(
        request, "reporting/reports.html", page, section=SECTION, unit_id=unit.id, period=period
    )


@require_POST
@signed_in
def accept(request: ActorRequest, code: str) -> HttpResponse:
    """Accept the chosen reports, or all that the list holds."""
    actor = request.actor
    unit = unit_by_code(actor, code)
    filters = _filters(request.POST)
    if "all" in request.POST:
        ids = waiting_ids(actor, unit.id, form_id=filters.form_id, period=filters.only, search=filters.search)
    else:
        numbers = map(number_of, request.POST.getlist("report"))
        ids = [number for number in numbers if number is not None]
    if not ids:
        messages.warning(request, _("Choose the reports to accept first."))
    elif len(ids) > AT_ONCE:
        job = start_job(actor, accepting(ids, code))
        return redirect("jobs:job", job_id=job.pk)
    else:
        _tell(request, accept_reports(actor, AcceptReports(ids)))
    kept = QueryDict(mutable=True)
    kept.update({name: request.POST[name] for name in ("form", "in", "q") if request.POST.get(name)})
    address = reverse("reporting:reports", args=[code])
    return redirect(f"{address}?{kept.urlencode()}" if kept else address)


def _tell(request: ActorRequest, done: Accepted) -> None:
    """What was accepted, and what was skipped and why."""
    if done.accepted:
        messages.success(request, accepted_words.accepted(len(done.accepted)))
    for line in accepted_words.left_out(request.actor, done.skipped_by_code()):
        messages.warning(request, line)


def _filters(asked: QueryDict) -> Filters:
    """The filters of an address or a form; what is not understood narrows nothing."""
    show, form = asked.get("show", ""), asked.get("form", "")
    try:
        only = period_of(asked.get("in", ""))
    except PeriodError:
        only = None
    return Filters(
        show=show if show in SHOWS else "",
        form_id=number_of(form),
        only=only,
        state=asked.get("state", "") if asked.get("state", "") in list(State) else "",
        search=asked.get("q", ""),
    )


def _waiting_rows(rows: Sequence[ReportRow]) -> tuple[WaitingRow, ...]:
    found = previews([row.report_id for row in rows])
    language = current()
    return tuple(
        WaitingRow(
            row,
            found[row.report_id],
            tuple(
                KeyFigure(
                    item.name,
                    entry.shown(item.current, item, language),
                    entry.shown(item.previous, item, language),
                )
                for item in found[row.report_id].items
            ),
        )
        for row in rows
    )
