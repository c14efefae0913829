"""Financial years, terms and plans as a table: read in all or nothing, and out."""

from mandate.platform.tables.words import TableWords

PERIODS = TableWords("periods", 25)
TABLES = (PERIODS,)
