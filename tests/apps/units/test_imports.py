"""Reading units in: what is made, what changes from a day, and every problem by its row."""

from datetime import date
from time import perf_counter

import pytest
from tests.support.organisation import SMALL, acting, console, tree

from mandate.apps.units import queries
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.services import ImportUnits, UnitImportSummary, UnitRow, import_units
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 1)


def load(
    *rows: tuple[str, str, str, str], as_of: date | None = None, dry_run: bool = False
) -> UnitImportSummary:
    numbered = tuple(UnitRow(number, *row) for number, row in enumerate(rows, start=2))
    return import_units(console(), ImportUnits(numbered, as_of, dry_run))


def problems(*rows: tuple[str, str, str, str], as_of: date | None = None) -> list[tuple[int, str, str]]:
    with pytest.raises(Problems) as caught:
        load(*rows, as_of=as_of)
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def parents(day: date) -> dict[str, str]:
    """Each unit's parent on a day, by code."""
    codes = dict(Unit.objects.values_list("id", "code"))
    structure = queries.structure_on(day)
    return {
        codes[int(unit)]: codes[int(structure.ids[above])] if above >= 0 else ""
        for unit, above in zip(structure.ids, structure.parent, strict=True)
    }


def test_new_units_have_stood_since_always_and_their_kinds_speak_seven_languages() -> None:
    summary = load(*SMALL)
    assert summary == UnitImportSummary(8, 0, 0, 0, ("city", "ward", "street"))
    assert parents(date(1900, 1, 1)) == {code: parent for code, parent, _, _ in SMALL}
    ward = UnitKind.objects.get(code="ward")
    assert len(ward.names) == len(ward.plurals) == 7
    assert ward.plurals["de"] == "Stadtviertel"
    entry = Entry.objects.get(code="units.imported")
    assert entry.data["created"] == 8


def test_children_may_stand_before_their_parents_in_the_file() -> None:
    load(("A", "C", "ward", "A"), ("C", "", "city", "C"))
    assert parents(JULY) == {"A": "C", "C": ""}


def test_the_same_file_twice_changes_nothing() -> None:
    load(*SMALL)
    places = list(Placement.objects.values())
    assert load(*SMALL) == UnitImportSummary(0, 0, 0, 8, ())
    assert list(Placement.objects.values()) == places
    assert Entry.objects.filter(code="units.imported").count() == 1


def test_another_parent_from_a_day_ends_one_place_and_begins_another() -> None:
    tree()
    summary = load(("A1", "B", "street", "Phố 1"), ("A", "C", "ward", "Phường Mới"), as_of=JULY)
    assert (summary.renamed, summary.moved, summary.unchanged) == (1, 1, 0)
    assert parents(date(2025, 6, 30))["A1"] == "A"
    assert parents(JULY)["A1"] == "B"
    assert Unit.objects.get(code="A").search_key == "a\nphuong moi"


def test_without_a_day_the_place_since_always_is_rewritten() -> None:
    tree()
    assert load(("A1", "B", "street", "Phố 1")).moved == 1
    assert parents(date(2000, 1, 1))["A1"] == "B"
    assert Placement.objects.filter(unit__code="A1").count() == 1


def test_without_a_day_a_place_with_a_beginning_is_not_rewritten() -> None:
    tree()
    load(("N", "A", "street", "Phố 9"), as_of=JULY)
    assert problems(("N", "B", "street", "Phố 9")) == [(2, "parent", "unit_opened_later")]
    assert load(("N", "A", "street", "Phố 9")).unchanged == 1


def test_every_problem_is_listed_by_row_and_nothing_is_written() -> None:
    tree()
    found = problems(
        ("X", "NOWHERE", "ward", "X"),
        ("Y", "C", "", " "),
        ("Y", "C", "ward", "Y"),
        ("P", "Q", "ward", "P"),
        ("Q", "P", "ward", "Q"),
        ("a/b", "C", "ward", "Slash"),
        ("L" * 41, "C", "ward", "n" * 301),
        ("Z", "Z", "ward", "Z"),
    )
    assert set(found) == {
        (2, "parent", "unknown_parent"),
        (3, "kind", "empty_kind"),
        (3, "name", "empty_name"),
        (4, "code", "duplicate_code"),
        (5, "parent", "cycle"),
        (7, "code", "unit_code_malformed"),
        (8, "code", "unit_code_malformed"),
        (8, "name", "unit_name_too_long"),
        (9, "parent", "own_parent"),
    }
    assert [row for row, _, _ in found] == sorted(row for row, _, _ in found)
    assert Unit.objects.count() == 8


def test_a_circle_through_units_that_stay_is_found() -> None:
    tree()
    assert problems(("C", "A1", "city", "Thành phố"), as_of=JULY) == [(2, "parent", "cycle")]


def test_a_circle_that_only_closes_on_a_later_day_is_found() -> None:
    tree()
    load(("A", "B1", "ward", "Phường A"), as_of=date(2026, 1, 1))
    found = problems(("B1", "A1", "street", "Phố 1"), as_of=JULY)
    # Row 0: the unit whose planned move closes the circle does not stand in the file.
    assert found == [(0, "parent", "unit_cycle_later")]
    assert parents(JULY)["B1"] == "B"


def test_a_parent_that_is_not_open_on_the_day_is_a_problem() -> None:
    tree()
    load(("N", "C", "ward", "Phường N"), as_of=date(2026, 1, 1))
    assert problems(("N1", "N", "street", "Phố 1"), as_of=JULY) == [(2, "parent", "unit_parent_not_open")]


def test_a_rehearsal_says_what_would_happen_and_writes_nothing() -> None:
    tree()
    before = parents(JULY)
    summary = load(("A1", "B", "street", "Phố 1"), ("N", "A", "cell", "N"), as_of=JULY, dry_run=True)
    assert summary == UnitImportSummary(1, 0, 1, 0, ("cell",))
    assert parents(JULY) == before
    assert not UnitKind.objects.filter(code="cell").exists()


def test_only_an_administrator_of_the_organisation_imports() -> None:
    units = tree()
    row = (UnitRow(2, "N", "A", "street", "Phố 9"),)
    for role, unit in ((Role.SECRETARY, "C"), (Role.ADMINISTRATOR, "A")):
        with pytest.raises(Forbidden):
            import_units(acting(role, units[unit]), ImportUnits(row))
    assert import_units(acting(Role.ADMINISTRATOR, units["C"]), ImportUnits(row)).created == 1


def test_ten_thousand_units_take_seconds() -> None:
    rows = [("R", "", "nation", "Nước")]
    rows += [(f"W{ward}", "R", "ward", f"Phường {ward}") for ward in range(100)]
    rows += [(f"S{ward}.{n}", f"W{ward}", "street", f"Phố {n}") for ward in range(100) for n in range(99)]
    start = perf_counter()
    assert load(*rows).created == 10_001
    assert perf_counter() - start < 20
