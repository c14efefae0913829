"""The worked tables of names and of imports of units."""

from collections.abc import Callable

from mandate.core.textkey import fold, sort_key
from mandate.core.unitcheck import UnitRow, check_units

WorkedTable = Callable[[str, str], list[list[str]]]


def test_search_keys(worked_table: WorkedTable) -> None:
    for text, key in worked_table("names", "text"):
        assert fold(text) == key


def test_orders(worked_table: WorkedTable) -> None:
    for language, names in worked_table("names", "language"):
        order = names.split(", ")
        keys = [sort_key(name, language) for name in order]
        assert keys == sorted(keys), order
        assert len(set(keys)) == len(keys)


def test_imports_of_units(worked_table: WorkedTable) -> None:
    for table, has, problems in worked_table("unit-import", "table"):
        places = [place.split(":") for place in table.split()]
        rows = [
            UnitRow(number, code, parent, "ward", f"Unit {code}")
            for number, (code, parent) in enumerate(places, start=2)
        ]
        existing = {place.partition(":")[0]: place.partition(":")[2] for place in has.split()}
        found = [f"{problem.row} {problem.code}" for problem in check_units(rows, existing)]
        assert (", ".join(found) or "–") == problems, table
