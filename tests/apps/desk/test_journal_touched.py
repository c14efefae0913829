"""What touches further units: who reads of it, whole or beside, on the page, by its filters and live."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.desk.queries.journal import JournalRow, Wanted, deeds, lately
from mandate.apps.units.models import Unit
from mandate.apps.units.services import MoveUnit, UndoPlace, UnitRow, move_unit, undo_place
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import Actor, Role
from mandate.platform.journal.models import Touched

pytestmark = pytest.mark.django_db

YESTERDAY, NEXT_YEAR = date(2024, 1, 4), date(2025, 1, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def rename_by_table(actor: Actor, codes: Sequence[str]) -> None:
    kinds = {"A": "ward", "B": "ward"}
    parents = {"A": "C", "B": "C"}
    rows = [UnitRow(2, "C", "", "city", "Thành phố")] + [
        UnitRow(number, code, parents.get(code, code[0]), kinds.get(code, "street"), f"Tên mới {code}")
        for number, code in enumerate(codes, start=3)
    ]
    import_units(actor, ImportUnits(tuple(rows)))


def newest(actor: Actor, **wanted: object) -> JournalRow | None:
    rows = deeds(actor, Wanted(code="units.", **wanted)).rows  # type: ignore[arg-type]
    return rows[0] if rows else None


def test_whoever_imports_reads_of_it_whole_and_the_units_only_that_it_touches_them(
    units: dict[str, Unit],
) -> None:
    importer = acting(Role.ADMINISTRATOR, None)
    rename_by_table(importer, ["A1", "A2", "B1"])
    whole = newest(importer)
    assert whole is not None and whole.sentence == "Imported units: 3 new or changed units"
    assert {change.label for change in whole.changes} == {"A1", "A2", "B1"} and whole.unit is None
    own = newest(replace(importer, grants=acting(Role.SECRETARY, units["B"]).grants))
    assert own is not None and own.sentence == whole.sentence, "one's own deeds, whatever roles are left"

    ward = newest(acting(Role.SECRETARY, units["A"]))
    assert ward is not None and ward.unit is not None
    assert (ward.sentence, ward.unit.unit.code, ward.more, ward.changes) == ("Units imported", "A1", 1, ())
    text = client_of(person(Role.SECRETARY, units["A"])).get("/journal/").content.decode()
    assert "Units imported" in text and "and 1 more unit of yours" in text
    assert "B1" not in re.sub("<[^>]*>", " ", text)  # a token in a tag may hold these letters


def test_whom_it_does_not_touch_reads_nothing_of_it(units: dict[str, Unit]) -> None:
    before = newest(acting(Role.SECRETARY, units["B"]))
    rename_by_table(console(), ["A1", "A2"])
    assert newest(acting(Role.SECRETARY, units["B"])) == before


def test_the_filters_tell_no_more_than_the_page(units: dict[str, Unit]) -> None:
    """Neither a unit nor a word finds for a reader what stands in the part of a deed that is not told."""
    ward = acting(Role.SECRETARY, units["A"])
    rename_by_table(console(), ["A1", "B1"])
    latest = newest(ward)
    assert latest is not None
    assert newest(ward, unit_id=units["A1"].pk) == latest
    assert newest(ward, unit_id=units["B1"].pk) is None
    assert newest(ward, text="Tên mới B1") is None
    city = acting(Role.SECRETARY, None)
    told = newest(city, unit_id=units["B1"].pk, text="Tên mới B1")
    assert told is not None and told.id == latest.id


def test_the_unit_that_another_left_and_the_one_it_comes_to_read_of_the_move(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, YESTERDAY))
    left, got = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["B"])
    told = newest(left)
    assert told is not None and told.sentence == "Moved A1 away from 4 January 2024" and not told.changes
    assert [row.id for row in lately(left, units["A"].pk, 1)] == [told.id]
    there = newest(got)
    assert there is not None and there.sentence == "Moved A1 under B from 4 January 2024"

    undo_place(console(), UndoPlace(units["A1"].pk))
    for actor in (left, got):
        back = newest(actor)
        assert back is not None and back.sentence == "Took back the move of A1 on 4 January 2024"


def both_wards(units: dict[str, Unit]) -> Actor:
    """Somebody with a role on A and one on B."""
    one, other = (acting(Role.SECRETARY, units[code]) for code in "AB")
    return replace(one, grants=one.grants + other.grants)


def test_who_holds_both_sides_reads_where_a_unit_went_though_it_moved_on(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2024, 1, 2)))
    move_unit(console(), MoveUnit(units["A1"].pk, units["C"].pk, YESTERDAY))
    rows = deeds(both_wards(units), Wanted(code="units.moved")).rows
    assert [row.sentence for row in rows] == [
        "Moved A1 away from 4 January 2024",
        "Moved A1 under B from 2 January 2024",
    ]


def test_what_is_asked_for_of_one_unit_is_told_of_that_unit(units: dict[str, Unit]) -> None:
    rename_by_table(console(), ["A1", "A2", "B1"])
    reader = both_wards(units)
    every, one = newest(reader), newest(reader, unit_id=units["B1"].pk)
    assert every and every.unit and (every.unit.unit.code, every.more) == ("A1", 2)
    assert one and one.unit and (one.unit.unit.code, one.more) == ("B1", 0)


def test_who_is_to_get_a_unit_reads_of_it_before_the_day(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, NEXT_YEAR))
    got = newest(acting(Role.SECRETARY, units["B"]))
    assert got is not None and got.sentence == "Moved A1 under B from 1 January 2025"


def test_an_import_of_many_units_costs_as_many_queries_as_one_of_few(units: dict[str, Unit]) -> None:
    """And a reader's page, too, however many such imports stand on it."""

    def cost(count: int) -> int:
        rows = [UnitRow(2, "C", "", "city", "Thành phố")]
        rows += [UnitRow(3 + n, f"N{count}-{n}", "A", "street", f"Phố {count} {n}") for n in range(count)]
        with asked_anew() as captured:
            import_units(console(), ImportUnits(tuple(rows)))
        told = [query for query in captured if "journal_" in query["sql"] or "pg_notify" in query["sql"]]
        return len(told)

    ward = acting(Role.SECRETARY, units["A"])

    def page() -> int:
        deeds(ward)
        with asked_anew() as captured:
            assert deeds(ward).rows
        return len(captured)

    few, shown = cost(1), page()
    assert cost(900) == few
    assert page() == shown
    assert Touched.objects.count() >= 900
