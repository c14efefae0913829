"""What only those of a unit may know of it: here where it lies."""

from tests.support.hidden import City
from tests.support.organisation import console

from mandate.apps.boundaries.tables.importing import BoundaryRow, ImportBoundaries, import_boundaries

SECRETS = ("105.676767",)
#: What is there to read from above, with a secret on it.
ABOVE = (("/exchange/boundaries.csv", "105.676767"),)


def put(city: City) -> dict[str, str]:
    """A boundary of B; it has no address."""
    shape = ((((105_676_767, 19_800_000), (105_800_000, 19_800_000), (105_800_000, 19_900_000)),),)
    import_boundaries(console(), ImportBoundaries((BoundaryRow(1, "B", shape),)))
    return {}
