"""Reports of units that had closed before the period began, with nothing submitted, are excused; names of forms
that came in with characters that no document can hold are mended."""

from typing import Any

from django.db import migrations

from mandate.core.text import clean

EXCUSE = """
INSERT INTO reporting_excuse (report_id, reason, closing_id, known_from)
SELECT r.id, 'The unit is closed.', r.unit_id, now() FROM reporting_report r
JOIN reporting_formperiod p ON p.id = r.form_period_id
WHERE r.counted_id IS NULL AND r.state IN ('expected', 'draft', 'returned')
AND EXISTS (SELECT FROM units_placement s WHERE s.unit_id = r.unit_id AND s.known_until IS NULL)
AND NOT EXISTS (
  SELECT FROM units_placement s WHERE s.unit_id = r.unit_id AND s.known_until IS NULL
  AND (s.ends IS NULL OR s.ends > p.starts)
)
AND NOT EXISTS (SELECT FROM reporting_excuse e WHERE e.report_id = r.id AND e.known_until IS NULL)
"""


def forward(apps: Any, schema_editor: Any) -> None:
    forms = apps.get_model("reporting", "Form").objects
    for form in forms.all():
        names = {language: clean(text) for language, text in form.names.items()}
        if names != form.names:
            forms.filter(pk=form.pk).update(names=names)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("reporting", "0006_no_late_corrections"), ("units", "0004_clean_text")]
    operations = [
        migrations.RunSQL(EXCUSE, migrations.RunSQL.noop),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
