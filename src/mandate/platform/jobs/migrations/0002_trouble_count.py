"""All that is wrong is counted, and of it is kept what is shown, each thing with its rows in words."""

from typing import Any

from django.db import migrations, models


def name_rows(apps: Any, schema_editor: Any) -> None:
    """What ended before had a problem for each row."""
    for job in apps.get_model("jobs", "Job").objects.exclude(trouble=[]):
        job.trouble_count = len(job.trouble)
        job.trouble = [one | {"rows": str(one["row"])} for one in job.trouble[:200]]
        job.save(update_fields=["trouble", "trouble_count"])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField("job", "trouble_count", models.PositiveIntegerField(default=0)),
        migrations.RunPython(name_rows, migrations.RunPython.noop, elidable=True),
    ]
