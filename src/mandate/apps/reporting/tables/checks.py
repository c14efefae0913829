"""What the form would say of the reports that an import changes: rules, required figures, and questions about
figures far from the unit's own history or far ahead in time; and who may decide on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import FormPeriod, Report, Revision
from mandate.apps.reporting.queries.deciding import FORBIDDEN, Case, refusals
from mandate.apps.reporting.queries.findings import Checks, checks_of, earlier_spans
from mandate.apps.reporting.queries.values import Finding, Stored
from mandate.apps.reporting.tables.rows import Read
from mandate.core.problem import Problem
from mandate.core.rules import Severity
from mandate.platform.access.actor import Actor

#: A period that begins so many years after this one is likelier a slip than a plan.
FAR = 5

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Touched:
    """A report that an import changes: its rows in the file, and which of their indicators are new or differ;
    ``before`` is what stands of it so far, by indicator."""

    report: Report
    rows: Sequence[Read]
    changed: Collection[int]
    before: Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Verdict:
    """``incomplete`` are the problems of reports that are not whole, by report; ``questions`` can be answered
    by going on."""

    incomplete: dict[int, list[Problem]] = field(default_factory=dict)
    questions: list[Problem] = field(default_factory=list)


def judge(touched: Sequence[Touched], opened: Mapping[int, FormPeriod], today: date) -> Verdict:
    """Judge the reports as they would stand after the import: three queries for any number of them."""
    verdict = Verdict()
    used = {one.report.form_period_id for one in touched}
    checks = checks_of([opened[pk] for pk in used])
    earlier = _Earlier.of(touched)
    for one in touched:
        found = _findings(checks[one.report.form_period_id], earlier, one)
        for finding in found:
            problem = _problem(finding, one, checks[one.report.form_period_id])
            if finding.severity == Severity.ERROR:
                verdict.incomplete.setdefault(one.report.pk, []).append(problem)
            elif set(finding.indicator_ids) & set(one.changed):
                verdict.questions.append(problem)
        verdict.questions += [
            Problem(row.row, "period", "figure_far", {"period": row.period.code})
            for row in one.rows
            if row.indicator.pk in one.changed and row.period.start.year > today.year + FAR
        ]
    return verdict


def undecidable(actor: Actor, touched: Sequence[Touched], opened: Mapping[int, FormPeriod]) -> list[Problem]:
    """An import accepts, so it is for those who may decide on the reports: not on those of their own units,
    and not on what they submitted themselves."""
    counted = [one.report.counted_id for one in touched if one.report.counted_id is not None]
    submitted = dict(Revision.objects.filter(pk__in=counted).values_list("report_id", "submitted_by_id"))
    cases = [
        Case(
            one.report.unit_id,
            opened[one.report.form_period_id].form_id,
            submitted.get(one.report.pk),
            brought=True,
        )
        for one in touched
    ]
    problems = []
    for one, why in zip(touched, refusals(actor, cases), strict=True):
        if why:
            row = one.rows[0]
            code = "figure_not_decided" if why == FORBIDDEN else "figure_own"
            told = {"unit": row.unit.code, "period": row.period.code}
            problems.append(Problem(row.row, "unit", code, told))
    return problems


def _findings(checks: Checks, earlier: "_Earlier", one: Touched) -> Iterable[Finding]:
    history = earlier.history(one)
    if not (history or checks.rules or checks.required_ids):
        return ()
    decimals = {item.pk: item.decimals for item in checks.indicators}
    entries = {pk: _stored(*answer, decimals.get(pk, 0)) for pk, answer in one.before.items()}
    entries |= {row.indicator.pk: Stored(row.answer, row.value) for row in one.rows}
    return replace(checks, history=history).findings(entries, complete=True)


def _stored(answer: int, scaled: int, decimals: int) -> Stored:
    is_value = answer == Answer.VALUE
    return Stored(Answer(answer), Decimal(scaled).scaleb(-decimals) if is_value else None)


def _problem(finding: Finding, one: Touched, checks: Checks) -> Problem:
    """A finding at the row of the first figure it speaks of that the file has; else at the report's first."""
    rows = {row.indicator.pk: row for row in one.rows}
    row = next((rows[pk] for pk in finding.indicator_ids if pk in rows), one.rows[0])
    if finding.code == "required":
        lacking = next(item.code for item in checks.indicators if item.pk in finding.indicator_ids)
        told = {"unit": row.unit.code, "period": row.period.code, "indicator": lacking}
        return Problem(row.row, "", "figure_required", told)
    code = "figure_rule" if finding.severity == Severity.ERROR else "figure_question"
    return Problem(row.row, "value", code, {"said": finding.sentence})


_COUNTED = """
SELECT f.unit_id, f.indicator_id, f.starts, f.ends, f.value FROM reporting_figure f
WHERE f.counted AND f.answer = 1 AND f.indicator_id = ANY(%s) AND f.unit_id = ANY(%s)
  AND (f.starts, f.ends) IN (SELECT * FROM unnest(%s::date[], %s::date[]))
"""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What counted for earlier periods before the import, by unit and indicator. The years of one file are
    not held against each other: who brings a history knows it as a whole."""

    spans: Mapping[str, Sequence[Span]]
    values: Mapping[tuple[int, int], Mapping[Span, Decimal]]

    @classmethod
    def of(cls, touched: Sequence[Touched]) -> "_Earlier":
        periods = {one.rows[0].period.code: one.rows[0].period for one in touched}
        spans = {code: earlier_spans(period) for code, period in periods.items()}
        wanted = {span for found in spans.values() for span in found}
        changed = [row for one in touched for row in one.rows if row.indicator.pk in one.changed]
        units, indicators = {row.unit.pk for row in changed}, {row.indicator.pk for row in changed}
        values: dict[tuple[int, int], dict[Span, Decimal]] = {}
        if changed and wanted:
            starts, ends = zip(*wanted, strict=True)
            with connection.cursor() as cursor:
                cursor.execute(_COUNTED, [list(indicators), list(units), list(starts), list(ends)])
                for unit, indicator, start, end, value in cursor:
                    values.setdefault((unit, indicator), {})[start, end] = value
        return cls(spans, values)

    def history(self, one: Touched) -> dict[int, list[Decimal]]:
        """The earlier values of the figures that a report gets, oldest first."""
        spans = self.spans[one.rows[0].period.code]
        history = {}
        for row in one.rows:
            found = (
                self.values.get((row.unit.pk, row.indicator.pk)) if row.indicator.pk in one.changed else None
            )
            if found:
                history[row.indicator.pk] = [found[span] for span in spans if span in found]
        return history
