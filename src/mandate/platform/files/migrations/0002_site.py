import uuid
from typing import Any

from django.db import migrations, models


def name_it(apps: Any, _editor: object) -> None:
    apps.get_model("files", "Site").objects.create(pk=1, token=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_site")]},
        ),
        migrations.RunPython(name_it, migrations.RunPython.noop),
    ]
