"""Of which list a saved view is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listing", "0001_initial")]

    operations = [
        migrations.AddField("savedview", "list", models.CharField(max_length=200, blank=True, default="")),
    ]
