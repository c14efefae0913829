"""What ``mandate check`` looks at: each app says its own, as ``CHECKS`` in its ``checks.py``. A check reads
only. Here is what a check is, what it finds, and how to ask the database for such things.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from django.db import connection

from mandate.core.codes import Looks
from mandate.core.text import is_clean
from mandate.platform.brought import brought

MOST = 100  # findings of one kind that are listed; the rest are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """``damage`` is what nothing of Mandate leaves behind; a ``warning`` is allowed but worth a look. One
    that stands for ``count`` others that are not listed says so."""

    severity: Literal["damage", "warning"]
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Check:
    """What is told under a heading, and what finds it. The headings stand in the order of ``position``;
    checks of several apps may stand under one."""

    heading: str
    position: int
    look: Callable[[], list[Finding]]


#: What came in by doors that once stood open; the head under which several apps look for such things.
DOORS = ("What came in", 50)


def headed() -> list[tuple[str, list[Check]]]:
    """The headings in their order, each with the checks of the installed apps that stand under it."""
    every = [check for _, some in brought("checks", "CHECKS") for check in some]
    every.sort(key=lambda one: (one.position, one.heading))
    return [(head, list(some)) for head, some in groupby(every, key=lambda one: one.heading)]


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


_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"


def no_refusal(what: str, triggers: Iterable[str]) -> list[Finding]:
    """A finding for each of the triggers that is off, by which the database refuses changes."""
    there = {name for (name,) in rows(_TRIGGERS)}
    return [
        Finding("damage", f"the database no longer refuses changes to {what} ({name} is off)")
        for name in triggers
        if name not in there
    ]


def unfit(what: str, mend: str, held: Iterable[tuple[str, Any]]) -> list[Finding]:
    """Texts (one, or by language) with characters that cannot stand in a document, by the code of whose they
    are."""
    found = [
        Finding("warning", f"{what} {code!r}: a text has characters that no document can hold: {mend}")
        for code, text in held
        if not all(map(is_clean, text.values() if isinstance(text, dict) else [text]))
    ]
    return found[:MOST] + others("warning", len(found) - MOST)


def lookalikes(what: str, mend: str, codes: Iterable[str]) -> list[Finding]:
    """Codes of one sort that look the same, so that people take one for the other."""
    found = [
        Finding("warning", f"the {what} {', '.join(map(repr, some))} look the same{mend}")
        for some in Looks(codes).pairs()
    ]
    return found[:MOST] + others("warning", len(found) - MOST)
