"""What targets tell the indicators app about the indicators in use."""

from collections.abc import Collection, Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.uses import Use, declare
from mandate.apps.targets.models import Target


def declare_uses() -> None:
    """Called once, when the app is loaded."""
    declare("targets", Use(_("Targets"), _targets, holds_figures=True))


def _targets(ids: Collection[int]) -> Mapping[int, int]:
    rows = Target.objects.filter(indicator_id__in=ids).order_by().values_list("indicator_id")
    return dict(rows.annotate(number=Count("id")))
