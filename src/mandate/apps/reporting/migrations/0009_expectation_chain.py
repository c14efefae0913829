"""How an excuse began and ended is kept, so that any chain of changes can be taken back step by step; and since
when a period expects an indicator that a later file brought.

What was kept before is told from the journal: an excuse began as an addition was taken back where the journal
says so then; it was ended by an addition where the journal has that addition within it, or was taken back. Taking
back twice in a row asked for the report again, so that an excuse of the first kind always ended by an addition.
An indicator came later where its first figure did.
"""

import django.db.models.deletion
from django.db import migrations, models

ENDED = """
UPDATE reporting_excuse x SET ended = CASE WHEN EXISTS (
  SELECT FROM journal_entry e
  WHERE e.subject_kind = 'report' AND e.subject_id = x.report_id AND e.code = 'reporting.unit_expected'
  AND (e.at = x.known_until OR (e.at > x.known_from AND e.at < x.known_until))
) THEN 'added' ELSE 'taken_back' END
WHERE x.known_until IS NOT NULL
"""
TAKES_BACK = """
UPDATE reporting_excuse x SET ended = CASE WHEN x.known_until IS NULL THEN '' ELSE 'added' END,
  takes_back = greatest(0, (SELECT count(*) FROM reporting_excuse b
    WHERE b.report_id = x.report_id AND b.id < x.id AND b.ended = 'added')
    + (SELECT count(r.expected_from) FROM reporting_report r WHERE r.id = x.report_id) - 1)
WHERE x.reason = 'Taken back.' AND x.closing_id IS NULL AND EXISTS (
  SELECT FROM journal_entry e
  WHERE e.subject_kind = 'report' AND e.subject_id = x.report_id AND e.code = 'reporting.expectation_undone'
  AND e.data->>'change' = 'added' AND e.at BETWEEN x.known_from - INTERVAL '1 minute' AND x.known_from
)
"""
WIDENED = """
INSERT INTO reporting_widening (form_period_id, indicator_id, known_from)
SELECT p.id, g.indicator_id, min(coalesce(v.counted_from, v.created_at)) FROM reporting_formperiod p
JOIN reporting_form m ON m.id = p.form_id AND m.automatic
JOIN reporting_report r ON r.form_period_id = p.id JOIN reporting_revision v ON v.report_id = r.id
JOIN reporting_figure g ON g.revision_id = v.id AND g.indicator_id = ANY (p.indicator_ids)
GROUP BY 1, 2, p.opened_at HAVING min(coalesce(v.counted_from, v.created_at)) > p.opened_at
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("indicators", "0001_initial"),
        ("journal", "0001_initial"),
        ("reporting", "0008_long_numbers"),
    ]
    operations = [
        migrations.AddField("excuse", "takes_back", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "excuse", "ended", models.CharField(blank=True, default="", max_length=10), False
        ),
        migrations.RunSQL([ENDED, TAKES_BACK], migrations.RunSQL.noop),
        migrations.AddConstraint(
            "excuse",
            models.CheckConstraint(
                condition=models.Q(ended="", known_until__isnull=True)
                | models.Q(ended__in=["added", "taken_back"], known_until__isnull=False),
                name="excuse_tells_how_it_ended",
            ),
        ),
        migrations.CreateModel(
            name="Widening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                (
                    "form_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="widenings",
                        to="reporting.formperiod",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form_period", "indicator"), name="widened_once")
                ],
            },
        ),
        migrations.RunSQL(WIDENED, migrations.RunSQL.noop),
    ]
