"""The stored tree: on every day on which it changes it must be a tree."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from mandate.apps.units.models import Placement, Unit
from mandate.core.span import Span
from mandate.core.tree import Structure, StructureError
from mandate.site.integrity.finding import Finding, damage, findings

_OVERLAPS = """
SELECT u.code, a.starts, b.starts FROM units_placement a
JOIN units_placement b ON a.unit_id = b.unit_id AND a.id < b.id
 AND daterange(a.starts, a.ends) && daterange(b.starts, b.ends)
 AND a.known_until IS NULL AND b.known_until IS NULL
JOIN units_unit u ON u.id = a.unit_id
"""
_PLACELESS = """
SELECT code FROM units_unit u WHERE NOT EXISTS (
  SELECT FROM units_placement p WHERE p.unit_id = u.id AND p.known_until IS NULL
)
"""
_KEYLESS = "SELECT code FROM units_unit WHERE search_key = '' OR sort_keys = '{}'::jsonb"


def check_tree() -> list[Finding]:
    """Overlapping places, units without a place or a search key, and for each day of change: closed parents
    and circles."""
    found = damage(_OVERLAPS, "unit {} has two places at once, from {} and from {}")
    found += damage(_KEYLESS, "unit {} cannot be searched or sorted")
    found += findings("warning", _PLACELESS, "unit {} never had a place in the tree")
    codes = dict(Unit.objects.values_list("pk", "code"))
    spans = list(Placement.objects.values_list("unit_id", "parent_id", "starts", "ends"))
    days = {starts for _unit, _parent, starts, _ends in spans} | {ends for *_rest, ends in spans}
    for day in sorted({date.min, *(day for day in days if day is not None)}):
        found += _check_day(spans, day, codes)
    return found


def _check_day(
    spans: Sequence[tuple[int, int | None, date | None, date | None]], day: date, codes: dict[int, str]
) -> list[Finding]:
    standing = {unit: parent for unit, parent, starts, ends in spans if Span(starts, ends).holds(day)}
    when = f"since always until {day}" if day == date.min else f"on {day}"
    found = [
        Finding("damage", f"unit {codes[unit]} stands {when} under {codes[parent]}, which is closed then")
        for unit, parent in standing.items()
        if parent is not None and parent not in standing
    ]
    ids = np.array(list(standing), dtype=np.int64)
    parents = np.array([parent if parent in standing else 0 for parent in standing.values()], dtype=np.int64)
    try:
        Structure.build(ids, parents)
    except StructureError as error:
        unit = codes.get(int(str(error.params.get("id", 0))), "?")
        found.append(Finding("damage", f"unit {unit} lies below itself {when}"))
    return found
