"""Boundaries as a table: from GeoJSON, CSV or XLSX, read in all or nothing, and out."""

from mandate.platform.tables.words import Choice, TableWords

SKIP, REMOVE = "skip_unknown_units", "remove_empty_boundaries"

BOUNDARIES = TableWords(
    "boundaries",
    15,
    as_of="the day from which they hold (default: from the beginning)",
    choices=(
        Choice(SKIP, "leave out what belongs to no unit", "leaves these rows out"),
        Choice(
            REMOVE, "a row without a boundary takes the unit's away", "takes the boundaries of these away"
        ),
    ),
)
TABLES = (BOUNDARIES,)
