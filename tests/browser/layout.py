"""How the words of a page lie: none cut off, squeezed, over another, or out of the frame; and no name that
could be that of several units."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from playwright.sync_api import Page
from tests.browser.site import Site

#: How often a page is looked at that may not have come to rest.
RESTS = 20

_LOOK = Path(__file__).with_name("layout.js").read_text()
_REPEATED = """
SELECT name.value, array_agg(DISTINCT above.value) FROM units_placement placement
JOIN units_unit unit ON unit.id = placement.unit_id JOIN units_unit parent ON parent.id = placement.parent_id
CROSS JOIN LATERAL jsonb_each_text(unit.names) name CROSS JOIN LATERAL jsonb_each_text(parent.names) above
WHERE placement.known_until IS NULL GROUP BY name.value HAVING count(DISTINCT unit.id) > 1
"""


def repeated_names(site: Site) -> dict[str, list[str]]:
    """The names that several units have, each with the names of the units above those."""
    return dict(site.rows(_REPEATED))


def complaints_of(page: Page, repeated: Mapping[str, Sequence[str]] = {}) -> list[str]:
    """What is wrong with the page once it has come to rest, a line each."""
    for _again in range(RESTS):
        found = cast(list[str], page.evaluate(_LOOK, dict(repeated)))
        if not found:
            break
    return found
