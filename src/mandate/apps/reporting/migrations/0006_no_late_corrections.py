"""A report that was accepted without being submitted was marked late when it was corrected: take that back."""

from django.db import migrations

TAKE_BACK = """
UPDATE reporting_report SET first_submitted_at = NULL
WHERE first_submitted_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM reporting_revision first
    WHERE first.report_id = reporting_report.id AND first.number = 1 AND first.imported
      AND first.submitted_at IS NULL AND first.counted_from <= reporting_report.first_submitted_at)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_four_eyes"),
    ]

    operations = [migrations.RunSQL(TAKE_BACK, migrations.RunSQL.noop)]
