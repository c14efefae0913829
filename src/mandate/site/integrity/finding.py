"""One thing that a check found, and how to ask the database for such things."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

MOST = 100  # findings of one kind that are listed


@dataclass(frozen=True, slots=True)
class Finding:
    """``damage`` is what no deed of Mandate leaves behind; a ``warning`` is allowed but worth a look."""

    severity: Literal["damage", "warning"]
    text: str


def rows(query: str) -> list[tuple[Any, ...]]:
    """The first rows that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT {MOST}")
        return list(cursor.fetchall())


def damage(query: str, text: str) -> list[Finding]:
    """A finding of damage for every row; ``text`` has a {} for each column."""
    return [Finding("damage", text.format(*row)) for row in rows(query)]
