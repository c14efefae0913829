"""What the steps on one report share: locking it, its newest revision, refusals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Excuse, Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.queries.values import Stored
from mandate.apps.reporting.queries.visible import UnknownReport
from mandate.core.errors import CoreError
from mandate.core.reportstate import State, Step, Transition, next_state
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can_on, visible
from mandate.platform.i18n.problems import sentence

#: What a closed period still allows: neither changes what was written.
EVEN_CLOSED = frozenset({Step.ACCEPT, Step.DISCARD})


@dataclass(frozen=True, slots=True)
class LockedReport:
    """A locked report with what belongs to it, read after the lock was had."""

    report: Report
    form_period: FormPeriod
    newest: Revision | None
    excused: bool = False

    def about(self) -> dict[str, Any]:
        """What every event of this report says."""
        return {
            "form": self.form_period.form.names,
            "period": self.form_period.period,
            "revision": self.revision.number,
        }

    @property
    def revision(self) -> Revision:
        """The newest revision of a report that has one."""
        assert self.newest is not None
        return self.newest


def lock_report(actor: Actor, report_id: int, action: str) -> LockedReport:
    """Lock a report on which the actor may do this. Raises UnknownReport, Forbidden."""
    (locked,) = lock_reports(actor, [report_id], action)
    return locked


def lock_reports(actor: Actor, report_ids: Sequence[int], action: str) -> list[LockedReport]:
    """Lock reports, in the order of their ids, on which the actor may do this; as they were asked for, and as
    many queries for one as for a thousand. Raises UnknownReport, Forbidden for the first that is not so."""
    rows = visible(actor, Report.objects.filter(pk__in=report_ids)).select_for_update().order_by("pk")
    reports = {report.pk: report for report in rows}
    allowed = can_on(actor, action, {report.unit_id for report in reports.values()})
    for pk in report_ids:
        if pk not in reports:
            raise UnknownReport("There is no such report.")
        if reports[pk].unit_id not in allowed:
            raise Forbidden(action)
    # Read after the lock: closing a period locks its reports too.
    used = {report.form_period_id for report in reports.values()}
    form_periods = FormPeriod.objects.select_related("form").in_bulk(used)
    excused = set(Excuse.objects.filter(report__in=reports).values_list("report_id", flat=True))
    newest = {
        revision.report_id: revision
        for revision in Revision.objects.filter(report__in=reports).order_by("number")
    }
    return [
        LockedReport(reports[pk], form_periods[reports[pk].form_period_id], newest.get(pk), pk in excused)
        for pk in report_ids
    ]


def move(locked: LockedReport, step: Step, reason: str = "", *, typed: bool = True) -> Transition:
    """Where the step leads; not ``typed``: all its figures are counted. Raises ValidationError with the code
    of the refusal."""
    if step not in EVEN_CLOSED and locked.form_period.closed_at is not None:
        raise ValidationError(
            _("This period is closed; its reports cannot be changed any more."), code="period_closed"
        )
    if locked.excused:
        raise ValidationError(_("This report is not expected any more."), code="excused")
    try:
        correction = locked.report.counted_id is not None
        return next_state(State(locked.report.state), step, reason, correction=correction, typed=typed)
    except CoreError as error:
        field = "reason" if error.code == "reason_missing" else "__all__"
        raise ValidationError({field: [refusal(error)]}) from error


def refusal(error: CoreError) -> ValidationError:
    """A refusal of the core in the reader's language, with its code."""
    return ValidationError(sentence(error), code=error.code)


def set_state(locked: LockedReport, state: State, **revision_fields: Any) -> None:
    """Write the new state on the report and its newest revision."""
    set_states([locked], state, **revision_fields)


def set_states(locked: Sequence[LockedReport], state: State, **revision_fields: Any) -> None:
    """Write one new state on reports and their newest revisions: two queries."""
    for one in locked:
        one.revision.state = one.report.state = state.value
        one.report.version += 1
        for name, value in revision_fields.items():
            setattr(one.revision, name, value)
    Revision.objects.filter(pk__in=[one.revision.pk for one in locked]).update(
        state=state.value, **revision_fields
    )
    Report.objects.filter(pk__in=[one.report.pk for one in locked]).update(
        state=state.value, version=F("version") + 1
    )


def begun(actor: Actor, locked: Sequence[LockedReport]) -> list[LockedReport]:
    """The same reports, those that have no revision yet with their first: one query, or none."""
    fresh = Revision.objects.bulk_create(
        Revision(report=one.report, number=1, created_at=actor.now, created_by_id=actor.user_id)
        for one in locked
        if one.newest is None
    )
    first = {revision.report_id: revision for revision in fresh}
    return [replace(one, newest=one.newest or first[one.report.pk]) for one in locked]


_EMPTY = """
DELETE FROM reporting_figure WHERE (revision_id, indicator_id) IN (
    SELECT * FROM unnest(%s::int8[], %s::int8[]))
"""


def put_figures(writing: Sequence[tuple[LockedReport, int, Stored]]) -> None:
    """Put figures, by indicator id, into the newest revisions; what is neither answered nor noted has no
    row."""
    empty = [(locked.revision.pk, pk) for locked, pk, new in writing if not new.answered and not new.note]
    if empty:
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY, [list(column) for column in zip(*empty, strict=True)])
    Figure.objects.bulk_create(
        [
            Figure(
                revision=locked.revision,
                indicator_id=pk,
                unit_id=locked.report.unit_id,
                starts=locked.form_period.starts,
                ends=locked.form_period.ends,
                answer=new.answer,
                value=new.value,
                note=new.note,
            )
            for locked, pk, new in writing
            if new.answered or new.note
        ],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["revision", "indicator"],
        update_fields=["answer", "value", "note"],
    )


def figure_change(indicator: Indicator, before: Stored, after: Stored) -> dict[str, Any]:
    """What the journal says of one figure."""
    return {
        "indicator": indicator.pk,
        "code": indicator.code,
        "before": _kept(before, indicator.decimals),
        "after": _kept(after, indicator.decimals),
    }


def _kept(stored: Stored, decimals: int) -> dict[str, Any]:
    value = None if stored.value is None else f"{stored.value:.{decimals}f}"
    return {"answer": int(stored.answer), "value": value, "note": stored.note}


def copy_figures(figures: Iterable[Figure], revision: Revision) -> None:
    """The same figures in another revision of the report, not counted."""
    Figure.objects.bulk_create(
        [
            Figure(
                revision=revision,
                indicator_id=figure.indicator_id,
                unit_id=figure.unit_id,
                starts=figure.starts,
                ends=figure.ends,
                answer=figure.answer,
                value=figure.value,
                note=figure.note,
            )
            for figure in figures
        ]
    )
