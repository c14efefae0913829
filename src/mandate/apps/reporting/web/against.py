"""A figure beside that of the same unit a year before, or where there was none, of the period before."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.reporting.queries.report import GridLine, ReportPage
from mandate.core.outlier import Comparison, compared
from mandate.platform.i18n.formats import number, percent, period_name


@dataclass(frozen=True, slots=True)
class Against:
    """How a figure differs, in words, and whether that is a reason to ask."""

    words: str
    striking: bool


def against(item: GridLine, page: ReportPage, language: str) -> Against | None:
    """None where there is nothing to compare, and for yes or no."""
    now, then, period = item.current.value, item.year_before.value, page.year_before_period
    if then is None:
        then, period = item.previous.value, page.previous_period
    if now is None or then is None or period is None or item.kind == Kind.YES_NO:
        return None
    found = compared(now, then)
    said = {
        "difference": number(abs(found.difference), item.decimals, language),
        "period": period_name(period, language, "sentence"),
        "percent": _percent(found, language),
    }
    return Against(_sentence(found) % said, found.striking)


def _sentence(found: Comparison) -> str:
    if not found.difference:
        return _("the same as for %(period)s")
    if found.percent is None:
        return (
            _("%(difference)s more than for %(period)s")
            if found.difference > 0
            else _("%(difference)s less than for %(period)s")
        )
    if found.difference > 0:
        return _("%(difference)s more than for %(period)s (%(percent)s)")
    return _("%(difference)s less than for %(period)s (%(percent)s)")


def _percent(found: Comparison, language: str) -> str:
    if found.percent is None:
        return ""
    text = percent(abs(found.percent), 0 if abs(found.percent) >= 10 else 1, language)
    return f"+{text}" if found.percent > 0 else f"−{text}"
