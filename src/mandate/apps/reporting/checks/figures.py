"""The figures: what counts must be what was accepted, once, and what was expected."""

from collections import defaultdict
from datetime import date

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.queries.doubles import doubles
from mandate.apps.units.models import Unit
from mandate.platform.integrity import MOST, Finding, damage, findings, others

_NOT_ACCEPTED = """
SELECT u.code, i.code, f.starts FROM reporting_figure f
JOIN reporting_revision v ON v.id = f.revision_id JOIN reporting_report r ON r.id = v.report_id
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.counted AND r.counted_id IS DISTINCT FROM f.revision_id
"""
_NOT_COUNTED = """
SELECT u.code, i.code, f.starts FROM reporting_figure f
JOIN reporting_report r ON r.counted_id = f.revision_id
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE NOT f.counted
"""
_ELSEWHERE = """
SELECT u.code, i.code, f.starts FROM reporting_figure f
JOIN reporting_revision v ON v.id = f.revision_id JOIN reporting_report r ON r.id = v.report_id
JOIN reporting_formperiod p ON p.id = r.form_period_id
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.unit_id <> r.unit_id OR f.starts <> p.starts OR f.ends <> p.ends
"""
_UNEXPECTED = """
SELECT u.code, i.code, p.period FROM reporting_figure f
JOIN reporting_revision v ON v.id = f.revision_id JOIN reporting_report r ON r.id = v.report_id
JOIN reporting_formperiod p ON p.id = r.form_period_id
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.counted AND NOT f.indicator_id = ANY (p.indicator_ids)
"""
_TOO_FINE = """
SELECT u.code, i.code, f.value FROM reporting_figure f
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.value <> round(f.value, i.decimals::int)
"""
_STATES = """
SELECT u.code, p.period, r.state, v.state FROM reporting_report r
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
JOIN LATERAL (SELECT state FROM reporting_revision WHERE report_id = r.id ORDER BY number DESC LIMIT 1) v
  ON true
WHERE r.state <> v.state AND r.state <> 'expected'
"""
_SPANS = """
SELECT u.code, p.period, v.number FROM reporting_revision v
JOIN reporting_report r ON r.id = v.report_id
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
WHERE (r.counted_id = v.id) <> (v.counted_from IS NOT NULL AND v.counted_until IS NULL)
"""
_PARTS = """
SELECT DISTINCT u.code, i.code, f.starts, g.starts FROM reporting_figure f
JOIN reporting_figure g ON g.counted AND g.unit_id = f.unit_id AND g.indicator_id = f.indicator_id
  AND g.id <> f.id AND g.starts <= f.starts AND g.ends >= f.ends
JOIN units_unit u ON u.id = f.unit_id JOIN indicators_indicator i ON i.id = f.indicator_id
WHERE f.counted
"""

_UNWRITTEN = """
SELECT u.code, p.period, v.number FROM reporting_revision v
JOIN reporting_report r ON r.id = v.report_id
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
WHERE v.counted_from IS NOT NULL AND NOT v.imported AND NOT EXISTS (
  SELECT FROM journal_entry e WHERE e.subject_kind = 'report' AND e.subject_id = r.id
  AND e.code = 'reporting.accepted')
"""


def check_figures() -> list[Finding]:
    """What counts is exactly the accepted revision, in its own unit and period, no finer than allowed."""
    found = damage(_NOT_ACCEPTED, "the figure of {} for {} from {} counts but is not the accepted one")
    found += damage(_NOT_COUNTED, "the accepted figure of {} for {} from {} does not count")
    found += damage(_ELSEWHERE, "the figure of {} for {} from {} is not of its report's unit and period")
    found += damage(_TOO_FINE, "the figure of {} for {}, {}, has more decimals than its indicator")
    found += damage(_STATES, "the report of {} for {} says {} but its newest revision {}")
    found += damage(_SPANS, "revision {2} of the report of {0} for {1} counts at other times than it says")
    longer = "{} has figures of {} from {} inside a longer period from {}; the longer one counts"
    return found + findings("warning", _PARTS, longer)


def check_coverage() -> list[Finding]:
    """Every counted figure was expected, so no reporting rate passes 100 %."""
    return damage(_UNEXPECTED, "the figure of {} for {} in {} counts but was not expected")


def check_accepted() -> list[Finding]:
    """Every acceptance left a row in the journal."""
    return damage(
        _UNWRITTEN, "revision {2} of the report of {0} for {1} counts, but the journal lacks its acceptance"
    )


def check_double_reports() -> list[Finding]:
    """A figure of a unit beside those of units below it, for one indicator and time: totals count both."""
    codes = dict(Indicator.objects.values_list("pk", "code"))
    found: dict[tuple[int, int, date, date], list[str]] = defaultdict(list)
    for pk, code in codes.items():  # one after the other: a nation's figures are many
        for double in doubles([pk]):
            found[double.above, double.below, double.starts, double.ends].append(code)
    ordered = sorted(found.items(), key=lambda item: (item[0][2:], item[0][:2]))
    periods = {
        (starts, ends): code
        for starts, ends, code in FormPeriod.objects.values_list("starts", "ends", "period").distinct()
    }
    units = {unit for (above, below, *_), _ in ordered[:MOST] for unit in (above, below)}
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    listed = [
        Finding(
            "warning",
            f"{names[above]} and {names[below]} below it both report {', '.join(sorted(indicators))} "
            f"for {periods[starts, ends]}; totals count both",
        )
        for (above, below, starts, ends), indicators in ordered[:MOST]
    ]
    return listed + others("warning", len(found) - len(listed))
