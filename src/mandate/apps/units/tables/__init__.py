"""Units as a table: read in all or nothing, and out with all their places."""

from mandate.platform.tables.words import TableWords

UNITS = TableWords("units", 10, as_of="the day from which the table holds (default: from the beginning)")
TABLES = (UNITS,)
