"""Arguments for the services of indicators that would be right for somebody who may."""

from typing import Any

from tests.support.reporting import World

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.services import MoveIndicator, RemoveIndicator, SaveIndicator
from mandate.apps.indicators.tables.importing import ImportIndicators, IndicatorRow


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    row = IndicatorRow(2, "new", "New", "", "0", "number", "sum", "sum", "", "higher")
    return {
        "save_indicator": (SaveIndicator(None, Definition("new"), {"en": "New"}),),
        "remove_indicator": (RemoveIndicator(city.indicators["share"].pk),),
        "move_indicator": (MoveIndicator(city.clean.pk, -1),),
        "import_indicators": (ImportIndicators((row,)),),
    }
