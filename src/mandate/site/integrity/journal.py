"""The journal, and the versions of texts: the database still refuses to change them, and what was decided
stands in it."""

from mandate.platform.journal.events import codes
from mandate.site.integrity.finding import Finding, damage, rows

_TRIGGERS = """
SELECT tgname FROM pg_trigger WHERE tgrelid IN
('journal_entry'::regclass, 'journal_touched'::regclass, 'text_version'::regclass)
AND NOT tgisinternal AND tgenabled IN ('O', 'A')
"""
_UNWRITTEN = """
SELECT u.code, p.period, v.number FROM reporting_revision v
JOIN reporting_report r ON r.id = v.report_id
JOIN reporting_formperiod p ON p.id = r.form_period_id JOIN units_unit u ON u.id = r.unit_id
WHERE v.counted_from IS NOT NULL AND NOT v.imported AND NOT EXISTS (
  SELECT FROM journal_entry e WHERE e.subject_kind = 'report' AND e.subject_id = r.id
  AND e.code = 'reporting.accepted')
"""
_NEEDED = {
    "journal_append_only": "the journal",
    "journal_never_emptied": "the journal",
    "journal_touched_append_only": "the journal",
    "journal_touched_never_emptied": "the journal",
    "text_version_append_only": "versions of texts",
    "text_version_never_emptied": "versions of texts",
}


def check_journal() -> list[Finding]:
    """The refusals are in force, every row can be read, and every acceptance left one."""
    there = {name for (name,) in rows(_TRIGGERS)}
    found = [
        Finding("damage", f"the database no longer refuses changes to {what} ({name} is off)")
        for name, what in _NEEDED.items()
        if name not in there
    ]
    known = codes()
    used = rows("SELECT DISTINCT code FROM journal_entry")
    found += [
        Finding("damage", f"the journal holds rows of an unknown kind: {code}")
        for (code,) in used
        if code not in known
    ]
    return found + damage(
        _UNWRITTEN, "revision {2} of the report of {0} for {1} counts, but the journal lacks its acceptance"
    )
