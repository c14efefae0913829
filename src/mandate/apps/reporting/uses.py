"""What reporting tells the apps of indicators and periods about those in use."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.uses import Use, declare
from mandate.apps.periods import uses as period_uses
from mandate.apps.reporting.models import Figure, FormItem, FormPeriod, Rule
from mandate.core.formula import FormulaError
from mandate.core.rules import parse_rule


def declare_uses() -> None:
    """Called once, when the app is loaded."""
    declare("forms", Use(_("Forms"), _in_forms))
    declare("opened", Use(_("Opened periods"), _in_periods))
    declare("rules", Use(_("Rules"), _in_rules))
    declare("figures", Use(_("Figures"), _figures, holds_figures=True))
    period_uses.declare("forms", lambda code: FormPeriod.objects.filter(period=code).exists())


def _in_forms(ids: Collection[int]) -> Mapping[int, int]:
    rows = FormItem.objects.filter(indicator_id__in=ids).order_by().values_list("indicator_id")
    return dict(rows.annotate(number=Count("form_id", distinct=True)))


def _in_periods(ids: Collection[int]) -> Mapping[int, int]:
    opened = FormPeriod.objects.filter(indicator_ids__overlap=list(ids)).values_list(
        "indicator_ids", flat=True
    )
    return Counter(pk for row in opened for pk in row if pk in set(ids))


def _in_rules(ids: Collection[int]) -> Mapping[int, int]:
    codes = dict(Indicator.objects.filter(pk__in=ids).values_list("code", "pk"))
    return Counter(codes[code] for rule in Rule.objects.all() for code in _names(rule) & codes.keys())


def _names(rule: Rule) -> frozenset[str]:
    try:
        return parse_rule(rule.expression).names
    except FormulaError:
        return frozenset()


def _figures(ids: Collection[int]) -> Mapping[int, int]:
    rows = Figure.objects.filter(indicator_id__in=ids).order_by().values_list("indicator_id")
    return dict(rows.annotate(number=Count("id")))
