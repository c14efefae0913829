"""Targets as a table: read in all or nothing, and out."""

from mandate.platform.tables.words import TableWords

TARGETS = TableWords(
    "targets",
    30,
    as_of="the day of the structure against which units are checked (default: any day of the period)",
    of_period=True,
)
TABLES = (TARGETS,)
