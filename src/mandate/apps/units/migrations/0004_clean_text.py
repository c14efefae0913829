"""Names, kinds and documents that came in with characters that no document can hold are mended; a kind whose code
cannot stand in an address gets one that can."""

import re
from typing import Any

from django.db import migrations

from mandate.core.text import clean

CODE = re.compile(r"\w[\w.:-]*")


def forward(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("units", "UnitKind").objects
    taken = set(kinds.values_list("code", flat=True))
    for kind in kinds.all():
        code = kind.code
        if not CODE.fullmatch(code):
            base = re.sub(r"[^\w.:-]+", "-", clean(code)).strip("-.:")[:36] or "kind"
            number, code = 1, base
            while code in taken:
                number += 1
                code = f"{base}-{number}"
            taken.add(code)
        names, plurals = _clean(kind.names), _clean(kind.plurals)
        if (code, names, plurals) != (kind.code, kind.names, kind.plurals):
            kinds.filter(pk=kind.pk).update(code=code, names=names, plurals=plurals)
    units = apps.get_model("units", "Unit").objects
    for unit in units.only("names").iterator():
        names = _clean(unit.names)
        if names != unit.names:
            units.filter(pk=unit.pk).update(names=names)
    placements = apps.get_model("units", "Placement")._base_manager
    for placement in placements.exclude(document="").only("document").iterator():
        document = clean(placement.document)
        if document != placement.document:
            placements.filter(pk=placement.pk).update(document=document)


def _clean(names: dict[str, str]) -> dict[str, str]:
    return {language: clean(text) for language, text in names.items()}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("units", "0003_known_placements")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
