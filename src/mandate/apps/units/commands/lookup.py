"""The unit that a command names, found in the database or refused in one line."""

from datetime import date

from mandate.apps.units.models import Unit
from mandate.core.tree import Structure
from mandate.platform.console.output import CommandError


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
