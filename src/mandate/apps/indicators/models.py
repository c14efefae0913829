"""What is counted, and how it sums."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandate.core.target import Better
from mandate.core.totals import OverTime, OverUnits
from mandate.platform.database.choices import choices


class Kind(models.TextChoices):
    """What an indicator's figures are."""

    NUMBER = "number", _("number")
    YES_NO = "yes_no", _("yes or no")
    RATIO = "ratio", _("ratio by formula")


#: How figures sum over units.
OVER_UNITS_NAMES = {
    OverUnits.SUM: _("sum"),
    OverUnits.MEAN: _("mean"),
    OverUnits.MIN: _("smallest"),
    OverUnits.MAX: _("largest"),
    OverUnits.COUNT: _("number of units"),
}
#: How figures sum over time.
OVER_TIME_NAMES = {
    OverTime.SUM: _("sum"),
    OverTime.LAST: _("last"),
    OverTime.MEAN: _("mean"),
    OverTime.MIN: _("smallest"),
    OverTime.MAX: _("largest"),
}


class Denominator(models.TextChoices):
    """Of which period a ratio's denominator is, where it is reported less often than the numerator."""

    SAME = "same", _("of the same period")
    LAST_KNOWN = "last_known", _("the last known")
    ANNUALISED = "annualised", _("the last known, with the numerator brought up to a year")


#: Which way is better, for rankings and colours; a target has its own direction.
BETTER_NAMES = {
    Better.HIGHER: _("higher is better"),
    Better.LOWER: _("lower is better"),
}


class Indicator(models.Model):
    """``names``, ``descriptions`` and ``measures`` (unit of measure) are {language: text}. A ratio has a
    formula over other indicators and is computed on totals; it is never reported."""

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
