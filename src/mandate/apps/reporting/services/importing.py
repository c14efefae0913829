"""Importing figures from a table: all or nothing, accepted at once, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mandate.apps.reporting import events
from mandate.apps.reporting.permissions import FIGURES_IMPORT
from mandate.apps.reporting.services.import_plan import Plan
from mandate.apps.reporting.services.import_rows import FigureRow, Read, Reader
from mandate.apps.reporting.services.import_stored import (
    Progress,
    renew,
    scaled_answer,
    stored_answers,
    write,
)
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """The rows of a file. Where a period is opened by the import, expected are the units of the structure of
    ``structure_date`` (None: the period's last day). With ``dry_run`` all is done and then undone."""

    rows: Sequence[FigureRow]
    structure_date: date | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. ``added`` figures are new, ``changed`` differ from what counted, ``unchanged`` were
    there already; ``reports`` got a new revision."""

    rows: int
    added: int
    changed: int
    unchanged: int
    reports: int
    units: int
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    forms_made: int
    periods_opened: int
    dry_run: bool


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@transaction.atomic
def import_figures(actor: Actor, command: ImportFigures, progress: Progress = _silent) -> ImportSummary:
    """Import figures. ``progress`` is told (rows done, all rows). Raises Problems with every problem of every
    row, and then nothing was written; Forbidden."""
    require(actor, FIGURES_IMPORT)
    expect_alone()
    moment = counting_moment(actor)
    reader = Reader.of(command.rows)
    rows = reader.read(command.rows)
    plan = Plan(actor, command.structure_date, problems=reader.problems)
    reports = plan.place(rows) if rows else []
    _raise(plan.problems, command.rows)
    counted = {report.counted_id for report in reports if report.counted_id is not None}
    stored = stored_answers(sorted(counted))
    writing, added = [], 0
    for row, report in zip(rows, reports, strict=True):
        before = stored.get((report.counted_id or 0, row.indicator.pk))
        if before != scaled_answer(row):
            writing.append((row, report))
            added += before is None or before[0] == 0
    total = len(rows)
    progress(total - len(writing), total)
    renewed = renew(list({report.pk: report for _, report in writing}.values()))
    if renewed:
        write(actor, moment, renewed, writing, progress, total - len(writing), total)
    progress(total, total)
    summary = _summary(command, rows, plan, added, len(writing), len(renewed))
    if command.dry_run:
        transaction.set_rollback(True)
    else:
        _journal(actor, summary)
    return summary


def _raise(problems: Sequence[Problem], rows: Sequence[FigureRow]) -> None:
    if not rows:
        raise Problems([Problem(0, "", "no_rows")])
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.row))


def _summary(
    command: ImportFigures, rows: Sequence[Read], plan: Plan, added: int, written: int, reports: int
) -> ImportSummary:
    return ImportSummary(
        rows=len(rows),
        added=added,
        changed=written - added,
        unchanged=len(rows) - written,
        reports=reports,
        units=len({row.unit.pk for row in rows}),
        indicators=tuple(sorted({row.indicator.code for row in rows})),
        periods=tuple(sorted({row.period.code for row in rows})),
        forms_made=plan.forms_made,
        periods_opened=plan.periods_opened,
        dry_run=command.dry_run,
    )


def _journal(actor: Actor, summary: ImportSummary) -> None:
    """One row for the whole file; a file that changed nothing leaves none."""
    if not (summary.reports or summary.forms_made or summary.periods_opened):
        return
    event = events.FiguresImported(
        rows=summary.rows,
        figures=summary.added + summary.changed,
        unchanged=summary.unchanged,
        reports=summary.reports,
        units=summary.units,
        indicators=list(summary.indicators),
        periods=list(summary.periods),
    )
    record(actor, event)
