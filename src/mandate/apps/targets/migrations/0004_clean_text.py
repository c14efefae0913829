"""Documents of targets that came in with characters that no document can hold are mended."""

from typing import Any

from django.db import migrations

from mandate.core.text import clean


def forward(apps: Any, schema_editor: Any) -> None:
    targets = apps.get_model("targets", "Target").objects
    for target in targets.exclude(document="").only("document").iterator():
        document = clean(target.document)
        if document != target.document:
            targets.filter(pk=target.pk).update(document=document)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("targets", "0003_measure")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
