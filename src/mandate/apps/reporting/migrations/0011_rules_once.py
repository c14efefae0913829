"""A rule stands once; of those that say the same the oldest stays."""

from django.db import migrations, models

DOUBLES = """
DELETE FROM reporting_rule AS later USING reporting_rule AS first
WHERE later.id > first.id AND later.expression = first.expression AND later.severity = first.severity
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("reporting", "0010_papers")]

    operations = [
        migrations.RunSQL(DOUBLES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(fields=("expression", "severity"), name="rule_once"),
        ),
    ]
