"""What ``mandate check`` looks at in posts: nothing of it should be, and the pages show what is meant to be
seen to by people."""

from mandate.platform.integrity import Check, Finding, findings

_OUTSIDE = """
SELECT u.code, h.person_id, h.starts
FROM posts_holding h
JOIN posts_post p ON p.id = h.post_id
JOIN units_unit u ON u.id = p.unit_id
LEFT JOIN posts_body b ON b.id = p.body_id
WHERE h.starts < p.starts OR COALESCE(h.ends, 'infinity') > COALESCE(p.ends, 'infinity')
   OR h.starts < b.starts OR COALESCE(h.ends, 'infinity') > COALESCE(b.ends, 'infinity')
ORDER BY u.code, h.person_id
"""
_CROWDED = """
SELECT u.code, p.id, h.starts
FROM posts_holding h
JOIN posts_post p ON p.id = h.post_id
JOIN units_unit u ON u.id = p.unit_id
WHERE p.places < (
    SELECT count(*) FROM posts_holding o
    WHERE o.post_id = h.post_id AND o.starts <= h.starts AND COALESCE(o.ends, 'infinity') > h.starts
  )
ORDER BY u.code, p.id, h.starts
"""
_BETWEEN_TERMS = """
SELECT u.code, h.person_id, h.starts
FROM posts_holding h
JOIN posts_post p ON p.id = h.post_id
JOIN units_unit u ON u.id = p.unit_id
WHERE EXISTS (
    SELECT 1 FROM posts_term t
    WHERE t.body_id = p.body_id AND t.starts < COALESCE(h.ends, 'infinity') AND t.ends > h.starts
      AND (h.starts < t.starts OR COALESCE(h.ends, 'infinity') > t.ends)
  )
ORDER BY u.code, h.person_id
"""
_NO_MEMBER = """
SELECT u.code, count(DISTINCT h.person_id)
FROM posts_holding h
JOIN posts_post p ON p.id = h.post_id
JOIN units_unit u ON u.id = p.unit_id
WHERE COALESCE(h.ends, 'infinity') > CURRENT_DATE
  AND EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = h.person_id)
  AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = h.person_id
    AND COALESCE(m.ends, 'infinity') > CURRENT_DATE)
GROUP BY u.code
ORDER BY u.code
"""
_LEFT_BEHIND = """
SELECT u.code, count(*)
FROM posts_holding h
JOIN posts_post p ON p.id = h.post_id
JOIN units_unit u ON u.id = p.unit_id
WHERE COALESCE(h.ends, 'infinity') > (
    SELECT max(COALESCE(l.ends, 'infinity')) FROM units_placement l
    WHERE l.unit_id = p.unit_id AND l.known_until IS NULL
  )
GROUP BY u.code
ORDER BY u.code
"""


def check_posts() -> list[Finding]:
    """Holdings outside their post, body or term, more holders than places; and what happened beside posts:
    people who are no members any more, units that closed."""
    return [
        *findings("damage", _OUTSIDE, "unit {}: person {} holds a post from {} beyond its days"),
        *findings("damage", _CROWDED, "unit {}: post {} has more holders than places on {}"),
        *findings("damage", _BETWEEN_TERMS, "unit {}: person {} holds a post from {} across two terms"),
        *findings("warning", _NO_MEMBER, "unit {}: {} people hold a post and are no members any more"),
        *findings("warning", _LEFT_BEHIND, "unit {} closes or is closed, and {} posts are still held"),
    ]


CHECKS = (Check("The posts and who holds them", 46, check_posts),)
