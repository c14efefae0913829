"""Texts of targets that no document can hold."""

from mandate.apps.targets.models import Target
from mandate.platform.integrity import DOORS, Check, Finding, unfit


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    return unfit("target of", "set it again", Target.objects.values_list("unit__code", "document"))


CHECKS = (Check(*DOORS, check_doors),)
