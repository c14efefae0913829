"""Circles in which nobody is left: of such a matter nobody knows any more who may do something about it."""

from mandate.platform.integrity import Check, Finding, findings

_LEFT = """
SELECT c.id, COALESCE(
  (SELECT 'unit ' || u.code FROM journal_entry e JOIN units_unit u ON u.id = e.unit_id
   WHERE e.circle_id = c.id ORDER BY e.id LIMIT 1), 'the whole organisation')
FROM circles_circle c WHERE NOT EXISTS (
  SELECT FROM circles_member m JOIN access_user p ON p.id = m.user_id
  WHERE m.circle_id = c.id AND p.is_active
) ORDER BY c.id
"""


def check_circles() -> list[Finding]:
    """Warnings: a right to sign in is taken away without a look at circles (decision 0027)."""
    return findings(
        "warning",
        _LEFT,
        "nobody who may sign in is left in circle {0}, of a confidential matter of {1}: hand it to somebody "
        "by `mandate admin circle {0} ADDRESS`",
    )


CHECKS = (Check("The circles of confidential matters", 85, check_circles),)
