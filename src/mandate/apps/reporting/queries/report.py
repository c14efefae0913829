"""One report as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.events import FiguresChanged
from mandate.apps.reporting.models import Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.outstanding import is_overdue
from mandate.apps.reporting.permissions import (
    REPORTS_DECIDE,
    REPORTS_DISCARD,
    REPORTS_SUBMIT,
    REPORTS_TAKE_BACK,
    REPORTS_WITHDRAW,
    REPORTS_WRITE,
)
from mandate.apps.reporting.queries.automatic import (
    anything_typed,
    counted_now,
    owed,
    sentence_of,
    still_counted,
    with_counted,
)
from mandate.apps.reporting.queries.deciding import OWN, Case, deciders, may_withdraw, refusals
from mandate.apps.reporting.queries.discarded import discarded_last
from mandate.apps.reporting.queries.findings import checks_for
from mandate.apps.reporting.queries.papers import Papers, papers_of
from mandate.apps.reporting.queries.queue import Turn, any_waits, turn_of
from mandate.apps.reporting.queries.returns import is_being_corrected
from mandate.apps.reporting.queries.since_return import SinceReturn, since_return
from mandate.apps.reporting.queries.since_then import Then, stood_then
from mandate.apps.reporting.queries.values import (
    NOTHING,
    Finding,
    Stored,
    stored_by_indicator,
    stored_of,
)
from mandate.apps.reporting.queries.visible import report_for
from mandate.apps.units.queries import UnitRef, names_of, ref_of
from mandate.apps.units.structure import lineage
from mandate.core.period import Period
from mandate.core.reportstate import State, Step, possible
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.models import Entry
from mandate.platform.periods import period_of

_ACTIONS: Mapping[Step, str] = {
    Step.SAVE: REPORTS_WRITE,
    Step.SUBMIT: REPORTS_SUBMIT,
    Step.WITHDRAW: REPORTS_WITHDRAW,
    Step.RETURN: REPORTS_DECIDE,
    Step.TAKE_BACK: REPORTS_TAKE_BACK,
    Step.ACCEPT: REPORTS_DECIDE,
    Step.START_CORRECTION: REPORTS_WRITE,
    Step.DISCARD: REPORTS_DISCARD,
}


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the grid. ``previous`` is what counts for the period before, ``year_before`` for the same
    period a year earlier, ``counted`` for this one (of interest while a correction is on its way). ``remark``
    is what whoever decided last said of this figure."""

    indicator_id: int
    code: str
    name: str
    description: str
    measure: str
    decimals: int
    kind: Kind
    allow_negative: bool
    required: bool
    counting: str
    current: Stored
    previous: Stored
    year_before: Stored
    counted: Stored
    findings: tuple[Finding, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report for its page.

    ``steps`` are what this actor may do with it now (slugs of core/reportstate.Step), ``deciders`` the names
    of who may accept it; ``own``: the actor's roles would allow it, but they submitted it. ``waiting``: they
    decide on the unit's reports, and this one or others wait for them. ``revision`` is 0
    while nothing is entered; ``reason`` is that of a correction. ``answered`` of ``len(items)`` figures are
    there. ``discarded``: a correction was discarded last, and this actor may take it up again. ``turn``: its
    place among those that wait for the actor. ``since_return``: it was returned before and is submitted anew.
    ``then``: where the unit stood a year before, if that has changed."""

    report_id: int
    unit: UnitRef
    above: UnitRef | None
    form_id: int
    form: str
    form_period_id: int
    period: Period
    previous_period: Period | None
    year_before_period: Period | None
    due: date
    closed_at: datetime | None
    state: State
    overdue: bool
    version: int
    saved_at: datetime | None
    revision: int
    correction: bool
    imported: bool
    reason: str
    return_reason: str
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    decided_by: str
    items: tuple[GridLine, ...]
    findings: tuple[Finding, ...]
    answered: int
    steps: frozenset[str]
    own: bool
    waiting: bool
    discarded: bool
    papers: Papers
    deciders: tuple[str, ...]
    turn: Turn | None
    since_return: SinceReturn | None
    then: Then | None

    @property
    def typed(self) -> tuple[GridLine, ...]:
        """The lines in which somebody writes."""
        return tuple(item for item in self.items if not item.counting)

    @property
    def corrected(self) -> bool:
        """What counts is not the first revision, and no other is on its way."""
        return self.state == State.ACCEPTED and self.revision > 1


def report_page(actor: Actor, report_id: int) -> ReportPage:
    """The report with its grid. A constant number of queries. Raises UnknownReport."""
    report = report_for(actor, report_id)
    opened = report.form_period
    period = period_of(opened.period)
    newest = (
        Revision.objects.filter(report=report)
        .select_related("submitted_by", "decided_by")
        .order_by("-number")
        .first()
    )
    stored = stored_by_indicator(newest.pk if newest else None)
    checks = checks_for(report, opened)
    if still_counted(report, opened):
        now = counted_now([owed(report, opened, checks.indicators)])
        stored = with_counted(stored, now[report.pk])
    findings = checks.findings(stored)
    counted = stored_by_indicator(report.counted_id) if report.counted_id else {}
    last = _last_counted(report.unit_id, opened) or next(iter(period.back(1)), None)
    before = _counted(report.unit_id, opened.indicator_ids, last) if last else {}
    year_before = next(iter(period.years_back(1)), None)
    year_before = None if year_before == last else year_before
    earlier = _counted(report.unit_id, opened.indicator_ids, year_before) if year_before else {}
    case = Case(report.unit_id, opened.form_id, newest.submitted_by_id if newest else None)
    steps, own = steps_of(actor, report, typed=anything_typed(checks.indicators)), False
    if Step.ACCEPT in steps and refusals(actor, [case]) == [OWN]:
        steps, own = steps - {Step.ACCEPT, Step.RETURN}, True
    if Step.WITHDRAW in steps and not may_withdraw(actor, case):
        steps -= {Step.WITHDRAW}
    if Step.TAKE_BACK in steps and not may_take_back(actor, report, newest):
        steps -= {Step.TAKE_BACK}
    remarks: Mapping[str, str] = newest.remarks if newest else {}
    turn = turn_of(actor, report)
    higher, submitted = above(actor, report.unit_id), report.state == State.SUBMITTED
    return ReportPage(
        report_id=report.pk,
        unit=ref_of(report.unit),
        above=higher,
        form_id=opened.form_id,
        form=text_in(opened.form.names) or opened.form.code,
        form_period_id=opened.pk,
        period=period,
        previous_period=last,
        year_before_period=year_before,
        due=opened.due,
        closed_at=opened.closed_at,
        state=State(report.state),
        overdue=is_overdue(report, actor.today),
        version=report.version,
        saved_at=_saved_at(newest),
        revision=newest.number if newest else 0,
        correction=report.counted_id is not None and report.state != State.ACCEPTED,
        imported=newest is not None and newest.imported,
        reason=newest.reason if newest else "",
        return_reason=newest.return_reason if newest and report.state == State.RETURNED else "",
        submitted_at=newest.submitted_at if newest else None,
        submitted_by=newest.submitted_by.called if newest and newest.submitted_by else "",
        decided_at=newest.decided_at if newest else None,
        decided_by=newest.decided_by.called if newest and newest.decided_by else "",
        items=tuple(
            item_of(
                indicator,
                indicator.pk in checks.required_ids,
                (stored, before, earlier, counted),
                findings,
                remarks.get(str(indicator.pk), ""),
            )
            for indicator in checks.indicators
        ),
        findings=findings,
        answered=sum(1 for one in stored.values() if one.answered),
        steps=steps,
        own=own,
        waiting=can(actor, REPORTS_DECIDE, report.unit_id) and any_waits(actor, turn),
        discarded=Step.START_CORRECTION in steps and discarded_last(report) is not None,
        papers=papers_of(actor, report, newest.number if newest else 1, steps),
        deciders=tuple(deciders(actor, case)),
        turn=turn,
        since_return=since_return(report, newest, stored),
        then=stood_then(report.unit_id, higher, year_before or last) if submitted else None,
    )


def steps_of(actor: Actor, report: Report, *, typed: bool = True) -> frozenset[str]:
    """What the actor's roles allow with a report now, by its state and its period (not ``typed``: all its
    figures are counted); whether somebody else must decide is told by queries/deciding.py."""
    steps = possible(State(report.state), correction=report.counted_id is not None, typed=typed)
    if report.form_period.closed_at is not None:
        steps = [step for step in steps if step in (Step.ACCEPT, Step.DISCARD)]
    return frozenset(step.value for step in steps if can(actor, _ACTIONS[step], report.unit_id))


def may_take_back(actor: Actor, report: Report, newest: Revision | None) -> bool:
    """Whether the actor returned a report, and nobody has begun to correct it."""
    return newest is not None and newest.decided_by_id == actor.user_id and not is_being_corrected(report)


def above(actor: Actor, unit_id: int) -> UnitRef | None:
    """The unit above today, which decides on the report."""
    line = lineage(unit_id, actor.today)
    return names_of([line[-2]])[line[-2]] if len(line) > 1 else None


def _saved_at(newest: Revision | None) -> datetime | None:
    """When the newest revision was last saved. What was saved before it belongs to those before; a correction
    holds figures from its beginning."""
    if newest is None:
        return None
    entries = Entry.objects.filter(
        subject_kind="report",
        subject_id=newest.report_id,
        code=FiguresChanged.code,
        at__gte=newest.created_at,
    )
    saved = entries.order_by("-id").values_list("at", flat=True).first()
    return saved or (newest.created_at if newest.number > 1 else None)


def _last_counted(unit_id: int, opened: FormPeriod) -> Period | None:
    """The latest earlier period of the same frequency for which the unit has figures in the totals."""
    earlier = FormPeriod.objects.filter(
        form__frequency=opened.form.frequency,
        indicator_ids__overlap=opened.indicator_ids,
        ends__lte=opened.starts,
        reports__unit_id=unit_id,
        reports__counted__isnull=False,
    )
    code = earlier.order_by("-starts").values_list("period", flat=True).first()
    return None if code is None else period_of(code)


def _counted(unit_id: int, indicator_ids: list[int], period: Period) -> dict[int, Stored]:
    figures = Figure.objects.filter(
        unit_id=unit_id,
        indicator_id__in=indicator_ids,
        counted=True,
        starts=period.start,
        ends=period.end,
    )
    return {figure.indicator_id: stored_of(figure) for figure in figures}


def item_of(
    indicator: Indicator,
    required: bool,
    stores: tuple[Mapping[int, Stored], ...],
    findings: tuple[Finding, ...],
    remark: str = "",
) -> GridLine:
    current, previous, year_before, counted = (store.get(indicator.pk, NOTHING) for store in stores)
    return GridLine(
        indicator_id=indicator.pk,
        code=indicator.code,
        name=text_in(indicator.names) or indicator.code,
        description=text_in(indicator.descriptions),
        measure=text_in(indicator.measures),
        decimals=indicator.decimals,
        kind=Kind(indicator.kind),
        allow_negative=indicator.allow_negative,
        required=required,
        counting=sentence_of(indicator),
        current=current,
        previous=previous,
        year_before=year_before,
        counted=counted,
        findings=tuple(finding for finding in findings if indicator.pk in finding.indicator_ids),
        remark=remark,
    )
