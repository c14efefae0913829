"""People are found by the database, by their folded names and addresses."""

from itertools import islice
from typing import Any

from django.db import migrations, models

from mandate.core.textkey import fold

BATCH = 1000  # people in one UPDATE


def fill(apps: Any, _schema: Any) -> None:
    """The keys of those who were there before, a batch at a time."""
    users = apps.get_model("access", "User").objects
    people = users.only("pk", "name", "email").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(people, BATCH)):
        for user in batch:
            user.search_key = f"{fold(user.name)}\n{fold(user.email)}"
        users.bulk_update(batch, ["search_key"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_reminders")]

    operations = [
        migrations.AddField("user", "search_key", models.TextField(default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
