"""What came in by doors that once stood open: names of forms no document can hold or that look the same,
figures that an import took in against the rules of the form, reports that one person submitted and accepted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Form, Rule
from mandate.core.errors import CoreError
from mandate.core.rules import Severity, parse_rule
from mandate.platform.integrity import MOST, Finding, findings, lookalikes, others, unfit

_NOT_WHOLE = """
SELECT u.code, p.period, string_agg(i.code, ', ' ORDER BY i.code) FROM reporting_report r
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
JOIN indicators_indicator i ON i.id = ANY(p.required_ids)
WHERE r.counted_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM reporting_figure f
  WHERE f.revision_id = r.counted_id AND f.indicator_id = i.id AND f.answer <> 0
)
GROUP BY 1, 2 ORDER BY 1, 2
"""
_OWN = """
SELECT u.code, p.period, coalesce(nullif(a.name, ''), 'person no. ' || a.id) FROM reporting_report r
JOIN reporting_revision v ON v.id = r.counted_id AND v.submitted_by_id = v.decided_by_id AND NOT v.imported
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
JOIN access_user a ON a.id = v.decided_by_id
WHERE NOT EXISTS (SELECT FROM reporting_owndecision o WHERE o.form_id = p.form_id)
ORDER BY 1, 2
"""
_CLOSED = """
SELECT u.code, p.period FROM reporting_report r
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
WHERE r.counted_id IS NULL AND r.state IN ('expected', 'draft', 'returned')
AND NOT EXISTS (SELECT FROM reporting_excuse e WHERE e.report_id = r.id AND e.known_until IS NULL)
AND NOT EXISTS (
  SELECT FROM units_placement s WHERE s.unit_id = u.id AND s.known_until IS NULL
  AND (s.ends IS NULL OR s.ends > p.starts)
)
ORDER BY 1, 2
"""


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    forms = Form.objects.order_by("code")
    retire = ": retire the one that is not meant, on its page"
    return [
        *unfit("form", "rename it", forms.values_list("code", "names")),
        *lookalikes("forms", retire, forms.values_list("code", flat=True)),
        *findings(
            "warning",
            _NOT_WHOLE,
            "the report of {} for {} was accepted without what is required ({}): start a correction",
        ),
        *_rules(),
        *findings(
            "warning",
            _OWN,
            "the report of {} for {} was submitted and accepted by one person, {}: let somebody above look",
        ),
        *findings(
            "warning",
            _CLOSED,
            "{} owes a report for {}, before which it closed: excuse it (mandate expect … --excuse)",
        ),
    ]


def _rules() -> list[Finding]:
    """Accepted figures that break a rule of severity error."""
    found = []
    for rule in Rule.objects.filter(severity=Severity.ERROR):
        try:
            parsed = parse_rule(rule.expression)
        except CoreError:
            continue
        for (unit, period), values in _values(parsed.names).items():
            if parsed.holds(values) is False:
                found.append(
                    Finding(
                        "warning",
                        f"the report of {unit} for {period} was accepted and breaks the rule "
                        f"{rule.expression}: start a correction",
                    )
                )
    return found[:MOST] + others("warning", len(found) - MOST)


def _values(codes: Iterable[str]) -> Mapping[tuple[str, str], Mapping[str, Fraction | None]]:
    """The counted figures of some indicators by report, where all of them are."""
    wanted = set(codes)
    rows = Figure.objects.filter(counted=True, answer=Answer.VALUE, indicator__code__in=wanted).values_list(
        "unit__code", "revision__report__form_period__period", "indicator__code", "value"
    )
    values: dict[tuple[str, str], dict[str, Fraction | None]] = defaultdict(dict)
    for unit, period, code, value in rows:
        values[unit, period][code] = Fraction(value or Decimal(0))
    return {report: one for report, one in values.items() if one.keys() == wanted}
