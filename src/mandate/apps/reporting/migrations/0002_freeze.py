"""Moments at which the totals were frozen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
