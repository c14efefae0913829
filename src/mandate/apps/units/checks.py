"""The stored tree: on every day on which it changes it must be a tree. And what came in by doors that once
stood open: texts no document can hold, codes that look the same, units at the top that belong elsewhere."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from mandate.apps.units.models import Placement, SisterLink, Unit, UnitKind
from mandate.apps.units.structure import days_of_change, lineages
from mandate.core.span import Span
from mandate.core.tree import Structure, StructureError
from mandate.platform.integrity import DOORS, Check, Finding, damage, findings, lookalikes, unfit

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

_TOPS = """
SELECT u.code, k.code FROM units_placement s
JOIN units_unit u ON u.id = s.unit_id JOIN units_unitkind k ON k.id = u.kind_id
WHERE s.parent_id IS NULL AND s.known_until IS NULL AND s.ends IS NULL AND EXISTS (
  SELECT FROM units_placement o JOIN units_unit v ON v.id = o.unit_id
  WHERE v.kind_id = u.kind_id AND o.parent_id IS NOT NULL AND o.known_until IS NULL AND o.ends IS NULL
) AND NOT EXISTS (
  SELECT FROM units_placement o JOIN units_unit v ON v.id = o.unit_id
  WHERE v.kind_id = u.kind_id AND o.parent_id = u.id AND o.known_until IS NULL AND o.ends IS NULL
)
ORDER BY 1
"""


_BEYOND = """
SELECT s.code, u.code FROM units_sisterlink l
JOIN units_unit s ON s.id = l.sister_id JOIN units_unit u ON u.id = l.unit_id
WHERE EXISTS (
  SELECT FROM (VALUES (l.sister_id), (l.unit_id)) AS side (id)
  WHERE NOT daterange(l.starts, l.ends) <@ (
    SELECT COALESCE(range_agg(daterange(p.starts, p.ends)), '{}'::datemultirange)
    FROM units_placement p WHERE p.unit_id = side.id AND p.known_until IS NULL
  )
)
ORDER BY 1, 2, l.starts
"""


def check_sisters() -> list[Finding]:
    """Links that last while one of their units is closed, and links within one tree, on each day of
    change."""
    ends = "{} is linked beside {} on days on which one of them is closed: end the link (mandate unit unlink)"
    found = findings("warning", _BEYOND, ends)
    links = list(SisterLink.objects.select_related("sister", "unit").order_by("sister__code", "starts"))
    for link in links:
        for day in days_of_change(link.starts, link.ends):
            ways = lineages([link.sister_id, link.unit_id], day)
            if ways[link.sister_id][0] == ways[link.unit_id][0]:
                told = f"{link.sister.code} is linked beside {link.unit.code}, and lies in its tree on {day}"
                found.append(Finding("warning", f"{told}: end the link (mandate unit unlink)"))
                break
    return found


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


def check_doors() -> list[Finding]:
    """Warnings, each with what mends it."""
    units, kinds = Unit.objects.order_by("code"), UnitKind.objects.order_by("code")
    places = Placement.objects.values_list("unit__code", "document")
    close = ": close the one that is not meant (mandate unit close)"
    same = ", and forms ask only some of their units: give the units one kind"
    top = (
        "unit {} stands at the top, and others of the kind {} do not: if a file put it there, move it back "
        "(mandate unit move)"
    )
    return [
        *unfit("unit", "rename it", units.values_list("code", "names")),
        *unfit("kind of unit", "rename it", kinds.values_list("code", "names")),
        *unfit("kind of unit", "change its plural", kinds.values_list("code", "plurals")),
        *unfit("place of", "move it again", places),
        *lookalikes("units", close, units.values_list("code", flat=True)),
        *lookalikes("kinds of unit", same, kinds.values_list("code", flat=True)),
        *findings("warning", _TOPS, top),
    ]


CHECKS = (
    Check("The tree", 10, check_tree),
    Check("The links of sister organisations", 12, check_sisters),
    Check(*DOORS, check_doors),
)
