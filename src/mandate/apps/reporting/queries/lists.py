"""Lists of reports: of a unit and those below, waiting for the actor, missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Collate

from mandate.apps.reporting.expected import expected, expected_below
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.queries.deciding import others
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.reporting.spans import within
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnitRef, parent_names, unit_by_id
from mandate.apps.units.structure import structure_on, with_all_below
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.core.search import search_words
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import held_units, visible
from mandate.platform.database.arrays import among
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.periods import reader

PAGE = 50
#: States in which a report is still owed by its unit.
OWED = (State.EXPECTED, State.DRAFT, State.RETURNED)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a list. ``above`` names what its unit lies under today, which tells units of one name
    apart; only lists know it. ``overdue``: as :func:`overdue_on` has it. ``correction``: an accepted revision
    counts while a newer one is on its way. ``submitted_by`` and the like are names."""

    report_id: int
    unit: UnitRef
    form: str
    period: Period
    state: State
    due: date
    overdue: bool
    closed: bool
    correction: bool
    revision: int
    submitted_at: datetime | None
    submitted_by: str
    return_reason: str
    above: str = ""

    @property
    def corrected(self) -> bool:
        """What counts is a correction that was accepted, not the first revision."""
        accepted = self.revision - 1 if self.correction else self.revision
        return accepted > 1 and (self.correction or self.state == State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ReportList:
    """A page of reports; ``counts`` (by state) and ``overdue`` are of all, whatever state is chosen."""

    rows: Page[ReportRow]
    counts: Mapping[State, int]
    overdue: int

    @property
    def total(self) -> int:
        """All reports of the list."""
        return sum(self.counts.values())


def reports_of(
    actor: Actor,
    unit_id: int,
    *,
    below: bool = True,
    period: Period | None = None,
    state: str = "",
    search: str = "",
    page: int | str = 1,
) -> ReportList:
    """Reports of a unit and, with ``below``, of all units under it, the newest period first. Raises
    UnknownUnit."""
    unit_by_id(actor, unit_id)
    if below:
        reports = expected_below(unit_id, period)
    else:
        reports = expected(Report.objects.filter(unit_id=unit_id))
        if period is not None:
            reports = reports.filter(within(period, "form_period__"))
    reports = visible(actor, reports)
    return listed(actor, searched(reports, search), state, page)


def waiting_for(
    actor: Actor,
    *,
    unit_id: int | None = None,
    form_id: int | None = None,
    period: Period | None = None,
    search: str = "",
    page: int | str = 1,
) -> ReportList:
    """Submitted reports that the actor may accept or return (their own are not among them); with ``unit_id``,
    only those below it, with ``form_id`` and ``period``, only those of a form and within a period."""
    mine = others(actor, _waiting(actor, unit_id, form_id, period, search))
    return listed(actor, mine, "", page)


def waiting_ids(
    actor: Actor, unit_id: int, *, form_id: int | None, period: Period | None, search: str
) -> list[int]:
    """The ids of all that :func:`waiting_for` lists, on whichever page, and of those that the actor
    submitted: accepting names these as left."""
    return list(_waiting(actor, unit_id, form_id, period, search).values_list("pk", flat=True))


def _waiting(
    actor: Actor, unit_id: int | None, form_id: int | None, period: Period | None, search: str
) -> QuerySet[Report]:
    reports = visible(actor, Report.objects.filter(state=State.SUBMITTED))
    if unit_id is not None:
        reports = reports.filter(among("unit_id", with_all_below([unit_id], actor.today)))
    if form_id is not None:
        reports = reports.filter(form_period__form_id=form_id)
    if period is not None:
        reports = reports.filter(within(period, "form_period__"))
    units = set(reports.values_list("unit_id", flat=True).distinct())
    return searched(reports.filter(among("unit_id", decidable(actor, units))), search)


def unit_names_of(actor: Actor, report_ids: Sequence[int]) -> dict[int, str]:
    """The names of the units of reports, of those the actor may see."""
    reports = visible(actor, Report.objects.filter(pk__in=report_ids)).select_related("unit")
    return {report.pk: text_in(report.unit.names) or report.unit.code for report in reports}


def units_below(unit_id: int, day: date) -> list[int]:
    """The unit and everything under it on a day; of a unit that is not there, itself."""
    structure = structure_on(day)
    ids: list[int] = structure.subtree(unit_id).tolist() if unit_id in structure else [unit_id]
    return ids


def searched(reports: QuerySet[Report], text: str) -> QuerySet[Report]:
    """Those whose unit's code and names hold all words of a text."""
    words = search_words(text)
    return reports.filter(holding("unit__search_key", words)) if words else reports


def listed(actor: Actor, reports: QuerySet[Report], state: str, page: int | str) -> ReportList:
    """A page of reports with the counts of all: five queries."""
    late = overdue_on(actor.today)
    counted = reports.order_by().values("state").annotate(number=Count("pk"), late=Count("pk", filter=late))
    by_state = {State(row["state"]): row for row in counted}
    chosen = reports.filter(state=state) if state else reports
    rows = chosen.select_related("unit__kind", "form_period__form").order_by(
        F("form_period__starts").desc(), "form_period_id", *by_unit_name()
    )
    shown = Paginator(rows, PAGE).get_page(page)
    on_page = list(shown.object_list)
    above = parent_names([report.unit_id for report in on_page], actor.today)
    named = [replace(row, above=above.get(row.unit.id, "")) for row in report_rows(actor, on_page)]
    return ReportList(
        rows=page_of(named, shown),
        counts={one: by_state[one]["number"] if one in by_state else 0 for one in State},
        overdue=sum(row["late"] for row in by_state.values()),
    )


def overdue_on(day: date) -> Q:
    """Reports that are missing: nobody has submitted them, and their day has passed or their period is
    closed. One that was accepted once is not missing while it is corrected."""
    return _owed() & (Q(form_period__due__lt=day) | Q(form_period__closed_at__isnull=False))


def not_due_on(day: date) -> Q:
    """Reports that nobody has submitted, and need not have."""
    return _owed() & Q(form_period__due__gte=day, form_period__closed_at__isnull=True)


def _owed() -> Q:
    return Q(state__in=OWED, counted__isnull=True)


def report_rows(actor: Actor, reports: Sequence[Report]) -> list[ReportRow]:
    """Reports (with their unit, kind, period and form read) as rows: one query."""
    newest = {
        revision.report_id: revision
        for revision in Revision.objects.filter(report__in=reports)
        .order_by("report_id", "-number")
        .distinct("report_id")
        .select_related("submitted_by")
    }
    read = reader()
    return [_row(actor, report, newest.get(report.pk), read) for report in reports]


def _row(actor: Actor, report: Report, newest: Revision | None, read: Callable[[str], Period]) -> ReportRow:
    opened, state = report.form_period, State(report.state)
    return ReportRow(
        report_id=report.pk,
        unit=ref_of(report.unit),
        form=text_in(opened.form.names) or opened.form.code,
        period=read(opened.period),
        state=state,
        due=opened.due,
        overdue=is_overdue(actor, report),
        closed=opened.closed_at is not None,
        correction=report.counted_id is not None and state != State.ACCEPTED,
        revision=newest.number if newest else 0,
        submitted_at=newest.submitted_at if newest else None,
        submitted_by=newest.submitted_by.name if newest and newest.submitted_by else "",
        return_reason=newest.return_reason if newest and state == State.RETURNED else "",
    )


def is_overdue(actor: Actor, report: Report) -> bool:
    """Whether a report is one of :func:`overdue_on`."""
    opened = report.form_period
    owed = report.state in OWED and report.counted_id is None
    return owed and (opened.due < actor.today or opened.closed_at is not None)


def ref_of(unit: Unit) -> UnitRef:
    """A unit (with its kind read) as it is named on a page."""
    kind = text_in(unit.kind.names) or unit.kind.code
    return UnitRef(unit.pk, unit.code, text_in(unit.names) or unit.code, unit.kind.code, kind)


def by_unit_name() -> list[Collate | F]:
    """The order of the reader's dictionary, then by code; keys are compared byte by byte."""
    return [Collate(KeyTextTransform(current(), "unit__sort_keys"), "C"), F("unit__code")]


def page_of(rows: Sequence[T], page: Page[Any]) -> Page[T]:
    """Rows in the place of a page's models."""
    return Page(rows, page.number, cast(Any, page.paginator))


def own_units(actor: Actor) -> list[int]:
    """The units whose reports the actor writes, as `tasks.owed` counts them: one query."""
    structure = structure_on(actor.today)
    own = set(held_units(actor, [Role.SECRETARY, Role.REPORTER]))
    for unit in held_units(actor, [Role.REPORTER]):
        if unit in structure:
            own.update(structure.subtree(unit).tolist())
    return sorted(own)
