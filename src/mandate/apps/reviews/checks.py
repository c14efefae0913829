"""The notes of reviews: what stands there is what the newest of their versions says."""

from mandate.platform.integrity import Check, Finding, damage

_APART = """
WITH written AS (
  SELECT u.code, r.period, r.version, COALESCE(v.number, 0) AS number, r.notes,
  COALESCE(v.parts, '{}') AS parts
  FROM reviews_review r JOIN units_unit u ON u.id = r.unit_id
  LEFT JOIN LATERAL (
    SELECT number, parts FROM text_version WHERE subject_kind = 'review' AND subject_id = r.id
    ORDER BY number DESC LIMIT 1) v ON true
)
SELECT code, period, number FROM written WHERE version <> number
OR (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(notes) WHERE value <> '')
IS DISTINCT FROM (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(parts) WHERE value <> '')
ORDER BY code, period
"""


def check_texts() -> list[Finding]:
    """Damage, with what mends it."""
    return damage(
        _APART,
        "the notes of the review of {} for {} are not what their newest version ({}) says: compare the two "
        "on their pages, then change the notes and save them, which makes a new version",
    )


CHECKS = (Check("The notes of reviews", 70, check_texts),)
