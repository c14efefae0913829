"""The reports of a unit: its own, those that wait for acceptance, all below, and who is missing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from mandate.apps.reporting.queries.below import has_below
from mandate.apps.reporting.queries.coverage import Coverage, coverage_of, may_remind, missing_list
from mandate.apps.reporting.queries.filling import Fillable, fillable
from mandate.apps.reporting.queries.filters import FilterOptions, filters
from mandate.apps.reporting.queries.lists import (
    ReportRow,
    reports_list,
    versions_of,
    waiting_list,
)
from mandate.apps.reporting.queries.previews import Preview, previews
from mandate.apps.reporting.queries.tasks import decides
from mandate.apps.reporting.queries.whose import BELOW, MINE
from mandate.apps.reporting.seen import mark_of
from mandate.apps.reporting.web import entry
from mandate.apps.reporting.web.deciding_many import typed_reason
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.period import Period, PeriodError
from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.languages import current
from mandate.platform.listing.files import file_of
from mandate.platform.listing.showing import Shown, matching, show
from mandate.platform.listing.value import Listing
from mandate.platform.periods import period_of
from mandate.platform.ui.pages import current_period, render_page

SECTION = "reports"
SHOWS = ("waiting", "below", "all", "missing", "not_due")
#: The lists of what waits, and for whom.
WAITING = {"waiting": MINE, "below": BELOW}


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

    @property
    def mark(self) -> str:
        """The report as it is shown."""
        return mark_of(self.report.report_id, self.report.version)


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The page. ``show`` is which of the lists ``rows`` is: what waits for the actor, or for others below
    them (``waiting_rows`` has its rows, with what helps to decide, ``listed`` the marks of all that the list
    holds, on whichever page; ``reason`` was typed for returning some and led to nothing), all, what is
    missing or what is not due yet. ``counts`` says how much each of the lists holds of what is asked for.
    ``sheets`` are the opened forms that can be filled from a spreadsheet, of all periods. ``reminds``: the
    actor may remind of what is missing, and of some of this page now (``pick``). ``decides``: the actor
    decides on reports at all; ``has_below``: the lists of the units below hold more than the unit's own;
    ``narrowed``: they are narrowed to the period."""

    unit: UnitRef
    period: Period
    own: Shown[ReportRow]
    show: str
    rows: Shown[ReportRow]
    reminds: bool
    pick: bool
    counts: dict[str, int]
    waiting_rows: tuple[WaitingRow, ...]
    listed: str
    reason: str
    coverage: Coverage
    sheets: tuple[Fillable, ...]
    decides: bool
    has_below: bool
    narrowed: bool


@require_safe
@signed_in
def reports(request: ActorRequest, code: str) -> HttpResponse:
    """The reports of a unit and of those below."""
    actor, asked = request.actor, request.GET
    unit, period = unit_by_code(actor, code), current_period(request, narrowed_by="in")
    offered = _offered(actor, asked)
    lists = {which: _listed(actor, unit.id, period, which, offered) for which in SHOWS}
    counts = {which: matching(listed, asked) for which, listed in lists.items() if which != "all"}
    show_of = asked.get("show", "")
    which = show_of if show_of in SHOWS else "waiting" if counts["waiting"] else "all"
    listed = lists[which]
    if file := file_of(request, listed):
        return file
    rows = show(listed, {**asked.dict(), "show": which})
    page = ReportsPage(
        unit=unit,
        period=period,
        own=show(reports_list(actor, unit.id, below=False), {"page": asked.get("own", "1")}),
        show=which,
        rows=rows,
        reminds=which == "missing" and may_remind(actor, unit.id),
        pick=any(row.chase is not None and not row.chase.why for row in rows),
        counts=counts,
        waiting_rows=waiting_rows(list(rows)) if which in WAITING else (),
        listed=marks_of(actor, unit.id, asked) if which == "waiting" else "",
        reason=typed_reason(request),
        coverage=coverage_of(actor, unit.id, period=period),
        sheets=fillable(actor, unit.id),
        decides=decides(actor),
        has_below=bool(counts["waiting"] or counts["below"] or show_of) or has_below(actor, unit.id, period),
        narrowed=bool(asked.get("in")),
    )
    return render_page(
        request, "reporting/reports.html", page, section=SECTION, unit_id=unit.id, period=period
    )


def waiting_of(
    actor: Actor, unit_id: int | None, asked: QueryDict, whose: str, *, own: bool = False
) -> Listing[ReportRow]:
    """What waits, to be narrowed to the forms and periods that there are, and to the period asked for."""
    offered = _offered(actor, asked)
    return waiting_list(
        actor, unit_id=unit_id, forms=offered.forms, periods=offered.periods, own=own, whose=whose
    )


def _offered(actor: Actor, asked: QueryDict) -> FilterOptions:
    """What the lists can be narrowed to, the period that is asked for among it."""
    offered = filters(actor)
    with suppress(PeriodError):
        periods = dict.fromkeys((*offered.periods, period_of(asked.get("in", ""))))
        return replace(offered, periods=tuple(periods))
    return offered


def marks_of(actor: Actor, unit_id: int | None, asked: QueryDict) -> str:
    """All that waits for the actor as it is shown; with those that the actor submitted, which are then named
    as left."""
    seen = versions_of(waiting_of(actor, unit_id, asked, MINE, own=True), asked)
    return " ".join(mark_of(report, version) for report, version in seen.items())


def _listed(
    actor: Actor, unit_id: int, period: Period, which: str, offered: FilterOptions
) -> Listing[ReportRow]:
    forms, periods = offered.forms, offered.periods
    if which in WAITING:
        return waiting_list(actor, unit_id=unit_id, forms=forms, periods=periods, whose=WAITING[which])
    if which == "all":
        return reports_list(actor, unit_id, period=period, forms=forms)
    return missing_list(actor, unit_id, period=period, not_due=which == "not_due", forms=forms)


def waiting_rows(rows: Sequence[ReportRow]) -> tuple[WaitingRow, ...]:
    """Reports that wait, with what helps to decide."""
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
