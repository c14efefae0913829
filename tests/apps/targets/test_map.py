"""The map of the units below: by states of targets or classes, with and without boundaries; with a table."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.apps.targets.city import City
from tests.apps.targets.test_overview import queries_of
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.boundaries.tables.importing import BoundaryRow, ImportBoundaries, import_boundaries
from mandate.apps.targets.queries.compare import compare
from mandate.apps.targets.queries.map import AreaMap
from mandate.apps.units.services import CloseUnit, RenameUnit, close_unit, rename_unit
from mandate.core.boundary import Shape
from mandate.core.period import Period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


def square(column: int) -> Shape:
    west, south = 105_000_000 + column * 100_000, 19_000_000
    corners = (
        (west, south),
        (west + 100_000, south),
        (west + 100_000, south + 100_000),
        (west, south + 100_000),
    )
    return ((corners,),)


def bound(*codes: str, starts: date | None = None) -> None:
    rows = [BoundaryRow(at, code, square(at), starts) for at, code in enumerate(codes, start=1)]
    import_boundaries(console(), ImportBoundaries(rows))


def mapped(code: str, indicator: str, period: str = "2023") -> AreaMap:
    found = compare(console(), code, Period.parse(period), view="map", indicator=indicator).map
    assert found is not None
    return found


def page_of(town: City, code: str, indicator: str = "families") -> str:
    client = client_of(person(Role.OBSERVER, town.units["C"], "map@example.org"))
    address = reverse("targets:compare", args=[code])
    return client.get(f"{address}?view=map&period=2023&indicator={indicator}").content.decode()


def test_where_units_have_targets_the_classes_are_their_states(town: City) -> None:
    found = mapped("C", "families")
    assert found.by_targets
    assert {row.unit.code: (row.look, row.sign) for row in found.rows} == {
        "A": ("met", "●"),
        "B": ("missed", "▼"),
    }
    assert [words for _look, _sign, words in found.keys] == ["met: 1 unit", "missed: 1 unit"]


def test_without_targets_they_are_in_classes_and_who_has_no_data_is_hatched(town: City) -> None:
    found = mapped("B", "families")
    assert not found.by_targets
    assert {row.unit.code: (row.look, row.sign) for row in found.rows} == {
        "B1": ("q5", "2"),
        "B2": ("q1", "1"),
        "B3": ("nodata", ""),
    }
    assert [key[2] for key in found.keys] == ["100: 1 unit", "200: 1 unit", "no data: 1 unit"]


def test_a_unit_tells_its_number_and_one_without_says_so_alone(town: City) -> None:
    told = {row.unit.code: row.told for row in mapped("B", "families").rows}
    assert told["B1"].startswith("Phố 1: 200, ") and told["B3"].startswith("Phố 3: no data")


@pytest.mark.parametrize("view", ["map", "ranking"])
def test_where_nothing_is_counted_or_nothing_lies_below_there_is_nothing_to_draw(view: str) -> None:
    tree()
    period = Period.parse("2023")
    for code in ("C", "A1"):
        found = compare(console(), code, period, view=view)
        assert (found.map, found.ranking) == (None, None)


def test_with_boundaries_there_is_a_picture_in_which_each_unit_is_a_link_with_its_words(town: City) -> None:
    bound("A", "B")
    page = page_of(town, "C")
    [picture] = re.findall(r'<svg class="chart map".*?</svg>', page, re.DOTALL)
    assert 'role="group"' in picture and '<ul class="tiles">' not in page
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>([^<]+)</title>', picture)
    assert [link[0] for link in links] == [
        f"/unit/{code}/indicator/families/?period=2023" for code in ("A", "B")
    ]
    assert all(label == title for _href, label, title in links)
    assert "met (200)" in links[0][1] and "missed (400)" in links[1][1]
    assert picture.count('fill="url(#map-missed)"') == 1 and 'id="map-missed"' in page


def test_without_boundaries_each_unit_is_a_tile_with_the_same_numbers(town: City) -> None:
    page = page_of(town, "C")
    assert '<svg class="chart map"' not in page
    tiles = page.split('<ul class="tiles">')[1].split("</ul>")[0]
    assert re.findall(r'<li class="(\w+)">', tiles) == ["met", "missed"]
    assert "Import boundaries" not in page, "an observer may not"
    table = page.split("<table")[1]
    assert all(f"/unit/{code}/number/families/2023/" in table for code in ("A", "B"))


def test_who_has_no_boundary_stands_in_the_table_and_that_is_said(town: City) -> None:
    bound("B1", "B2")
    found = mapped("B", "families")
    assert [row.unit.code for row in found.absent] == ["B3"]
    assert "1 unit has no boundary" in page_of(town, "B")


def test_a_boundary_is_drawn_from_its_day_on(town: City) -> None:
    bound("A", "B", starts=date(2023, 12, 1))
    assert mapped("C", "families").width > 0
    assert mapped("C", "families", "2022").width == 0


def test_a_unit_that_closed_within_the_period_is_on_the_map(town: City) -> None:
    bound("B1", "B2", "B3")
    close_unit(console(), CloseUnit(town.units["B1"].pk, date(2023, 5, 1)))
    found = mapped("B", "families")
    assert [row.unit.code for row in found.rows if row.rings] == ["B1", "B2", "B3"]


def test_names_are_escaped_in_the_picture(town: City) -> None:
    bound("A", "B")
    rename_unit(console(), RenameUnit(town.units["A"].pk, {"en": '<b>"&', "vi": "A"}))
    assert '<b>"&' not in page_of(town, "C") and "&lt;b&gt;&quot;&amp;" in page_of(town, "C")


def test_nothing_below_is_said(town: City) -> None:
    assert "Nothing to compare" in page_of(town, "A1")
    assert (
        compare(console(), "A1", Period.parse("2023"), view="ranking", indicator="families").ranking is None
    )


def test_the_number_of_queries_does_not_depend_on_the_units_below() -> None:
    rows = [("C", "", "city", "C"), ("FEW", "C", "ward", "Few"), ("MANY", "C", "ward", "Many")]
    rows += [(f"F{at}", "FEW", "street", f"F{at}") for at in range(2)]
    rows += [(f"M{at}", "MANY", "street", f"M{at}") for at in range(30)]
    units = tree(rows)
    bound(*(code for code in units if len(code) > 1 and code[1:].isdigit()))
    client = client_of(person(Role.OBSERVER, units["C"], "few@example.org"))
    address = "/unit/{}/compare/?view=map&period=2023"
    client.get(address.format("FEW"))
    assert queries_of(client, address.format("FEW")) == queries_of(client, address.format("MANY"))
