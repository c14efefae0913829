"""Of which period a ratio takes its denominator."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("indicators", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="denominator",
            field=models.CharField(
                choices=[
                    ("same", "of the same period"),
                    ("last_known", "the last known"),
                    ("annualised", "the last known, with the numerator brought up to a year"),
                ],
                default="same",
                max_length=10,
            ),
        ),
    ]
