"""Figures of past periods as a table: read in all or nothing and accepted at once, and out."""

from mandate.platform.tables.words import Choice, TableWords

FIGURES = TableWords(
    "figures",
    40,
    as_of="the day of the structure against which units are checked (default: the period's last day)",
    of_period=True,
    choices=(
        Choice(
            "partial",
            "leave incomplete reports as drafts",
            "leaves incomplete reports as drafts, which their units can finish",
        ),
        Choice(
            "accept_warnings",
            "confirm that those asked about are right",
            "reads in the figures that are asked about, if they are right",
        ),
        Choice(
            "expect_late",
            "add units that an opened period does not expect",
            "adds the units to what is expected; to add them one by one, see: mandate expect",
        ),
    ),
)
TABLES = (FIGURES,)
