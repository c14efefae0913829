"""Texts of indicators that no document can hold, and codes that look the same."""

from mandate.apps.indicators.models import Indicator
from mandate.platform.integrity import DOORS, Check, Finding, lookalikes, unfit


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    there = Indicator.objects.order_by("code")
    remove = ": remove the one that is not meant, on its page"
    return [
        *unfit("indicator", "rename it", there.values_list("code", "names")),
        *unfit("indicator", "change its unit of measure", there.values_list("code", "measures")),
        *lookalikes("indicators", remove, there.values_list("code", flat=True)),
    ]


CHECKS = (Check(*DOORS, check_doors),)
