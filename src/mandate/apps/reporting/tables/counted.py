"""Automatic indicators in an import: their figures are counted for every report that it touches, and a row
may only repeat them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mandate.apps.indicators.definition import count_of
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.automatic import counted_now, owed
from mandate.apps.reporting.queries.values import Stored
from mandate.apps.reporting.tables.plan import Plan
from mandate.apps.reporting.tables.rows import KnownIndicator, Read
from mandate.apps.reporting.tables.stored import scaled_answer
from mandate.core.entry import NOT_APPLICABLE
from mandate.core.number import PLAIN, plain
from mandate.core.problem import Problem

Scaled = tuple[int, int]


@dataclass(slots=True)
class Counting:
    """The rows of the file, those of automatic indicators with what is counted; what is counted for its
    reports and stands in no row of it; all that is counted, by report and indicator; and the rows that say
    something else."""

    rows: Sequence[Read]
    beside: list[tuple[Read, Report]] = field(default_factory=list)
    answers: dict[int, dict[int, Scaled]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def counting(
    rows: Sequence[Read],
    reports: Sequence[Report],
    plan: Plan,
    known: Mapping[int, KnownIndicator],
    standing: Mapping[int, Mapping[int, Scaled]],
) -> Counting:
    """Count for the reports that the file changes. ``standing`` is what stands in each so far. As many
    queries for one report as for a thousand."""
    if not any(map(count_of, known.values())):
        return Counting(rows)
    touched = {
        report.pk: report
        for row, report in zip(rows, reports, strict=True)
        if report.pk in plan.drafts or standing[report.pk].get(row.indicator.pk) != scaled_answer(row)
    }
    opened = {report.pk: plan.opened[report.form_period_id] for report in touched.values()}
    counted = counted_now(
        owed(report, opened[pk], [known[one] for one in opened[pk].indicator_ids if one in known])
        for pk, report in touched.items()
    )
    found = Counting([])
    settled: list[Read] = []
    for row, report in zip(rows, reports, strict=True):
        now = counted.get(report.pk, {}).get(row.indicator.pk)
        if now is not None:
            told = row
            row = row._replace(answer=now.answer, value=now.value)
            if scaled_answer(told) not in (scaled_answer(row), standing[report.pk].get(row.indicator.pk)):
                found.problems.append(_differs(told, row))
        settled.append(row)
    found.rows = settled
    found.answers = {
        pk: {one: _scaled(stored, known[one].decimals) for one, stored in given.items()}
        for pk, given in counted.items()
    }
    found.beside = list(_beside(settled, reports, counted, known, standing))
    return found


def _beside(
    rows: Sequence[Read],
    reports: Sequence[Report],
    counted: Mapping[int, Mapping[int, Stored]],
    known: Mapping[int, KnownIndicator],
    standing: Mapping[int, Mapping[int, Scaled]],
) -> Iterator[tuple[Read, Report]]:
    """As if they stood in the file, beside a row of the same report: what is counted and differs from what
    stands there."""
    brought = {(report.pk, row.indicator.pk) for row, report in zip(rows, reports, strict=True)}
    first = {report.pk: (row, report) for row, report in zip(rows, reports, strict=True)}
    for pk, given in counted.items():
        like, report = first[pk]
        for one, stored in given.items():
            read = Read(0, like.unit, known[one], like.period, stored.answer, stored.value)
            if (pk, one) not in brought and standing[pk].get(one) != scaled_answer(read):
                yield read, report


def _differs(told: Read, counted: Read) -> Problem:
    number = counted.value
    params = {
        "indicator": told.indicator.code,
        "unit": told.unit.code,
        "period": told.period.code,
        "counted": NOT_APPLICABLE[PLAIN] if number is None else plain(number, told.indicator.decimals),
    }
    return Problem(told.row, "value", "figure_counted", params)


def _scaled(stored: Stored, decimals: int) -> Scaled:
    return int(stored.answer), 0 if stored.value is None else int(stored.value.scaleb(decimals))
