"""Reviews and what the journal says of them name people by their numbers only.

Who closed a review is who did the last closing before it was opened again; who asked for that is who made the
request that was answered at that moment; who wrote the notes is who wrote their newest version. Where there is
no such row, it is the only person who is or was called so, and with none or several of them nobody.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONLY_ONE = """
WITH only_one AS (
    SELECT name, min(id) AS id FROM (
        SELECT id, name FROM access_user UNION SELECT user_id, name FROM access_formername
    ) AS called
    WHERE name <> '' GROUP BY name HAVING count(DISTINCT id) = 1
)
"""
EVENTS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only;
THE_ONLY_ONE
UPDATE journal_entry e SET data = e.data || jsonb_build_object('asked_by', CASE
    WHEN COALESCE(e.data->>'asked_by', '') = '' THEN NULL
    ELSE COALESCE(
        (SELECT min(r.asked_by_id) FROM reviews_reopening r
         WHERE r.review_id = e.subject_id AND r.answered_at = e.at),
        one.id
    ) END)
FROM journal_entry w LEFT JOIN only_one one ON one.name = w.data->>'asked_by'
WHERE w.id = e.id AND e.code IN ('reviews.reopening_dropped', 'reviews.reopened')
  AND jsonb_typeof(e.data) = 'object';
THE_ONLY_ONE
UPDATE journal_entry e SET data = e.data || jsonb_build_object('closed_by', CASE
    WHEN COALESCE(e.data->>'closed_by', '') = '' THEN NULL
    ELSE COALESCE(
        (SELECT c.user_id FROM journal_entry c
         WHERE c.code = 'reviews.closed' AND c.subject_kind = 'review' AND c.subject_id = e.subject_id
           AND c.id < e.id ORDER BY c.id DESC LIMIT 1),
        one.id
    ) END)
FROM journal_entry w LEFT JOIN only_one one ON one.name = w.data->>'closed_by'
WHERE w.id = e.id AND e.code = 'reviews.reopened' AND jsonb_typeof(e.data) = 'object';
ALTER TABLE journal_entry ENABLE TRIGGER journal_append_only;
"""
NOTES = """
THE_ONLY_ONE
UPDATE reviews_review r SET notes_by_id = COALESCE(
    (SELECT v.user_id FROM text_version v
     WHERE v.subject_kind = 'review' AND v.subject_id = r.id AND v.number = r.version),
    one.id
)
FROM reviews_review w LEFT JOIN only_one one ON one.name = w.notes_name
WHERE w.id = r.id AND r.notes_name <> '';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("reviews", "0007_version_of_the_notes"),
        ("text", "0004_writers_by_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(EVENTS.replace("THE_ONLY_ONE", ONLY_ONE), migrations.RunSQL.noop),
        migrations.RenameField(model_name="review", old_name="notes_by", new_name="notes_name"),
        migrations.AddField(
            model_name="review",
            name="notes_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(NOTES.replace("THE_ONLY_ONE", ONLY_ONE), migrations.RunSQL.noop),
        migrations.RemoveField(model_name="review", name="notes_name"),
    ]
