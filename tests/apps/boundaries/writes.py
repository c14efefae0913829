"""Arguments for the services of boundaries that would be right for somebody who may."""

from typing import Any

from tests.support.reporting import World

from mandate.apps.boundaries.tables.importing import BoundaryRow, ImportBoundaries

SQUARE = ((((105_700_000, 19_800_000), (105_800_000, 19_800_000), (105_800_000, 19_900_000)),),)


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    return {"import_boundaries": (ImportBoundaries((BoundaryRow(1, "A", SQUARE),)),)}
