"""Members as a table: read in all or nothing by their member numbers, and out with all their memberships."""

from mandate.platform.tables.words import Choice, TableWords

PEOPLE = TableWords(
    "people",
    15,
    choices=(
        Choice(
            "correct",
            "put names, dates of birth and telephones right that differ",
            "takes names, dates of birth and telephones of people who are known from the table",
        ),
    ),
)
TABLES = (PEOPLE,)
