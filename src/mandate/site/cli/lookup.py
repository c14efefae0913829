"""What a command names, found in the database or refused in one line."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from mandate.apps.indicators.models import Indicator
from mandate.apps.units.models import Unit
from mandate.core.period import Period, PeriodError
from mandate.core.tree import Structure
from mandate.platform.access.actor import console
from mandate.platform.i18n.problems import sentence
from mandate.platform.periods import period_of
from mandate.site.cli.errors import CommandError


def today() -> date:
    """The day it is in the organisation's time zone."""
    return console(timezone.now()).today


def period_called(code: str) -> Period:
    """The period of a code."""
    try:
        return period_of(code)
    except PeriodError as error:
        raise CommandError(sentence(error)) from None


def unit_called(code: str) -> Unit:
    """The unit of a code."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(f"There is no unit with the code {code}.")
    return unit


def require_standing(unit: Unit, structure: Structure, day: date) -> None:
    """The unit is part of the structure of a day."""
    if unit.pk not in structure:
        raise CommandError(f"The unit {unit.code} did not exist on {day.isoformat()}.")


def indicators_called(codes: Sequence[str] | None) -> list[Indicator]:
    """The indicators of these codes, or all of them, in their order."""
    everything = list(Indicator.objects.all())
    if not codes:
        return everything
    known = {indicator.code: indicator for indicator in everything}
    for code in codes:
        if code not in known:
            raise CommandError(f"There is no indicator with the code {code}.")
    return [known[code] for code in dict.fromkeys(codes)]
