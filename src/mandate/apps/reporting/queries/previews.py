"""Reports as somebody who accepts many looks them through: first figures, warnings, notes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.queries.findings import HISTORY, Checks, checks_for
from mandate.apps.reporting.queries.report import GridLine, item_of
from mandate.apps.reporting.queries.values import Finding, Stored, stored_of
from mandate.platform.i18n.languages import text_in
from mandate.platform.periods import period_of

#: So many figures stand in the table; the report has the others.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """The first figures of a report that are answered (each with its value of the period before), how many of
    ``asked`` are answered, and how many warnings and notes there are."""

    items: tuple[GridLine, ...]
    answered: int
    asked: int
    warnings: tuple[str, ...]
    notes: int


def previews(report_ids: Collection[int]) -> dict[int, Preview]:
    """Previews by report, of reports the actor is known to see: a few queries for each form and period among
    them, however many reports there are."""
    reports = list(Report.objects.filter(pk__in=report_ids).select_related("form_period"))
    newest = {
        revision.report_id: revision.pk
        for revision in Revision.objects.filter(report__in=reports)
        .order_by("report_id", "-number")
        .distinct("report_id")
    }
    stored: dict[int, dict[int, Stored]] = {pk: {} for pk in newest.values()}
    for figure in Figure.objects.filter(revision_id__in=newest.values()):
        stored[figure.revision_id][figure.indicator_id] = stored_of(figure)
    found: dict[int, Preview] = {}
    by_period: dict[int, list[Report]] = {}
    for report in reports:
        by_period.setdefault(report.form_period_id, []).append(report)
    for group in by_period.values():
        opened = group[0].form_period
        checks = checks_for(group[0], opened)
        histories = _histories(opened, [report.unit_id for report in group])
        for report in group:
            own = replace(checks, history=_values(histories.get(report.unit_id, {})))
            before = _before(histories.get(report.unit_id, {}))
            found[report.pk] = _preview(own, stored.get(newest.get(report.pk, 0), {}), before)
    return found


# The values of one unit: by indicator, (period code, value), oldest first.
_History = Mapping[int, list[tuple[str, Decimal, Stored]]]


def _histories(
    opened: FormPeriod, unit_ids: Collection[int]
) -> dict[int, dict[int, list[tuple[str, Decimal, Stored]]]]:
    """The counted values of many units in the last periods of the same frequency: one query."""
    before = period_of(opened.period).back(HISTORY)
    if not before:
        return {}
    codes = {(period.start, period.end): period.code for period in before}
    rows = Figure.objects.filter(
        unit_id__in=unit_ids,
        indicator_id__in=opened.indicator_ids,
        counted=True,
        answer=Answer.VALUE,
        starts__gte=before[-1].start,
        ends__lte=opened.starts,
    ).order_by("starts")
    found: dict[int, dict[int, list[tuple[str, Decimal, Stored]]]] = {}
    for row in rows:
        if (row.starts, row.ends) in codes and row.value is not None:
            entry = (codes[row.starts, row.ends], row.value, stored_of(row))
            found.setdefault(row.unit_id, {}).setdefault(row.indicator_id, []).append(entry)
    return found


def _values(history: _History) -> dict[int, list[Decimal]]:
    return {pk: [value for _code, value, _stored in rows] for pk, rows in history.items()}


def _before(history: _History) -> dict[int, Stored]:
    """What counted in the latest earlier period for which the unit has figures."""
    last = max((rows[-1][0] for rows in history.values()), default="")
    return {pk: rows[-1][2] for pk, rows in history.items() if rows[-1][0] == last}


def _preview(checks: Checks, stored: Mapping[int, Stored], before: Mapping[int, Stored]) -> Preview:
    answered = [one for one in checks.indicators if one.pk in stored and stored[one.pk].answered]
    findings = checks.findings(stored)
    return Preview(
        items=tuple(
            item_of(one, one.pk in checks.required_ids, (stored, before, {}, {}), findings)
            for one in answered[:SHOWN]
        ),
        answered=len(answered),
        asked=len(checks.indicators),
        warnings=tuple(_named(finding, checks) for finding in findings),
        notes=sum(bool(one.note) for one in stored.values()),
    )


def _named(finding: Finding, checks: Checks) -> str:
    """A finding away from its field: a rule's sentence speaks for itself, others need the indicator named."""
    if finding.code == "rule":
        return finding.sentence
    named = next(one for one in checks.indicators if one.pk == finding.indicator_ids[0])
    return f"{text_in(named.names) or named.code}: {finding.sentence}"
