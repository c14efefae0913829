"""What is counted, and how it sums."""

from django.db import models
from django.db.models import Q

from mandate.apps.indicators.choices import BETTER_NAMES, OVER_TIME_NAMES, OVER_UNITS_NAMES, Denominator, Kind
from mandate.core.target import Better
from mandate.core.totals import OverTime, OverUnits
from mandate.platform.database.choices import choices


class Indicator(models.Model):
    """``names``, ``descriptions`` and ``measures`` (unit of measure) are {language: text}. A ratio has a
    formula over other indicators and is computed on totals; it is never reported. ``counted`` is the name of
    what Mandate counts itself (platform/counts.py): such an indicator is reported, and never typed."""

    code = models.CharField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict, blank=True)
    measures = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NUMBER)
    decimals = models.PositiveSmallIntegerField(default=0)
    over_units = models.CharField(max_length=6, choices=choices(OVER_UNITS_NAMES), default=OverUnits.SUM)
    over_time = models.CharField(max_length=6, choices=choices(OVER_TIME_NAMES), default=OverTime.SUM)
    formula = models.CharField(max_length=2000, blank=True)
    denominator = models.CharField(max_length=10, choices=Denominator, default=Denominator.SAME)
    better = models.CharField(max_length=6, choices=choices(BETTER_NAMES), default=Better.HIGHER)
    allow_negative = models.BooleanField(default=False)
    counted = models.CharField(max_length=60, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    search_key = models.TextField(default="")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_at_most_6_decimals"),
            models.CheckConstraint(
                condition=(Q(kind="ratio") & ~Q(formula="")) | (~Q(kind="ratio") & Q(formula="")),
                name="indicator_ratio_has_formula",
            ),
        ]

    def __str__(self) -> str:
        return self.code
