"""The journal: the database still refuses to change it, and every kind of row is known."""

from mandate.platform.integrity import Check, Finding, no_refusal, rows
from mandate.platform.journal.events import codes

_NEEDED = (
    "journal_append_only",
    "journal_never_emptied",
    "journal_touched_append_only",
    "journal_touched_never_emptied",
)


def check_journal() -> list[Finding]:
    """The refusals are in force, and every row can be read."""
    found = no_refusal("the journal", _NEEDED)
    known = codes()
    used = rows("SELECT DISTINCT code FROM journal_entry")
    found += [
        Finding("damage", f"the journal holds rows of an unknown kind: {code}")
        for (code,) in used
        if code not in known
    ]
    return found


CHECKS = (Check("The journal", 80, check_journal),)
