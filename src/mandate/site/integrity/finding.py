"""One thing that a check found, and how to ask the database for such things."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

MOST = 100  # findings of one kind that are listed; the rest are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """``damage`` is what no deed of Mandate leaves behind; a ``warning`` is allowed but worth a look. One
    that stands for ``count`` others that are not listed says so."""

    severity: Literal["damage", "warning"]
    text: str
    count: int = 1


def rows(query: str) -> list[tuple[Any, ...]]:
    """All rows that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def damage(query: str, text: str) -> list[Finding]:
    """Findings of damage, as `findings` gives them."""
    return findings("damage", query, text)


def findings(severity: Literal["damage", "warning"], query: str, text: str) -> list[Finding]:
    """A finding for each of the first rows, and one for all others; ``text`` has a {} for each column."""
    found = rows(query)
    listed = [Finding(severity, text.format(*row)) for row in found[:MOST]]
    return listed + others(severity, len(found) - len(listed))


def others(severity: Literal["damage", "warning"], count: int) -> list[Finding]:
    """The finding that stands for those not listed; none for none."""
    return [Finding(severity, f"… and {count} more", count)] if count > 0 else []
