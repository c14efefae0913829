"""A GeoJSON file as the lines of a table: each feature is a row, counted from 1, with its properties and its
geometry as JSON; its properties ``unit`` and ``from`` are columns of their own.

The file is read whole: the process that does it is bound in memory and time.
"""

import json
from collections.abc import Iterator
from typing import Any

from mandate.core.text import clean
from mandate.platform.tables.reader.limits import RefusedError

HEADING = ("unit", "from", "properties", "boundary")


def is_json(text: str) -> bool:
    """Whether a text could be a GeoJSON file; no heading of a table begins so."""
    return text.lstrip()[:1] == "{"


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The heading as row 0, then the features. Raises RefusedError where it is another kind of JSON."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise RefusedError("broken_json", int(getattr(error, "lineno", 0))) from None
    yield 0, list(HEADING)
    for number, feature in enumerate(_features(told), start=1):
        yield number, _cells(feature)


def _features(told: Any) -> list[Any]:
    """The features of a collection; a single one is a collection of one."""
    kind = told.get("type") if isinstance(told, dict) else None
    if kind == "Feature":
        return [told]
    features = told.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise RefusedError("no_features")
    return features


def _cells(feature: Any) -> list[str]:
    known = feature if isinstance(feature, dict) else {}
    properties = known.get("properties")
    plain = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(known.get("id"), str | int) and "id" not in plain:
        plain["id"] = known["id"]
    single = {name: value for name, value in plain.items() if isinstance(value, str | int | float)}
    texts = [
        _text(single.get("unit")),
        _text(single.get("from")),
        _json(single),
        _json(known.get("geometry")),
    ]
    return [clean(text).strip() for text in texts]


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
