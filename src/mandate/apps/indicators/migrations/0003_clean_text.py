"""Names and units of measure that came in with characters that no document can hold are mended."""

from typing import Any

from django.db import migrations

from mandate.core.text import clean


def forward(apps: Any, schema_editor: Any) -> None:
    indicators = apps.get_model("indicators", "Indicator").objects
    for indicator in indicators.all():
        names, measures = _clean(indicator.names), _clean(indicator.measures)
        if (names, measures) != (indicator.names, indicator.measures):
            indicators.filter(pk=indicator.pk).update(names=names, measures=measures)


def _clean(names: dict[str, str]) -> dict[str, str]:
    return {language: clean(text) for language, text in names.items()}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("indicators", "0002_denominator")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
