"""The table of toys, as the command line knows it."""

from mandate.platform.tables.words import Choice, TableWords

TOYS = TableWords(
    "toys",
    50,
    as_of="the day of the fair",
    choices=(Choice("mend", "mend what is broken", "mends what is broken"),),
)
TABLES = (TOYS,)
