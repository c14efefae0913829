"""What Mandate counts itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("indicators", "0003_clean_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="counted",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
