"""What ``mandate check`` looks at in the lists of members."""

from collections.abc import Collection, Mapping

from mandate.apps.people.models import Application, ApplicationPaper
from mandate.platform.integrity import Check, Finding, findings

_LEFT_BEHIND = """
SELECT u.code, count(*)
FROM people_membership m
JOIN units_unit u ON u.id = m.unit_id
WHERE m.ends IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM units_placement p WHERE p.unit_id = m.unit_id AND p.known_until IS NULL AND p.ends IS NULL
  )
GROUP BY u.code
ORDER BY u.code
"""
_TOO_EARLY = """
SELECT m.person_id, u.code, m.starts
FROM people_membership m
JOIN units_unit u ON u.id = m.unit_id
WHERE NOT EXISTS (
    SELECT 1 FROM units_placement p
    WHERE p.unit_id = m.unit_id AND p.known_until IS NULL
      AND (p.starts IS NULL OR p.starts <= m.starts) AND (p.ends IS NULL OR p.ends > m.starts)
  )
ORDER BY u.code, m.person_id
"""


def check_members() -> list[Finding]:
    """Members of units that are closed, now or from a day on, and members who came to one that was not open
    on that day, as its dates stand now."""
    return [
        *findings("warning", _LEFT_BEHIND, "unit {} closes or is closed, and {} members still belong to it"),
        *findings("warning", _TOO_EARLY, "person {} came to unit {} on {}, when it was not open"),
    ]


def _named(applications: Collection[int]) -> Mapping[int, str]:
    found = Application.objects.filter(pk__in=applications).select_related("unit")
    return {one.pk: f"the application {one.pk} to {one.unit.code}" for one in found}


#: What people know a subject of attached files by.
SUBJECTS = {ApplicationPaper.SUBJECT: _named}
CHECKS = (Check("The lists of members", 45, check_members),)
