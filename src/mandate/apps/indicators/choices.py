"""What can be chosen about an indicator, with its words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from mandate.core.target import Better
from mandate.core.totals import OverTime, OverUnits


class Kind(TextChoices):
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


class Denominator(TextChoices):
    """Of which period a ratio's denominator is, where it is reported less often than the numerator."""

    SAME = "same", _("of the same period")
    LAST_KNOWN = "last_known", _("the last known")
    ANNUALISED = "annualised", _("the last known, with the numerator brought up to a year")


#: Which way is better, for rankings and colours; a target has its own direction.
BETTER_NAMES = {
    Better.HIGHER: _("higher is better"),
    Better.LOWER: _("lower is better"),
}
