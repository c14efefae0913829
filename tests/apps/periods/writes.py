"""Arguments for the services of the calendar that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.periods.services import AddPeriod, RemovePeriod, add_period
from mandate.apps.periods.tables.importing import ImportPeriods, PeriodRow


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    row = PeriodRow(2, "2031Plan", "2031-04-01", "2032-03-31", {"en": "Plan"})
    add_period(console(), AddPeriod("2022April", date(2022, 4, 1), date(2023, 3, 31)))
    return {
        "import_periods": (ImportPeriods((row,)),),
        "add_period": (AddPeriod("2023April", date(2023, 4, 1), date(2024, 3, 31)),),
        "remove_period": (RemovePeriod("2022April"),),
    }
