"""What targets tell the apps of indicators and periods about those in use."""

from collections.abc import Collection, Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.uses import Use, declare
from mandate.apps.periods import uses as period_uses
from mandate.apps.targets.models import Target


def declare_uses() -> None:
    """Called once, when the app is loaded."""
    declare("targets", Use(_("Targets"), _targets, holds_figures=True))
    period_uses.declare("targets", lambda code: Target.objects.filter(period=code).exists())


def _targets(ids: Collection[int]) -> Mapping[int, int]:
    rows = Target.objects.filter(indicator_id__in=ids).order_by().values_list("indicator_id")
    return dict(rows.annotate(number=Count("id")))
