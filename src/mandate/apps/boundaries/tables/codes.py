"""Which unit each row of a file is about: by its column ``unit``, or by the property of the features that
holds codes of units most often."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mandate.core.codes import Looks
from mandate.core.text import kept
from mandate.platform.tables.reading import ReadRow

#: Among properties that match equally often, the first of these.
_LIKELY = ("unit", "code", "id")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Codes:
    """The code in each row, "" where there is none, and the ``property`` that was found to hold them ("":
    they stand in the column). ``names`` are the properties that there are."""

    of: Mapping[int, str]
    property: str = ""
    names: tuple[str, ...] = ()


def codes_of(rows: Sequence[ReadRow], stored: Sequence[str]) -> Codes:
    """The codes of the rows, as those that are stored are written."""
    looks = Looks(stored)
    known = set(stored)

    def as_stored(text: str) -> str:
        return text if text in known else looks.find(text) or text

    told = {row.number: _properties(row.cells.get("properties", "")) for row in rows}
    column = {row.number: as_stored(row["unit"]) for row in rows}
    # A property of this name can also say what an area is measured in.
    if any(code in known for code in column.values()) or not any(told.values()):
        return Codes(column)
    matches: Counter[str] = Counter()
    for properties in told.values():
        matches.update(name for name, text in properties.items() if as_stored(text) in known)
    names = tuple(dict.fromkeys(name for properties in told.values() for name in properties))
    found = max(names, key=lambda name: (matches[name], _likely(name)), default="")
    if not matches[found]:
        return Codes({row.number: "" for row in rows}, "", names)
    return Codes({number: as_stored(one.get(found, "")) for number, one in told.items()}, found, names)


def _likely(name: str) -> int:
    """More for a name that codes usually have."""
    folded = name.casefold()
    return len(_LIKELY) - _LIKELY.index(folded) if folded in _LIKELY else 0


def _properties(text: str) -> dict[str, str]:
    """The properties that could be codes, as texts."""
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    found: dict[str, str] = {}
    for name, value in told.items():
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # as some programs save whole numbers
        if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= _LONGEST:
            found[kept(str(name))[:_LONGEST]] = kept(str(value))
    return found
