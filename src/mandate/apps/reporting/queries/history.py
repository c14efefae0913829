"""What happened to a report, from the journal and its revisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.events import FiguresChanged, ReportAccepted, ReportReturned, ReportSubmitted
from mandate.apps.reporting.models import Figure, Paper, Revision
from mandate.apps.reporting.queries.papers import PaperRow, rows_of, seen_papers
from mandate.apps.reporting.queries.values import NOTHING, Stored, kept, stored_of
from mandate.apps.reporting.queries.visible import report_for
from mandate.apps.units.queries import UnitRef, ref_of
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import Told, read
from mandate.platform.periods import period_of


@dataclass(frozen=True, slots=True)
class Change:
    """One figure from what to what."""

    indicator_id: int
    name: str
    decimals: int
    kind: str
    before: Stored
    after: Stored


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step; ``by`` is empty for the console. ``sentence`` is empty for an import, which has no journal
    row of its own on the report. ``remarks`` are those of a decision, each with the name of its figure."""

    at: datetime
    by: str
    sentence: str
    revision: int
    imported: bool
    changes: tuple[Change, ...]
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision; its figures counted from ``counted_from`` until ``counted_until`` (None: until now)."""

    number: int
    state: State
    reason: str
    imported: bool
    created_at: datetime
    created_by: str
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    decided_by: str
    return_reason: str
    counted_from: datetime | None
    counted_until: datetime | None
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All that happened to a report, the newest first."""

    report_id: int
    unit: UnitRef
    form: str
    period: Period
    steps: tuple[HistoryStep, ...]
    revisions: tuple[RevisionRow, ...]


def history(actor: Actor, report_id: int) -> HistoryPage:
    """Who did what, and which figure changed from what to what: a constant number of queries. Raises
    UnknownReport."""
    report = report_for(actor, report_id)
    revisions = list(
        report.revisions.select_related("created_by", "submitted_by", "decided_by").order_by("-number")
    )
    indicators = {item.pk: item for item in Indicator.objects.all()}
    entries = Entry.objects.filter(subject_kind="report", subject_id=report_id).order_by("-id")
    steps = [_journalled(told, indicators) for told in read(list(entries))]
    steps += _imported(revisions, indicators)
    papers = seen_papers(actor, report_id)
    opened = report.form_period
    return HistoryPage(
        report_id=report.pk,
        unit=ref_of(report.unit),
        form=text_in(opened.form.names) or opened.form.code,
        period=period_of(opened.period),
        steps=tuple(sorted(steps, key=lambda step: (step.at, step.revision), reverse=True)),
        revisions=tuple(_revision_row(revision, papers) for revision in revisions),
    )


def _journalled(told: Told, indicators: Mapping[int, Indicator]) -> HistoryStep:
    entry, event = told.entry, told.event
    changes = event.changes if isinstance(event, FiguresChanged) else []
    if isinstance(event, ReportSubmitted):
        changes = event.counted or []
    return HistoryStep(
        at=entry.at,
        by=told.by,
        sentence=event.sentence(),
        revision=int(entry.data.get("revision", 0)),
        imported=False,
        changes=tuple(
            _change(indicators[one["indicator"]], kept(one["before"]), kept(one["after"])) for one in changes
        ),
        remarks=tuple(
            (_name(indicators[one["indicator"]]), one["text"]) for one in entry.data.get("remarks") or ()
        )
        if isinstance(event, ReportReturned | ReportAccepted)
        else (),
    )


def _imported(revisions: Iterable[Revision], indicators: Mapping[int, Indicator]) -> list[HistoryStep]:
    """Imports leave one journal row for the whole file; what they changed here is told by the revisions."""
    by_number = {revision.number: revision for revision in revisions}
    wanted = {number: (by_number.get(number - 1), row) for number, row in by_number.items() if row.imported}
    ids = {row.pk for pair in wanted.values() for row in pair if row is not None}
    figures: dict[int, dict[int, Stored]] = {pk: {} for pk in ids}
    for figure in Figure.objects.filter(revision_id__in=ids):
        figures[figure.revision_id][figure.indicator_id] = stored_of(figure)
    return [
        HistoryStep(
            at=row.created_at,
            by=row.created_by.called if row.created_by else "",
            sentence="",
            revision=number,
            imported=True,
            changes=_differences(figures[earlier.pk] if earlier else {}, figures[row.pk], indicators),
        )
        for number, (earlier, row) in wanted.items()
    ]


def _differences(
    before: Mapping[int, Stored], after: Mapping[int, Stored], indicators: Mapping[int, Indicator]
) -> tuple[Change, ...]:
    pairs = ((pk, before.get(pk, NOTHING), new) for pk, new in after.items())
    return tuple(_change(indicators[pk], old, new) for pk, old, new in pairs if old != new)


def _change(indicator: Indicator, before: Stored, after: Stored) -> Change:
    return Change(indicator.pk, _name(indicator), indicator.decimals, indicator.kind, before, after)


def _name(indicator: Indicator) -> str:
    return text_in(indicator.names) or indicator.code


def _revision_row(revision: Revision, papers: Sequence[Paper]) -> RevisionRow:
    return RevisionRow(
        number=revision.number,
        state=State(revision.state),
        reason=revision.reason,
        imported=revision.imported,
        created_at=revision.created_at,
        created_by=revision.created_by.called if revision.created_by else "",
        submitted_at=revision.submitted_at,
        submitted_by=revision.submitted_by.called if revision.submitted_by else "",
        decided_at=revision.decided_at,
        decided_by=revision.decided_by.called if revision.decided_by else "",
        return_reason=revision.return_reason,
        counted_from=revision.counted_from,
        counted_until=revision.counted_until,
        papers=rows_of(papers, revision.number),
    )
