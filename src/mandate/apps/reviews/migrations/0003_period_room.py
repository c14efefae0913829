"""Codes of financial years and terms are longer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_notes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="period",
            field=models.CharField(max_length=24),
        ),
    ]
