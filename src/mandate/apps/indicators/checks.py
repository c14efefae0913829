"""Texts of indicators that no document can hold, and codes that look the same."""

from mandate.apps.indicators.models import Indicator
from mandate.platform.integrity import DOORS, Check, Finding, lookalikes, unfit
from mandate.platform.parts import counts


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    there = Indicator.objects.order_by("code")
    remove = ": remove the one that is not meant, on its page"
    return [
        *unfit("indicator", "rename it", there.values_list("code", "names")),
        *unfit("indicator", "change its unit of measure", there.values_list("code", "measures")),
        *_uncounted(),
        *lookalikes("indicators", remove, there.values_list("code", flat=True)),
    ]


def _uncounted() -> list[Finding]:
    """Indicators of a part that is gone."""
    told = Indicator.objects.exclude(counted="").exclude(counted__in=list(counts())).order_by("code")
    text = "the indicator {} was counted as {}, which nothing counts any more; its figures are typed again"
    return [Finding("warning", text.format(one.code, one.counted)) for one in told]


CHECKS = (Check(*DOORS, check_doors),)
