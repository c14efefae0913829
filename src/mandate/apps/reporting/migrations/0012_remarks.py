"""What whoever decided remarked on single figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0011_rules_once")]

    operations = [
        migrations.AddField("revision", "remarks", models.JSONField(default=dict)),
    ]
