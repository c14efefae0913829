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

_OF_CLOSED_UNITS = """
SELECT a.id, u.code
FROM people_application a
JOIN units_unit u ON u.id = a.unit_id
WHERE a.state IN ('applied', 'recommended', 'proposed', 'returned')
  AND NOT EXISTS (
    SELECT 1 FROM units_placement p WHERE p.unit_id = a.unit_id AND p.known_until IS NULL AND p.ends IS NULL
  )
ORDER BY u.code, a.id
"""
_OF_MEMBERS = """
SELECT a.id, u.code
FROM people_application a
JOIN units_unit u ON u.id = a.unit_id
WHERE a.state IN ('applied', 'recommended', 'proposed', 'returned')
  AND EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = a.person_id AND m.ends IS NULL)
ORDER BY u.code, a.id
"""


def check_members() -> list[Finding]:
    """Members of units that are closed, now or from a day on, and members who came to one that was not open
    on that day, as its dates stand now; open applications to units that are closed, and those of people who
    became members by another way, as by a table."""
    return [
        *findings("warning", _LEFT_BEHIND, "unit {} closes or is closed, and {} members still belong to it"),
        *findings("warning", _TOO_EARLY, "person {} came to unit {} on {}, when it was not open"),
        *findings("warning", _OF_CLOSED_UNITS, "application {} is open, and unit {} closes or is closed"),
        *findings("warning", _OF_MEMBERS, "application {} to unit {} is open, and the person is a member"),
    ]


def _named(applications: Collection[int]) -> Mapping[int, str]:
    found = Application.objects.filter(pk__in=applications).select_related("unit")
    return {one.pk: f"the application {one.pk} to {one.unit.code}" for one in found}


#: What people know a subject of attached files by.
SUBJECTS = {ApplicationPaper.SUBJECT: _named}
CHECKS = (Check("The lists of members", 45, check_members),)
