"""What the rules, the unit's own history and the required items say of a report's figures."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Report, Rule
from mandate.apps.reporting.queries.values import NOTHING, Finding, Stored
from mandate.core import rules as core_rules
from mandate.core.outlier import Outlier, Side, far_from_history, is_near
from mandate.core.period import Period
from mandate.core.rules import Severity
from mandate.platform.i18n.formats import NO_VALUE, list_of, number
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.periods import period_of

HISTORY = 8
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Checks:
    """All that is needed to judge a report's figures without another query, however often they change."""

    indicators: tuple[Indicator, ...]
    required_ids: frozenset[int]
    rules: tuple[tuple[Rule, core_rules.Rule], ...]
    history: Mapping[int, Sequence[Decimal]]

    def findings(self, entries: Mapping[int, Stored], *, complete: bool = False) -> tuple[Finding, ...]:
        """What is to be said of these figures; ``complete`` also names what is required and missing."""
        found = [*self._rule_findings(entries), *self._outliers(entries)]
        if complete:
            found = [*self._missing(entries), *found]
        return tuple(found)

    def _missing(self, entries: Mapping[int, Stored]) -> list[Finding]:
        sentence = _("This figure is required: a number, a zero or “not applicable”.")
        return [
            Finding(Severity.ERROR, "required", (item.pk,), sentence)
            for item in self.indicators
            if item.pk in self.required_ids and not entries.get(item.pk, NOTHING).answered
        ]

    def _rule_findings(self, entries: Mapping[int, Stored]) -> list[Finding]:
        if not self.rules:
            return []
        by_code = {item.code: item for item in self.indicators}
        values = {item.code: _fraction(entries.get(item.pk, NOTHING)) for item in self.indicators}
        parsed = [(rule, Severity(row.severity)) for row, rule in self.rules]
        return [
            Finding(
                broken.severity,
                "rule",
                tuple(by_code[name].pk for name in broken.names),
                rule_sentence(self.rules[broken.rule_index][0], broken.names, by_code, values),
            )
            for broken in core_rules.check(parsed, values)
        ]

    def _outliers(self, entries: Mapping[int, Stored]) -> list[Finding]:
        found = []
        for item in self.indicators:
            value, earlier = entries.get(item.pk, NOTHING).value, self.history.get(item.pk)
            if value is None or not earlier or item.kind == Kind.YES_NO:
                continue
            if is_near(value, earlier[-1]):
                continue
            outlier = far_from_history(Fraction(value), [Fraction(one) for one in earlier])
            if outlier is not None:
                sentence = _outlier_sentence(outlier, item.decimals)
                found.append(Finding(Severity.WARNING, "outlier", (item.pk,), sentence))
        return found


def checks_for(report: Report, form_period: FormPeriod) -> Checks:
    """Read what judges this report: three queries."""
    return checks_for_many([(report, form_period)])[report.pk]


def checks_for_many(reports: Sequence[tuple[Report, FormPeriod]]) -> dict[int, Checks]:
    """What judges reports, by the report's id: three queries for any number of them."""
    checks = checks_of({opened.pk: opened for _report, opened in reports}.values())
    history = _histories(reports)
    return {
        report.pk: replace(checks[opened.pk], history=history.get(report.pk, {}))
        for report, opened in reports
    }


def checks_of(form_periods: Collection[FormPeriod]) -> dict[int, Checks]:
    """What judges the reports of opened periods, by the period's id, yet without a unit's history: two
    queries."""
    known = Indicator.objects.in_bulk({pk for opened in form_periods for pk in opened.indicator_ids})
    parsed = [(rule, core_rules.parse_rule(rule.expression)) for rule in Rule.objects.all()]
    checks = {}
    for opened in form_periods:
        indicators = [known[pk] for pk in opened.indicator_ids if pk in known]
        codes = {item.code for item in indicators}
        checks[opened.pk] = Checks(
            indicators=tuple(indicators),
            required_ids=frozenset(opened.required_ids),
            rules=tuple((row, rule) for row, rule in parsed if rule.names <= codes),
            history={},
        )
    return checks


def earlier_spans(period: Period) -> list[tuple[date, date]]:
    """The spans of the periods with which a figure is compared: the last of the frequency, oldest first."""
    return [(before.start, before.end) for before in reversed(period.back(HISTORY))]


def _histories(reports: Sequence[tuple[Report, FormPeriod]]) -> dict[int, dict[int, list[Decimal]]]:
    """By report and indicator: the unit's own counted values of the last periods of the same frequency,
    oldest first."""
    if not reports:
        return {}
    opened = {form_period.pk: form_period for _report, form_period in reports}
    spans = {pk: set(earlier_spans(period_of(one.period))) for pk, one in opened.items()}
    first = [starts for found in spans.values() for starts, _ends in found]
    last = max(one.starts for one in opened.values())
    rows = (
        Figure.objects.filter(
            unit_id__in={report.unit_id for report, _opened in reports},
            indicator_id__in={pk for one in opened.values() for pk in one.indicator_ids},
            counted=True,
            answer=Answer.VALUE,
            starts__gte=min(first, default=last),
            ends__lte=last,
        )
        .order_by("starts")
        .values_list("unit_id", "indicator_id", "starts", "ends", "value")
    )
    of_unit: dict[int, list[tuple[int, date, date, Decimal]]] = {}
    for unit_id, indicator_id, starts, ends, value in rows:
        if value is not None:
            of_unit.setdefault(unit_id, []).append((indicator_id, starts, ends, value))
    histories: dict[int, dict[int, list[Decimal]]] = {}
    for report, form_period in reports:
        history = histories.setdefault(report.pk, {})
        for indicator_id, starts, ends, value in of_unit.get(report.unit_id, ()):
            if (starts, ends) in spans[form_period.pk]:
                history.setdefault(indicator_id, []).append(value)
    return histories


def _fraction(stored: Stored) -> Fraction | None:
    return None if stored.value is None else Fraction(stored.value)


def rule_sentence(
    rule: Rule,
    names: Sequence[str],
    by_code: Mapping[str, Indicator],
    values: Mapping[str, Fraction | None],
) -> str:
    """The rule's sentence with each {code} replaced by its figure; without a sentence, the rule itself."""
    language = current()

    def shown(code: str) -> str:
        value = values.get(code)
        return NO_VALUE if value is None else number(value, by_code[code].decimals, language)

    sentence = text_in(rule.sentences, language)
    if sentence:
        return _PLACEHOLDER.sub(lambda match: shown(match[1]) if match[1] in values else match[0], sentence)
    figures = [f"{text_in(by_code[name].names) or name}: {shown(name)}" for name in names]
    return _("Does not fit together: %(figures)s (%(rule)s).") % {
        "figures": list_of(figures, language),
        "rule": rule.expression,
    }


def _outlier_sentence(outlier: Outlier, decimals: int) -> str:
    language = current()
    last = number(outlier.last, decimals, language)
    if outlier.factor is not None and outlier.factor >= 2:
        factor = number(outlier.factor, 0 if outlier.factor >= 10 else 1, language)
        return _("%(factor)s times the last value, %(last)s. Is that right?") % {
            "factor": factor,
            "last": last,
        }
    if outlier.side is Side.HIGHER:
        return _("Much higher than before; the last value was %(last)s. Is that right?") % {"last": last}
    return _("Much lower than before; the last value was %(last)s. Is that right?") % {"last": last}
