"""The journal names people by their numbers only.

The names that stood in its rows go to the table of former names, each with the moment until which it held, and
what somebody typed to narrow a list goes beside its row; both can be erased there. Nothing else of a row
changes. The rows are written anew, so that no name is left in the files of the database once it is vacuumed.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What the rows say of names: who did something was called so, to whom something was done was called so from
# then on, and whoever was given another name had been called so until then. Where one name follows another in
# them, the first ended there; where the last of them is not today's, it ended right after.
NAMES = """
WITH told (user_id, at, part, id, name) AS (
    SELECT user_id, at, 0, id, by FROM journal_entry WHERE user_id IS NOT NULL AND by <> ''
    UNION ALL
    SELECT subject_id, at, 0, id, data#>>'{before,name}' FROM journal_entry
    WHERE code = 'access.user_changed' AND subject_kind = 'user' AND data#>>'{before,name}' <> ''
    UNION ALL
    SELECT subject_id, at, 1, id, data->>'user' FROM journal_entry
    WHERE subject_kind = 'user' AND jsonb_typeof(data->'user') = 'string' AND data->>'user' <> ''
), followed AS (
    SELECT user_id, name, at,
           lead(name) OVER next AS next_name, lead(at) OVER next AS next_at
    FROM told WINDOW next AS (PARTITION BY user_id ORDER BY at, part, id)
)
INSERT INTO access_formername (user_id, name, until)
SELECT f.user_id, left(f.name, 200), COALESCE(f.next_at, f.at + interval '1 microsecond')
FROM followed f JOIN access_user u ON u.id = f.user_id
WHERE f.name <> COALESCE(f.next_name, u.name)
ORDER BY f.user_id, f.at
ON CONFLICT DO NOTHING
"""
# What a row says that its list was narrowed to is pairs of a label and a text, and does not tell which were
# chosen and which typed: all count as typed, which can be erased. What has another shape is kept as a text.
APART = """
INSERT INTO journal_apart (entry_id, person_id, values)
SELECT e.id, e.user_id, jsonb_build_object('typed', typed.texts)
FROM journal_entry e CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(label, said) AS texts FROM (
        SELECT label, string_agg(said, ', ' ORDER BY number) AS said FROM (
            SELECT number,
                   CASE WHEN jsonb_typeof(one) = 'array' AND one->>0 IS NOT NULL THEN one->>0
                        ELSE 'filters' END AS label,
                   CASE WHEN jsonb_typeof(one) = 'array' AND one->>0 IS NOT NULL
                             AND jsonb_typeof(one->1) = 'string' THEN one->>1
                        ELSE one #>> '{}' END AS said
            FROM jsonb_array_elements(
                CASE jsonb_typeof(e.data->'filters')
                    WHEN 'array' THEN e.data->'filters'
                    WHEN 'null' THEN '[]'
                    ELSE jsonb_build_array(e.data->'filters') END
            ) WITH ORDINALITY AS every (one, number)
        ) AS pairs GROUP BY label
    ) AS labels
) AS typed
WHERE e.code IN ('access.people_taken', 'journal.taken') AND typed.texts IS NOT NULL
  AND jsonb_typeof(e.data) = 'object' AND e.data ? 'filters'
"""
NUMBERS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only;
UPDATE journal_entry e SET by = '', data = CASE
    WHEN jsonb_typeof(data) <> 'object' THEN data
    WHEN code IN ('access.people_taken', 'journal.taken')
         AND EXISTS (SELECT FROM journal_apart a WHERE a.entry_id = e.id)
    THEN data || '{"filters": []}'
    WHEN code IN ('access.people_taken', 'journal.taken')
    THEN data || '{"filters": [], "typed": {}}'
    WHEN split_part(code, '.', 1) IN ('access', 'signin') AND jsonb_typeof(data->'user') = 'string'
    THEN data #- '{before,name}' #- '{after,name}' || jsonb_build_object(
        'user', CASE subject_kind WHEN 'user' THEN subject_id END
    )
    ELSE data END;
ALTER TABLE journal_entry ENABLE TRIGGER journal_append_only;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("journal", "0005_circle"),
        ("access", "0007_erasable_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="apart",
                        serialize=False,
                        to="journal.entry",
                    ),
                ),
                ("values", models.JSONField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(APART, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="entry", name="by", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.RemoveField(model_name="entry", name="by"),
    ]
