"""The further units that a deed touches, append-only as the journal; of former moves and imports of units they
are read from the rows themselves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER journal_touched_append_only BEFORE UPDATE OR DELETE ON journal_touched
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_touched_never_emptied BEFORE TRUNCATE ON journal_touched
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""
BACKWARD = """
DROP TRIGGER journal_touched_never_emptied ON journal_touched;
DROP TRIGGER journal_touched_append_only ON journal_touched;
"""
FORMER = """
INSERT INTO journal_touched (entry_id, unit_id)
SELECT DISTINCT e.id, u.id
FROM journal_entry e
CROSS JOIN LATERAL (
    SELECT e.data->>'before' AS code WHERE e.code = 'units.moved'
    UNION SELECT e.data->>'after' WHERE e.code = 'units.moved'
    UNION SELECT change.key FROM jsonb_each(
        COALESCE(e.data->'renames', '{}') || COALESCE(e.data->'kinds', '{}') || COALESCE(e.data->'moves', '{}')
    ) AS change WHERE e.code = 'units.imported'
    UNION SELECT jsonb_array_elements_text(move.value) FROM jsonb_each(COALESCE(e.data->'moves', '{}')) AS move
    WHERE e.code = 'units.imported'
) AS named
JOIN units_unit u ON u.code = named.code
WHERE e.code IN ('units.moved', 'units.imported') AND e.unit_id IS DISTINCT FROM u.id
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("journal", "0003_reading"),
        migrations.swappable_dependency(settings.UNIT_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "unit_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touched",
                        to="journal.entry",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.UNIT_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
    ]
