"""People are listed in the order of the reader's dictionary, so the keys of their names are kept."""

from itertools import islice
from typing import Any

from django.db import migrations, models

from mandate.platform.database.names import keys_of
from mandate.platform.i18n.languages import CODES

BATCH = 1000  # people in one UPDATE


def fill(apps: Any, _schema: Any) -> None:
    """The keys are made here, by each language's alphabet, and written a batch at a time."""
    users = apps.get_model("access", "User").objects
    people = users.only("pk", "name").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(people, BATCH)):
        for user in batch:
            user.sort_keys = keys_of(dict.fromkeys(CODES, user.name))
        users.bulk_update(batch, ["sort_keys"])


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sign_in")]

    operations = [
        migrations.AddField("user", "sort_keys", models.JSONField(default=dict, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
