"""People are found by their former names in the database, too."""

from itertools import islice
from typing import Any

from django.db import migrations, models

from mandate.core.textkey import fold

BATCH = 1000  # names in one UPDATE


def fill(apps: Any, _schema: Any) -> None:
    """The keys of those that were there before, a batch at a time."""
    former = apps.get_model("access", "FormerName").objects
    names = former.only("pk", "name").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(names, BATCH)):
        for name in batch:
            name.search_key = fold(name.name)
        former.bulk_update(batch, ["search_key"])


class Migration(migrations.Migration):
    """After the names that the journal had were moved."""

    dependencies = [("access", "0007_erasable_names"), ("journal", "0006_people_by_number")]
    operations = [
        migrations.AddField("formername", "search_key", models.TextField(default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
