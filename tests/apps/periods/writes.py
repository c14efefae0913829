"""Arguments for the services of the calendar that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.support.reporting import World

from mandate.apps.periods.services import AddPeriod, RemovePeriod
from mandate.apps.periods.tables.importing import ImportPeriods, PeriodRow


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    row = PeriodRow(2, "2031Plan", "2031-01-01", "2031-12-31", {"en": "Plan"})
    return {
        "import_periods": (ImportPeriods((row,)),),
        "add_period": (AddPeriod("2023April", date(2023, 4, 1), date(2024, 3, 31)),),
        "remove_period": (RemovePeriod("2023April"),),
    }
