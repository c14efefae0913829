"""A whole level's figures by one file: which reports, writing them all or none, and submitting them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Collate

from mandate.apps.reporting.expected import expected, expected_below
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.apps.reporting.permissions import REPORTS_WRITE
from mandate.apps.reporting.services import (
    DraftSaved,
    FigureChange,
    SaveDraft,
    SaveDrafts,
    SubmitReports,
    save_drafts,
    submit_reports,
)
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.structure import with_all_below
from mandate.core.problem import Problem, Problems
from mandate.interop.spreadsheets.filled import CellChange, Returned, read
from mandate.interop.spreadsheets.template import Level, level_of
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, covered_units, visible
from mandate.platform.database.arrays import among
from mandate.platform.i18n.formats import NO_VALUE


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that was saved but could not be submitted, and why."""

    code: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file did: cells written in so many reports, and with submitting: how many were submitted.
    ``gone`` and ``fresh`` are the units that were closed, opened or moved since the template was made
    (template.py)."""

    cells: int
    reports: int
    submitted: int
    refused: tuple[Refused, ...]
    gone: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


def level_below(actor: Actor, form_period_id: int, unit: UnitRef) -> Level | None:
    """The reports of a form's period of a unit and of those that stood below it on the report's day, or do so
    today, as the actor may see and write them; None if there is no such form period for the actor."""
    form_period = visible(actor, FormPeriod.objects.select_related("form")).filter(pk=form_period_id).first()
    if form_period is None:
        return None
    then = expected_below(unit.id, form_period_id=form_period.pk).values("pk")
    today = with_all_below([unit.id], actor.today)
    reports = list(
        visible(actor, expected(Report.objects.select_related("unit")))
        .filter(Q(pk__in=then) | among("unit_id", today), form_period=form_period)
        .order_by(Collate(F("unit__code"), "C"))
    )
    writable = covered_units(actor, REPORTS_WRITE)
    allowed = {report.unit_id for report in reports} if writable is None else set(writable.tolist())
    return level_of(form_period, unit.code, reports, allowed)


def fill(actor: Actor, level: Level, data: bytes, *, submit: bool) -> Filled:
    """Write what the file changes into the drafts, all or nothing; then, if asked, submit every report that
    the file touched, leaving those with errors as drafts. Whoever may write none of the reports is refused
    before the file is looked at. Raises Problems by cell; Forbidden."""
    if not may_fill(actor, level):
        raise Forbidden(REPORTS_WRITE)
    return _write(actor, level, read(level, data), submit=submit)


def may_fill(actor: Actor, level: Level) -> bool:
    """Whether the actor may write at least one of the reports, were it open."""
    writable = covered_units(actor, REPORTS_WRITE)
    return writable is None or bool({line.unit_id for line in level.lines} & set(writable.tolist()))


@transaction.atomic
def _write(actor: Actor, level: Level, returned: Returned, *, submit: bool) -> Filled:
    by_report: dict[int, list[CellChange]] = defaultdict(list)
    for change in returned.changes:
        by_report[change.report_id].append(change)
    drafts = [
        SaveDraft(report_id, [FigureChange(cell.indicator.pk, cell.seen, cell.new) for cell in cells])
        for report_id, cells in by_report.items()
    ]
    done = save_drafts(actor, SaveDrafts(drafts))
    problems = [
        problem
        for cells, saved in zip(by_report.values(), done, strict=True)
        for problem in _problems(cells, saved)
    ]
    if problems:
        raise Problems(problems)
    sent = submit_reports(actor, SubmitReports(list(by_report))) if submit else []
    codes = {line.report_id: line.code for line in level.lines}
    refused = [
        Refused(codes[report_id], tuple(why.messages))
        for report_id, why in zip(by_report, sent, strict=False)
        if isinstance(why, ValidationError)
    ]
    return Filled(
        cells=len(returned.changes),
        reports=len(by_report),
        submitted=len(sent) - len(refused),
        refused=tuple(refused),
        gone=returned.gone,
        fresh=returned.fresh,
    )


def _problems(cells: list[CellChange], saved: DraftSaved) -> Iterator[Problem]:
    places = {cell.indicator.pk: cell for cell in cells}
    for conflict in saved.conflicts:
        yield Problem(
            places[conflict.indicator_id].row,
            places[conflict.indicator_id].column,
            "template_conflict",
            {"by": conflict.by or "–", "theirs": _shown(conflict.theirs.value)},
        )


def _shown(value: object) -> str:
    return NO_VALUE if value is None else f"{value:f}".rstrip("0").rstrip(".")
