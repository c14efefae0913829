"""People are listed in the order of the reader's dictionary, so the keys of their names are kept."""

from typing import Any

from django.db import migrations, models

from mandate.platform.database.names import keys_of
from mandate.platform.i18n.languages import CODES


def fill(apps: Any, _schema: Any) -> None:
    users = apps.get_model("access", "User").objects
    for user in users.only("pk", "name").iterator():
        users.filter(pk=user.pk).update(sort_keys=keys_of(dict.fromkeys(CODES, user.name)))


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sign_in")]

    operations = [
        migrations.AddField("user", "sort_keys", models.JSONField(default=dict, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
