"""Indicators as a table, and what every table with their numbers shares (`numbers`)."""

from mandate.platform.tables.words import TableWords

INDICATORS = TableWords("indicators", 20)
TABLES = (INDICATORS,)
