"""City C with wards and streets, figures of 2022 and 2023 at the streets, and targets for 2023."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.organisation import SMALL, console, tree
from tests.support.reporting import indicators

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.models import Unit

FIGURES = {
    ("A1", "families", "2022"): "90",
    ("A2", "families", "2022"): "100",
    ("A1", "families", "2023"): "100",
    ("A2", "families", "2023"): "100",
    ("B1", "families", "2023"): "200",
    ("B2", "families", "2023"): "100",
    ("A1", "cultural", "2023"): "80",
    ("A2", "cultural", "2023"): "90",
    ("B1", "cultural", "2023"): "150",
    ("B2", "cultural", "2023"): "100",
    ("A1", "clean", "2023"): "1",
    ("A2", "clean", "2023"): "0",
    ("B1", "clean", "2023"): "1",
}
#: C: cultural exceeded, share met, area without data; A: families met; B: families missed, clean of goal 0.
TARGETS = [
    ("C", "cultural", "2023", "400", "at_least"),
    ("C", "share", "2023", "84.0", "at_least"),
    ("C", "area", "2023", "12.5", "at_least"),
    ("C", "families", "2022", "180", "at_least"),
    ("A", "families", "2023", "200", "at_least"),
    ("B", "families", "2023", "400", "at_least"),
    ("B", "clean", "2023", "0", "at_most"),
]


@dataclass(frozen=True)
class City:
    units: dict[str, Unit]
    indicators: dict[str, Indicator]


def city(rows: Sequence[tuple[str, str, str, str]] = SMALL) -> City:
    """B3 never reports."""
    units = tree(rows)
    known = indicators()
    figures = [FigureRow(place, *key, value) for place, (key, value) in enumerate(FIGURES.items(), start=2)]
    import_figures(console(), ImportFigures(rows=figures))
    targets = [TargetRow(place, *row, document="Plan 7") for place, row in enumerate(TARGETS, start=2)]
    import_targets(console(), ImportTargets(rows=targets))
    return City(units, known)
