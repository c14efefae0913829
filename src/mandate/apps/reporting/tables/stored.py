"""What an import finds stored, and how it writes: COPY, and few statements for any number of rows."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.figures import SCALED
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.tables.rows import Read
from mandate.core.period import NAMED, Frequency
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor
from mandate.platform.database.copy import copy_in, copy_out_int64
from mandate.platform.progress import Progress

STEP = 5000
IMPORT_REASON = "import"


class Renewed(NamedTuple):
    """A report that gets a new revision; ``old`` is the revision that counted so far. One that is not
    ``whole`` is left as a draft: it does not count, and the old one goes on counting."""

    report: Report
    revision_id: int
    number: int
    old: int | None
    whole: bool


_OVERLAPPING = """
SELECT f.unit_id AS unit, f.indicator_id AS indicator, f.starts - DATE '0001-01-01' + 1 AS starts,
       f.ends - DATE '0001-01-01' + 1 AS ends
FROM reporting_figure f
WHERE f.counted AND f.indicator_id = ANY(%s) AND f.starts < %s AND f.ends > %s
  AND (f.indicator_id, f.starts, f.ends) NOT IN (
      SELECT * FROM unnest(%s::int8[], %s::date[], %s::date[]))
"""


def overlapping(rows: Sequence[Read]) -> Mapping[tuple[int, int], list[tuple[date, date]]]:
    """By (unit, indicator): the spans of counted figures that may overlap the rows' and are not theirs. One
    query; an indicator that the file has in one frequency only is compared with foreign spans only."""
    if not rows:
        return {}
    spans = {(row.indicator.pk, row.period.start, row.period.end) for row in rows}
    frequencies: dict[int, set[Frequency]] = {}
    for row in rows:
        frequencies.setdefault(row.indicator.pk, set()).add(row.period.frequency)
    own = [span for span in spans if len(frequencies[span[0]]) == 1 and not frequencies[span[0]] & {*NAMED}]
    params = [
        list(frequencies),
        max(end for _, _, end in spans),
        min(start for _, start, _ in spans),
        [span[0] for span in own],
        [span[1] for span in own],
        [span[2] for span in own],
    ]
    with connection.cursor() as cursor:
        found = copy_out_int64(cursor, _OVERLAPPING, params, ["unit", "indicator", "starts", "ends"])
    result: dict[tuple[int, int], list[tuple[date, date]]] = {}
    for unit, indicator, start, end in found.tolist():
        span = (date.fromordinal(start), date.fromordinal(end))
        result.setdefault((unit, indicator), []).append(span)
    return result


_COUNTED = """
SELECT f.revision_id AS revision, f.indicator_id AS indicator, f.answer::int8 AS answer,
       {value} AS value
FROM reporting_figure f JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.revision_id = ANY(%s)
"""


def stored_answers(revision_ids: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """(answer, scaled value) by (revision, indicator): one query."""
    if not revision_ids:
        return {}
    with connection.cursor() as cursor:
        found = copy_out_int64(
            cursor,
            _COUNTED.format(value=SCALED),
            [list(revision_ids)],
            ["revision", "indicator", "answer", "value"],
        )
    return {(revision, item): (answer, value) for revision, item, answer, value in found.tolist()}


def scaled_answer(row: Read) -> tuple[int, int]:
    """A row's answer in the form of `stored_answers`."""
    return int(row.answer), 0 if row.value is None else int(row.value.scaleb(row.indicator.decimals))


def reserve_revision_ids(count: int) -> list[int]:
    """So many new ids, so that the rows that refer to each other can be copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('reporting_revision', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [number for (number,) in cursor.fetchall()]


def renew(reports: Sequence[Report], unfinished: Container[int] = ()) -> list[Renewed]:
    """The next revision of each report, those with ``unfinished`` ids as drafts: two queries."""
    old = [report.counted_id for report in reports if report.counted_id is not None]
    numbers = dict(Revision.objects.filter(pk__in=old).values_list("pk", "number"))
    ids = reserve_revision_ids(len(reports))
    return [
        Renewed(
            report,
            pk,
            numbers.get(report.counted_id or 0, 0) + 1,
            report.counted_id,
            report.pk not in unfinished,
        )
        for report, pk in zip(reports, ids, strict=True)
    ]


def write(
    actor: Actor,
    moment: datetime,
    renewed: Sequence[Renewed],
    figures: Sequence[tuple[Read, Report]],
    progress: Progress,
    done: int,
    total: int,
) -> None:
    """Write the revisions with their figures; those of whole reports count from a moment. ``figures`` are
    those that are new or different; the rest of a report is carried over with its notes."""
    by_report = {item.report.pk: item for item in renewed}
    whole = [item for item in renewed if item.whole]
    with connection.cursor() as cursor:
        copy_in(cursor, "reporting_revision", _REVISION, _revisions(actor, moment, renewed))
        _stop_counting(cursor, [item.old for item in whole if item.old is not None], moment)
        rows = _figures(figures, by_report)
        copy_in(cursor, "reporting_figure", _FIGURE, _told(rows, progress, done, total))
        carried = [item for item in renewed if item.old is not None]
        cursor.execute(
            _CARRY_OVER,
            [
                [item.old for item in carried],
                [item.revision_id for item in carried],
                [item.whole for item in carried],
            ],
        )
        cursor.execute(_COUNT, [[item.report.pk for item in whole], [item.revision_id for item in whole]])
        cursor.execute(_LEAVE, [[item.report.pk for item in renewed if not item.whole]])


_REVISION = [
    "id", "report_id", "number", "state", "reason", "imported", "created_at", "created_by_id",
    "decided_at", "decided_by_id", "return_reason", "remarks", "counted_from",
]  # fmt: skip
_FIGURE = [
    "revision_id", "indicator_id", "unit_id", "starts", "ends", "answer", "value", "note", "counted",
]  # fmt: skip
_CARRY_OVER = """
INSERT INTO reporting_figure
       (revision_id, indicator_id, unit_id, starts, ends, answer, value, note, counted)
SELECT pair.new, f.indicator_id, f.unit_id, f.starts, f.ends, f.answer, f.value, f.note,
       pair.whole AND f.answer <> 0
FROM reporting_figure f
JOIN unnest(%s::int8[], %s::int8[], %s::bool[]) AS pair (old, new, whole) ON f.revision_id = pair.old
ON CONFLICT (revision_id, indicator_id) DO NOTHING
"""
_COUNT = """
UPDATE reporting_report r SET counted_id = pair.revision, state = 'accepted', version = version + 1
FROM unnest(%s::int8[], %s::int8[]) AS pair (report, revision) WHERE r.id = pair.report
"""
_LEAVE = "UPDATE reporting_report SET state = 'draft', version = version + 1 WHERE id = ANY(%s)"
_UNCOUNT = [
    "UPDATE reporting_figure SET counted = false WHERE counted AND revision_id = ANY(%(old)s)",
    "UPDATE reporting_revision SET counted_until = %(moment)s WHERE id = ANY(%(old)s)",
]


def _stop_counting(cursor: object, old: Sequence[int], moment: datetime) -> None:
    for statement in _UNCOUNT if old else ():
        cursor.execute(statement, {"old": list(old), "moment": moment})  # type: ignore[attr-defined]


def _revisions(actor: Actor, moment: datetime, renewed: Iterable[Renewed]) -> Iterator[tuple[object, ...]]:
    accepted = (State.ACCEPTED.value, actor.now, actor.user_id, moment)
    left = (State.DRAFT.value, None, None, None)
    for item in renewed:
        reason = IMPORT_REASON if item.old is not None else ""
        state, decided_at, decided_by, counted_from = accepted if item.whole else left
        yield (
            item.revision_id, item.report.pk, item.number, state, reason, True, actor.now, actor.user_id,
            decided_at, decided_by, "", "{}", counted_from,
        )  # fmt: skip


def _figures(
    figures: Iterable[tuple[Read, Report]], renewed: Mapping[int, Renewed]
) -> Iterator[tuple[object, ...]]:
    for row, report in figures:
        period, answer, item = row.period, int(row.answer), renewed[report.pk]
        yield (
            item.revision_id, row.indicator.pk, row.unit.pk, period.start, period.end,
            answer, row.value, "", item.whole and answer != Answer.MISSING,
        )  # fmt: skip


def _told(
    rows: Iterator[tuple[object, ...]], progress: Progress, done: int, total: int
) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % STEP == 0:
            progress(done + number, total)
