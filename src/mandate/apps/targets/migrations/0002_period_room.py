"""Codes of financial years and terms are longer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("targets", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="period",
            field=models.CharField(max_length=24),
        ),
    ]
