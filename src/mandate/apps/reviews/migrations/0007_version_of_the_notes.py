"""The version of a review becomes the number of the newest version of its notes: closing and opening again are
no change of them. Drafts go on from the same text; one that was behind already stays so."""

from django.db import migrations

FORWARD = """
WITH now_at AS (
  SELECT r.id, r.unit_id, r.period, r.version AS old, COALESCE(max(v.number), 0) AS new
  FROM reviews_review r LEFT JOIN text_version v ON v.subject_kind = 'review' AND v.subject_id = r.id
  GROUP BY r.id
), drafts AS (
  UPDATE text_draft d SET seen = CASE d.seen WHEN n.old THEN n.new ELSE 0 END
  FROM now_at n WHERE d.place = 'review-notes:' || n.unit_id || ':' || n.period
)
UPDATE reviews_review r SET version = n.new FROM now_at n WHERE n.id = r.id AND r.version <> n.new
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("reviews", "0006_notes_in_markdown"), ("text", "0003_turns_of_drafts")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
