"""On what a target is judged: its period, since its term began, or the last year of the term."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("targets", "0002_period_room"),
    ]

    operations = [
        migrations.AddField(
            model_name="target",
            name="measure",
            field=models.CharField(
                choices=[
                    ("period", "in the period"),
                    ("cumulative", "since the term began"),
                    ("state", "in the last year of the term"),
                ],
                default="period",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="term",
            field=models.CharField(blank=True, max_length=24),
        ),
    ]
