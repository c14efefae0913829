"""Codes of financial years and terms are longer; forms can be weekly, and by financial year or term."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_excuses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="form",
            name="frequency",
            field=models.CharField(
                choices=[
                    ("weekly", "weekly"),
                    ("two_weekly", "every two weeks"),
                    ("monthly", "monthly"),
                    ("quarterly", "quarterly"),
                    ("half_yearly", "half-yearly"),
                    ("yearly", "yearly"),
                    ("financial_yearly", "each financial year"),
                    ("term", "each term"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="formperiod",
            name="period",
            field=models.CharField(max_length=24),
        ),
    ]
