"""The unit that a command names, found in the database or refused in one line."""

from datetime import date

from mandate.apps.units.models import Unit
from mandate.core.tree import Structure
from mandate.platform.console.output import CommandError
from mandate.platform.database.codes import row_called, unknown


def unit_called(code: str) -> Unit:
    """The unit of a code, or of the only one that looks like it."""
    unit = row_called(Unit.objects.all(), code)
    if unit is None:
        raise CommandError(unknown(f"There is no unit with the code {code}.", Unit.objects.all(), code))
    return unit


def require_standing(unit: Unit, structure: Structure, day: date) -> None:
    """The unit is part of the structure of a day."""
    if unit.pk not in structure:
        raise CommandError(f"The unit {unit.code} did not exist on {day.isoformat()}.")
