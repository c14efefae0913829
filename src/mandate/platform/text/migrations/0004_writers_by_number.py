"""A version knows its writer by the number only. Of one that has a name alone, the writer is the only person
who is or was called so; with none or several of them it has no writer."""

from django.db import migrations, models

WRITERS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE text_version DISABLE TRIGGER text_version_append_only;
WITH only_one AS (
    SELECT name, min(id) AS id FROM (
        SELECT id, name FROM access_user UNION SELECT user_id, name FROM access_formername
    ) AS called
    WHERE name <> '' GROUP BY name HAVING count(DISTINCT id) = 1
)
UPDATE text_version v SET by = '', user_id = COALESCE(v.user_id, one.id)
FROM text_version w LEFT JOIN only_one one ON one.name = w.by
WHERE w.id = v.id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE text_version ENABLE TRIGGER text_version_append_only;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("text", "0003_turns_of_drafts"), ("journal", "0006_people_by_number")]
    operations = [
        migrations.RunSQL(WRITERS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="version", name="by", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.RemoveField(model_name="version", name="by"),
    ]
