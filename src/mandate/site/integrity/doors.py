"""What came in by doors that once stood open: texts no document can hold, kinds that look the same, figures
that an import took in against the rules of the form, reports that one person submitted and accepted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Model

from mandate.apps.indicators.models import Indicator
from mandate.apps.periods.models import NamedPeriod
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Form, Rule
from mandate.apps.targets.models import Target
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.core.codes import Looks
from mandate.core.errors import CoreError
from mandate.core.rules import Severity, parse_rule
from mandate.core.text import is_clean
from mandate.site.integrity.finding import MOST, Finding, findings, others

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
SELECT u.code, p.period, a.name FROM reporting_report r
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
_TOPS = """
SELECT u.code, k.code FROM units_placement s
JOIN units_unit u ON u.id = s.unit_id JOIN units_unitkind k ON k.id = u.kind_id
WHERE s.parent_id IS NULL AND s.known_until IS NULL AND s.ends IS NULL AND EXISTS (
  SELECT FROM units_placement o JOIN units_unit v ON v.id = o.unit_id
  WHERE v.kind_id = u.kind_id AND o.parent_id IS NOT NULL AND o.known_until IS NULL AND o.ends IS NULL
) AND NOT EXISTS (
  SELECT FROM units_placement o JOIN units_unit v ON v.id = o.unit_id
  WHERE v.kind_id = u.kind_id AND o.parent_id = u.id AND o.known_until IS NULL AND o.ends IS NULL
)
ORDER BY 1
"""


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    return [
        *_texts(),
        *_lookalikes(),
        *findings(
            "warning",
            _TOPS,
            "unit {} stands at the top, and others of the kind {} do not: if a file put it there, move it "
            "back (mandate unit move)",
        ),
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


def _texts() -> list[Finding]:
    """Names and documents with characters that cannot stand in a document."""
    held: list[tuple[str, str, Iterable[tuple[str, Any]]]] = [
        ("unit", "rename it", Unit.objects.values_list("code", "names")),
        ("kind of unit", "rename it", UnitKind.objects.values_list("code", "names")),
        ("kind of unit", "change its plural", UnitKind.objects.values_list("code", "plurals")),
        ("indicator", "rename it", Indicator.objects.values_list("code", "names")),
        ("indicator", "change its unit of measure", Indicator.objects.values_list("code", "measures")),
        ("form", "rename it", Form.objects.values_list("code", "names")),
        ("target of", "set it again", Target.objects.values_list("unit__code", "document")),
        ("place of", "move it again", Placement.objects.values_list("unit__code", "document")),
    ]
    found = [
        Finding("warning", f"{what} {code!r}: a text has characters that no document can hold: {mend}")
        for what, mend, rows in held
        for code, text in rows
        if not all(map(is_clean, text.values() if isinstance(text, dict) else [text]))
    ]
    return found[:MOST] + others("warning", len(found) - MOST)


def _lookalikes() -> list[Finding]:
    """Codes of one sort that look the same, so that people take one for the other."""
    held: list[tuple[str, str, Iterable[str]]] = [
        ("units", ": close the one that is not meant (mandate unit close)", _codes(Unit)),
        (
            "kinds of unit",
            ", and forms ask only some of their units: give the units one kind",
            _codes(UnitKind),
        ),
        ("indicators", ": remove the one that is not meant, on its page", _codes(Indicator)),
        ("forms", ": retire the one that is not meant, on its page", _codes(Form)),
        ("periods", ": remove the one that is not meant (mandate period remove)", _codes(NamedPeriod)),
    ]
    found = [
        Finding(
            "warning",
            f"the {what} {', '.join(map(repr, codes))} look the same{mend}",
        )
        for what, mend, all_codes in held
        for codes in Looks(all_codes).pairs()
    ]
    return found[:MOST] + others("warning", len(found) - MOST)


def _codes(model: type[Model]) -> Iterable[str]:
    return model._default_manager.order_by("code").values_list("code", flat=True)


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
