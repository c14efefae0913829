"""Periods whose names look the same."""

from mandate.apps.periods.models import NamedPeriod
from mandate.platform.integrity import DOORS, Check, Finding, lookalikes


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    codes = NamedPeriod.objects.order_by("code").values_list("code", flat=True)
    return lookalikes("periods", ": remove the one that is not meant (mandate period remove)", codes)


CHECKS = (Check(*DOORS, check_doors),)
