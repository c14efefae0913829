"""Lists of reports: of a unit and those below, and waiting for the actor."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.core.paginator import Page
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Collate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mandate.apps.reporting.expected import expected, expected_below
from mandate.apps.reporting.models import Form, Report, Revision
from mandate.apps.reporting.outstanding import OUTSTANDING, is_overdue, outstanding_of, own_units
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.queries.chasing import Chase
from mandate.apps.reporting.queries.deciding import others
from mandate.apps.reporting.queries.whose import BELOW, split, waits
from mandate.apps.reporting.spans import within
from mandate.apps.units.queries import UnitRef, names_of, ref_of, unit_by_id
from mandate.apps.units.structure import structure_on, with_all_below
from mandate.apps.units.under import called, parent_names
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.core.search import search_words
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.listing.showing import narrowed
from mandate.platform.listing.value import (
    Asked,
    Column,
    Filter,
    Listing,
    Search,
    day_of,
    moment_of,
    options,
)
from mandate.platform.periods import period_of, reader
from mandate.platform.ui.states import state_word

T = TypeVar("T")

#: When the newest revision of a report was submitted.
SUBMITTED_AT = Subquery(
    Revision.objects.filter(report=OuterRef("pk")).order_by("-number").values("submitted_at")[:1]
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a list. ``above`` names what its unit lies under today, which tells units of one name
    apart; only lists know it. ``overdue``: as in :func:`is_overdue`. ``correction``: an accepted revision
    counts while a newer one is on its way. ``submitted_by`` and the like are names; ``returned_by`` and
    ``returned_at`` go with the reason of one that came back.
    ``at`` names the unit at which it waits, in the list of what waits for others. ``chase`` has only the list
    of what is missing, for whoever may remind."""

    report_id: int
    version: int
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
    returned_by: str = ""
    returned_at: datetime | None = None
    above: str = ""
    at: str = ""
    chase: Chase | None = None

    @property
    def corrected(self) -> bool:
        """What counts is a correction that was accepted, not the first revision."""
        accepted = self.revision - 1 if self.correction else self.revision
        return accepted > 1 and (self.correction or self.state == State.ACCEPTED)


def reports_list(
    actor: Actor,
    unit_id: int,
    *,
    below: bool = True,
    period: Period | None = None,
    forms: Iterable[Form] = (),
) -> Listing[ReportRow]:
    """Reports of a unit and, with ``below``, of all units under it, the newest period first; ``forms``
    are what it can be narrowed to. Raises UnknownUnit."""
    unit_by_id(actor, unit_id)
    if below:
        reports = expected_below(unit_id, period)
    else:
        reports = expected(Report.objects.filter(unit_id=unit_id))
        if period is not None:
            reports = reports.filter(within(period, "form_period__"))
    return listing(actor, visible(actor, reports), filters=(_by_state(), *by_form(forms)))


def waiting_list(
    actor: Actor,
    *,
    unit_id: int | None = None,
    forms: Iterable[Form] = (),
    periods: Iterable[Period] = (),
    own: bool = False,
    whose: str = "",
) -> Listing[ReportRow]:
    """Submitted reports that the actor may accept or return, the longest waiting first; with ``unit_id``,
    only those below it, and with ``whose`` only those that wait for the actor (MINE), or for others below
    (BELOW). With ``own`` those that the actor submitted are among them: accepting names these as left.
    ``forms`` and ``periods`` are what it can be narrowed to."""
    reports = to_decide(actor)
    if unit_id is not None:
        reports = reports.filter(among("unit_id", with_all_below([unit_id], actor.today)))
    reports = reports if own else others(actor, reports)
    listed = listing(
        actor,
        split(actor, reports, whose) if whose else reports,
        columns=_waiting_columns(),
        filters=(
            *by_form(forms),
            Filter(
                "in",
                _("Period"),
                options((period.code, period_name(period, current())) for period in periods),
                lambda found, code: found.filter(within(period_of(code), "form_period__")),
            ),
        ),
        order=(SUBMITTED_AT, F("form_period__starts").desc()),
    )
    return _with_places(actor, listed) if whose == BELOW else listed


def _with_places(actor: Actor, listed: Listing[ReportRow]) -> Listing[ReportRow]:
    """The same list, with the unit at which each report waits."""

    def rows(found: Sequence[Report]) -> list[ReportRow]:
        at = waits(actor, Report.objects.filter(pk__in=[report.pk for report in found]))
        places = {report.pk: at.at(report) for report in found}
        names = names_of(set(places.values()))
        return [replace(row, at=names[places[row.report_id]].name) for row in listed.rows(found)]

    where: Column[ReportRow] = Column("at", _("Waits at"), lambda row: row.at, in_file=True)
    return replace(listed, rows=rows, columns=(*listed.columns, where))


def to_decide(actor: Actor) -> QuerySet[Report]:
    """Submitted reports of the units whose reports the actor may decide, by whomever they were submitted."""
    return visible(actor, Report.objects.filter(state=State.SUBMITTED), REPORTS_DECIDE)


def to_write(actor: Actor) -> Listing[ReportRow]:
    """What the actor has to write: what came back first, and each the earliest day first."""
    came_back = Case(When(state=State.RETURNED, then=Value(0)), default=Value(1))
    order = (came_back, "form_period__due")
    return listing(actor, outstanding_of(actor), filters=(_by_state(OUTSTANDING),), order=order)


def sent(actor: Actor) -> Listing[ReportRow]:
    """What the actor's units have submitted and others have not decided on, the longest waiting first."""
    reports = visible(actor, Report.objects.filter(state=State.SUBMITTED))
    reports = reports.filter(among("unit_id", own_units(actor)))
    columns: tuple[Column[ReportRow], ...] = (
        Column("unit", _("Unit"), lambda row: row.unit.name, order=tuple(by_unit_name())),
        Column("report", _("Report"), lambda row: row.form, order=("form_period__form__code",)),
        Column("where", _("Waits at"), lambda row: row.above),
        Column("since", _("Since"), lambda row: moment_of(row.submitted_at), order=(SUBMITTED_AT,)),
    )
    return listing(actor, reports, columns=columns, order=(SUBMITTED_AT,))


def listing(
    actor: Actor,
    reports: QuerySet[Report],
    *,
    columns: tuple[Column[ReportRow], ...] = (),
    filters: tuple[Filter, ...] = (),
    order: Sequence[Any] = (F("form_period__starts").desc(),),
) -> Listing[ReportRow]:
    """A list of reports that the actor may see, by ``order`` and then by form and unit. A unit is found by
    what it lies under, too."""

    def rows(found: Sequence[Report]) -> list[ReportRow]:
        above = parent_names([report.unit_id for report in found], actor.today)
        return [replace(row, above=above.get(row.unit.id, "")) for row in report_rows(actor, found)]

    return Listing(
        name="reports",
        title=_("Reports"),
        source=reports.select_related("unit__kind", "form_period__form"),
        rows=rows,
        columns=(*(columns or report_columns()), *_columns_of_files()),
        search=Search(_("Unit"), lambda found, words: found.filter(called(words, actor.today, "unit__"))),
        filters=filters,
        order=(*order, "form_period_id", *by_unit_name()),
    )


def by_form(forms: Iterable[Form]) -> tuple[Filter, ...]:
    """Lists of reports are narrowed to a form, where there are several."""
    named = options((str(form.pk), text_in(form.names) or form.code) for form in forms)
    found = Filter("form", _("Form"), named, lambda found, form: found.filter(form_period__form_id=int(form)))
    return (found,) if named else ()


def _by_state(states: Iterable[State] = State) -> Filter:
    return Filter(
        "state",
        _("State"),
        options((state.value, state_word(state)) for state in states),
        lambda found, state: found.filter(state=state),
    )


def report_columns() -> tuple[Column[ReportRow], ...]:
    """Those of a list of reports in any state."""
    way = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(State)))
    form = ("form_period__form__code", "form_period__starts")
    return (
        Column("unit", _("Unit"), lambda row: row.unit.name, order=tuple(by_unit_name())),
        Column("report", _("Report"), lambda row: row.form, order=form),
        Column("state", _("State"), lambda row: state_word(row.state), order=(way,)),
        Column("due", _("Due"), lambda row: day_of(row.due), order=("form_period__due",)),
    )


def _waiting_columns() -> tuple[Column[ReportRow], ...]:
    return (
        Column("choose", _("Choose"), unseen=True),
        Column("unit", _("Report"), lambda row: row.unit.name, order=tuple(by_unit_name())),
        Column("figures", _("Figures")),
        Column("look", _("To look at")),
        Column(
            "submitted",
            _("Submitted"),
            lambda row: moment_of(row.submitted_at),
            order=(SUBMITTED_AT,),
        ),
        Column("by", _("Submitted by"), lambda row: row.submitted_by, in_file=True),
        Column("form", _("Form"), lambda row: row.form, in_file=True),
    )


def _columns_of_files() -> tuple[Column[ReportRow], ...]:
    return (
        Column("period", _("Period"), lambda row: row.period.code, in_file=True),
        Column("above", _("Under"), lambda row: row.above, in_file=True),
        Column("kind", _("Kind"), lambda row: row.unit.kind_name, in_file=True),
        Column("code", _("Code"), lambda row: row.unit.code, in_file=True),
        Column(
            "late",
            pgettext("state of a report", "late"),
            lambda row: _("yes") if row.overdue else "",
            in_file=True,
        ),
    )


def versions_of(listed: Listing[ReportRow], query: Mapping[str, str]) -> dict[int, int]:
    """All that a list holds for what is asked, on whichever page: the reports, each with its version."""
    found = narrowed(listed, Asked(query))
    assert isinstance(found, QuerySet)
    return dict(found.values_list("pk", "version"))


def unit_ids_of(actor: Actor, report_ids: Sequence[int]) -> dict[int, int]:
    """The units of reports, of those the actor may see."""
    return dict(visible(actor, Report.objects.filter(pk__in=report_ids)).values_list("pk", "unit_id"))


def units_below(unit_id: int, day: date) -> list[int]:
    """The unit and everything under it on a day; of a unit that is not there, itself."""
    structure = structure_on(day)
    ids: list[int] = structure.subtree(unit_id).tolist() if unit_id in structure else [unit_id]
    return ids


def searched(reports: QuerySet[Report], text: str, day: date) -> QuerySet[Report]:
    """Those in whose unit's code and names, or those of what it lies under on a day, all words of a text
    stand."""
    words = search_words(text)
    return reports.filter(called(words, day, "unit__")) if words else reports


def report_rows(actor: Actor, reports: Sequence[Report]) -> list[ReportRow]:
    """Reports (with their unit, kind, period and form read) as rows: one query."""
    newest = {
        revision.report_id: revision
        for revision in Revision.objects.filter(report__in=reports)
        .order_by("report_id", "-number")
        .distinct("report_id")
        .select_related("submitted_by", "decided_by")
    }
    read = reader()
    return [_row(actor, report, newest.get(report.pk), read) for report in reports]


def _row(actor: Actor, report: Report, newest: Revision | None, read: Callable[[str], Period]) -> ReportRow:
    opened, state = report.form_period, State(report.state)
    returned = newest if state == State.RETURNED else None
    return ReportRow(
        report_id=report.pk,
        version=report.version,
        unit=ref_of(report.unit),
        form=text_in(opened.form.names) or opened.form.code,
        period=read(opened.period),
        state=state,
        due=opened.due,
        overdue=is_overdue(report, actor.today),
        closed=opened.closed_at is not None,
        correction=report.counted_id is not None and state != State.ACCEPTED,
        revision=newest.number if newest else 0,
        submitted_at=newest.submitted_at if newest else None,
        submitted_by=newest.submitted_by.called if newest and newest.submitted_by else "",
        return_reason=returned.return_reason if returned else "",
        returned_by=returned.decided_by.called if returned and returned.decided_by else "",
        returned_at=returned.decided_at if returned else None,
    )


def by_unit_name() -> list[Collate | F]:
    """The order of the reader's dictionary, then by code."""
    return [by_name(current(), "unit__sort_keys"), F("unit__code")]


def page_of(rows: Sequence[T], page: Page[Any]) -> Page[T]:
    """Rows in the place of a page's models."""
    return Page(rows, page.number, cast(Any, page.paginator))
