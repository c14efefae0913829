"""Importing figures from a table: all or nothing, accepted at once, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from mandate.apps.reporting import events
from mandate.apps.reporting.models import Paper, Report
from mandate.apps.reporting.outstanding import UNSUBMITTED, past_due_on
from mandate.apps.reporting.permissions import FIGURES_IMPORT, PERIODS_MANAGE
from mandate.apps.reporting.queries.doubles import Double, doubles
from mandate.apps.reporting.services.corrected import tell_corrected
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.apps.reporting.tables.checks import Touched, Verdict, judge, undecidable
from mandate.apps.reporting.tables.counted import counting
from mandate.apps.reporting.tables.drafts import take_up
from mandate.apps.reporting.tables.plan import Plan
from mandate.apps.reporting.tables.replaced import Replaced, replaced_by
from mandate.apps.reporting.tables.rows import FigureRow, KnownIndicator, Read, Reader
from mandate.apps.reporting.tables.stored import (
    renew,
    scaled_answer,
    stored_answers,
    write,
)
from mandate.apps.units.models import Unit
from mandate.core.command import Command
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.files.services import begin_editions
from mandate.platform.journal.record import record
from mandate.platform.progress import Progress, silent

#: So many of the units with figures beside their own sums are named.
NAMED = 5


@dataclass(frozen=True, slots=True)
class ImportFigures(Command):
    """The rows of a file. Where a period is opened by the import, expected are the units of the structure of
    ``structure_date`` (None: the period's last day). With ``dry_run`` all is done and then undone.

    ``partial``: reports that are not whole (a required figure is missing, an error rule is broken) are left
    as drafts; otherwise one of them refuses the file. ``accept_warnings``: the figures that a rule or their
    history asks about are right. ``expect_late``: units that an opened period does not expect are added.
    """

    rows: Sequence[FigureRow]
    structure_date: date | None = None
    dry_run: bool = False
    partial: bool = False
    accept_warnings: bool = False
    expect_late: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. ``added`` figures are new, ``changed`` differ from what stood there, ``unchanged``
    were there already; ``reports`` got a new revision, ``drafts`` of the file's reports are not whole and do
    not count. ``expected`` reports were not expected before, ``late`` of them of units that came late;
    ``overdue`` of them are so at once. ``doubles`` figures in the file's periods are of units with figures of
    units below them; ``double_units`` are the codes of some. ``replaced`` says what accepted figures and
    reports it touches."""

    rows: int
    added: int
    changed: int
    unchanged: int
    reports: int
    drafts: int
    units: int
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    forms_made: int
    periods_opened: int
    expected: int
    late: int
    overdue: int
    doubles: int
    double_units: tuple[str, ...]
    replaced: Replaced
    dry_run: bool


@transaction.atomic
def import_figures(actor: Actor, command: ImportFigures, progress: Progress = silent) -> ImportSummary:
    """Import figures. ``progress`` is told (rows done, all rows). Raises Problems with every problem of every
    row, and then nothing was written; Forbidden."""
    require(actor, FIGURES_IMPORT)
    if command.expect_late:
        require(actor, PERIODS_MANAGE)
    expect_alone()
    moment = counting_moment(actor)
    reader = Reader.of(command.rows)
    rows = reader.read(command.rows)
    plan = Plan(actor, moment, command.structure_date, command.expect_late, problems=reader.problems)
    reports = plan.place(rows) if rows else []
    known = {item.pk: item for item in reader.indicators.values()}
    if plan.problems:
        further = _further(actor, command, moment, rows, plan.problems, known)
        _raise([*plan.problems, *further], command, more=True)
    compared = _compared(rows, reports, plan, known)
    stored, writing, touched = compared.stored, compared.writing, compared.touched
    verdict = judge(touched, plan.opened, actor.today)
    replaced = replaced_by(touched, verdict.incomplete, stored)
    refused = [*compared.problems, *undecidable(actor, touched, plan.opened)]
    _raise([*refused, *_asked(command, verdict)], command)
    total = len(rows)
    progress(total - len(writing), total)
    renewing = [one.report for one in touched if one.changed or one.report.pk not in verdict.incomplete]
    bringing = [*writing, *compared.counted]
    kept = take_up(renewing, plan.drafts, bringing, stored, known)
    renewed = renew(renewing, verdict.incomplete)
    if renewed:
        write(actor, moment, renewed, [*bringing, *kept], progress, total - len(writing), total)
        tell_corrected(
            actor, {one.revision_id: one.old for one in renewed if one.whole and one.old is not None}
        )
        fresh = (one for one in renewed if one.old is not None and one.report.pk not in plan.drafts)
        begin_editions(actor, Paper.SUBJECT, {one.report.pk: one.number for one in fresh})
    progress(total, total)
    counts = _Counts(compared.added, len(writing), len(renewed), len(verdict.incomplete))
    summary = _summary(actor, command, rows, plan, counts, replaced)
    if command.dry_run:
        transaction.set_rollback(True)
    else:
        _journal(actor, summary, {one.report.unit_id for one in renewed})
    return summary


class _Compared(NamedTuple):
    """The answers that are ``stored``, what is ``writing`` because it differs from what stands, how much of
    that was ``added``, and the reports that are ``touched`` by it; what is ``counted`` for these and stands
    in no row, and the ``problems`` of rows that say otherwise than what is counted."""

    stored: Mapping[tuple[int, int], tuple[int, int]]
    writing: Sequence[tuple[Read, Report]]
    added: int
    touched: Sequence[Touched]
    counted: Sequence[tuple[Read, Report]]
    problems: Sequence[Problem]


def _compared(
    rows: Sequence[Read], reports: Sequence[Report], plan: Plan, known: Mapping[int, KnownIndicator]
) -> _Compared:
    """The rows beside what stands in their reports: one query, and what it takes to count."""
    standing = {report.pk: plan.drafts.get(report.pk, report.counted_id or 0) for report in reports}
    counted = {report.counted_id for report in reports if report.counted_id is not None}
    stored = stored_answers(sorted(counted | set(standing.values())))
    by_revision: dict[int, dict[int, tuple[int, int]]] = {}
    for (revision, indicator), answer in stored.items():
        by_revision.setdefault(revision, {})[indicator] = answer
    before = {pk: by_revision.get(revision, {}) for pk, revision in standing.items()}
    found = counting(rows, reports, plan, known, before)
    writing, added = [], 0
    for row, report in zip(found.rows, reports, strict=True):
        stands = before[report.pk].get(row.indicator.pk)
        if stands != scaled_answer(row):
            writing.append((row, report))
            added += stands is None or stands[0] == 0
    given = {pk: {**answers, **found.answers.get(pk, {})} for pk, answers in before.items()}
    touched = list(_touched(found.rows, reports, writing, plan.drafts, given))
    return _Compared(stored, writing, added, touched, found.beside, found.problems)


def _further(
    actor: Actor,
    command: ImportFigures,
    moment: datetime,
    rows: Sequence[Read],
    problems: Sequence[Problem],
    known: Mapping[int, KnownIndicator],
) -> list[Problem]:
    """What else is wrong with the rows that have no problem, so that it is told at once. Rules and questions
    are of reports all of whose rows could be read; whether a report is whole nobody can say before. All that
    is opened for it is taken back with the import."""
    wrong = {problem.row for problem in problems}
    sound = [row for row in rows if row.row not in wrong]
    if not sound:
        return []
    plan = Plan(actor, moment, command.structure_date, command.expect_late)
    reports = plan.place(sound)
    if plan.problems:
        return plan.problems
    compared = _compared(sound, reports, plan, known)
    touched = compared.touched
    partly = {(row.unit, row.period) for row in command.rows if row.row in wrong}
    whole = [one for one in touched if (one.rows[0].unit.code, one.rows[0].period.code) not in partly]
    asked = _asked(command, judge(whole, plan.opened, actor.today))
    refused = [*compared.problems, *undecidable(actor, touched, plan.opened)]
    return [*refused, *(problem for problem in asked if problem.code != "figure_required")]


def _touched(
    rows: Sequence[Read],
    reports: Sequence[Report],
    writing: Sequence[tuple[Read, Report]],
    drafts: Mapping[int, int],
    before: Mapping[int, Mapping[int, tuple[int, int]]],
) -> Iterator[Touched]:
    """The reports that the file changes, and those that an earlier import left unfinished."""
    changed: dict[int, set[int]] = {}
    for row, report in writing:
        changed.setdefault(report.pk, set()).add(row.indicator.pk)
    by_report: dict[int, list[Read]] = {}
    for row, report in zip(rows, reports, strict=True):
        if report.pk in changed or report.pk in drafts:
            by_report.setdefault(report.pk, []).append(row)
    known = {report.pk: report for report in reports}
    for pk, own in by_report.items():
        yield Touched(known[pk], own, changed.get(pk, set()), before[pk])


def _asked(command: ImportFigures, verdict: Verdict) -> list[Problem]:
    """What of the verdict keeps the file out, as the importer chose."""
    problems: list[Problem] = []
    if not command.partial:
        problems += [problem for found in verdict.incomplete.values() for problem in found]
    if not command.accept_warnings:
        problems += verdict.questions
    return problems


def _raise(problems: Sequence[Problem], command: ImportFigures, *, more: bool = False) -> None:
    """Raise Problems with all that keeps the file out; ``more``: there may be more."""
    if not command.rows:
        raise Problems([Problem(0, "", "no_rows")])
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.row), unfinished=more)


class _Counts(NamedTuple):
    """Figures that are new, figures written, reports that got a revision, and those that are not whole."""

    added: int
    written: int
    reports: int
    drafts: int


def _summary(
    actor: Actor,
    command: ImportFigures,
    rows: Sequence[Read],
    plan: Plan,
    counts: "_Counts",
    replaced: Replaced,
) -> ImportSummary:
    overdue = UNSUBMITTED & past_due_on(actor.today)
    new = Report.objects.filter(Q(form_period__in=plan.opened_now) | Q(pk__in=plan.added))
    came = new.aggregate(expected=Count("pk"), overdue=Count("pk", filter=overdue))
    double = _doubles(rows)
    named = {found.above for found in double[: 10 * NAMED]}
    return ImportSummary(
        rows=len(rows),
        added=counts.added,
        changed=counts.written - counts.added,
        unchanged=len(rows) - counts.written,
        reports=counts.reports,
        drafts=counts.drafts,
        units=len({row.unit.pk for row in rows}),
        indicators=tuple(sorted({row.indicator.code for row in rows})),
        periods=tuple(sorted({row.period.code for row in rows})),
        forms_made=plan.covering.made,
        periods_opened=len(plan.opened_now),
        expected=came["expected"],
        late=len(plan.added),
        overdue=came["overdue"],
        doubles=len(double),
        double_units=tuple(
            Unit.objects.filter(pk__in=named).order_by("code").values_list("code", flat=True)[:NAMED]
        ),
        replaced=replaced,
        dry_run=command.dry_run,
    )


def _doubles(rows: Sequence[Read]) -> list[Double]:
    """The figures of the file's indicators and periods that now count beside figures of units below."""
    spans = {(row.indicator.pk, row.period.start, row.period.end) for row in rows}
    indicators = {indicator for indicator, _starts, _ends in spans}
    found = doubles(indicators, min(starts for _, starts, _ in spans), max(ends for _, _, ends in spans))
    return [one for one in found if (one.indicator_id, one.starts, one.ends) in spans]


def _journal(actor: Actor, summary: ImportSummary, touched: set[int]) -> None:
    """One row for the whole file, whose units learn that it touched them; a file that changed nothing leaves
    none."""
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
        drafts=summary.drafts,
    )
    record(actor, event, touched=touched)
