"""Reports that an import leaves unfinished: drafts that a later import may complete until somebody types in
them."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Exists, OuterRef

from mandate.apps.reporting import events
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Report, Revision
from mandate.apps.reporting.tables.rows import KnownIndicator, Read
from mandate.apps.reporting.tables.stored import scaled_answer
from mandate.core.reportstate import State
from mandate.platform.journal.models import Entry


def imported_drafts(reports: Collection[Report]) -> dict[int, int]:
    """By report: the draft revision that an import left and nobody has changed since. Two queries."""
    if not reports:
        return {}
    typed = Entry.objects.filter(
        subject_kind="report",
        subject_id=OuterRef("report_id"),
        code=events.FiguresChanged.code,
        at__gte=OuterRef("created_at"),
    )
    drafts = Revision.objects.filter(report__in=reports, state=State.DRAFT, imported=True)
    return dict(drafts.exclude(Exists(typed)).values_list("report_id", "pk"))


def take_up(
    reports: Sequence[Report],
    drafts: Mapping[int, int],
    rows: Sequence[tuple[Read, Report]],
    stored: Mapping[tuple[int, int], tuple[int, int]],
    indicators: Mapping[int, KnownIndicator],
) -> list[tuple[Read, Report]]:
    """What unfinished drafts have that neither the file brings again nor counts already, so that it goes into
    the next revision; the drafts themselves are gone. Three queries."""
    taken = {drafts[report.pk]: report for report in reports if report.pk in drafts}
    if not taken:
        return []
    brought = {(report.pk, row.indicator.pk) for row, report in rows}
    first = {report.pk: row for row, report in rows}
    kept = []
    for figure in Figure.objects.filter(revision__in=taken).exclude(answer=Answer.MISSING):
        report = taken[figure.revision_id]
        counted = stored.get((report.counted_id or 0, figure.indicator_id))
        again = _again(figure, first[report.pk], indicators)
        if (report.pk, figure.indicator_id) not in brought and counted != scaled_answer(again):
            kept.append((again, report))
    Figure.objects.filter(revision__in=taken).delete()
    Revision.objects.filter(pk__in=taken).delete()
    return kept


def _again(figure: Figure, like: Read, indicators: Mapping[int, KnownIndicator]) -> Read:
    """A kept figure as if it stood in the file, beside a row of the same report."""
    return Read(
        0, like.unit, indicators[figure.indicator_id], like.period, Answer(figure.answer), figure.value
    )
