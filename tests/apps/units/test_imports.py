"""Reading units in: what is made, what changes from a day, and every problem by its row."""

from datetime import date

import pytest
from tests.support.organisation import SMALL, acting, console, tree

from mandate.apps.units import queries
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, UnitImportSummary, import_units
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


def test_without_a_day_nothing_is_moved() -> None:
    tree()
    load(("N", "A", "street", "Phố 9"), as_of=JULY)
    places = list(Placement.objects.values())
    assert problems(("A1", "B", "street", "Phố 1"), ("N", "B", "street", "Phố 9")) == [
        (2, "parent", "unit_move_undated"),
        (3, "parent", "unit_move_undated"),
    ]
    assert load(("N", "A", "street", "Phố 9")).unchanged == 1
    assert list(Placement.objects.values()) == places


def test_an_empty_cell_places_nothing_at_the_top() -> None:
    tree()
    places = list(Placement.objects.values())
    assert problems(("A1", "", "street", "Phố 1"), as_of=JULY) == [(2, "parent", "unit_top_unsaid")]
    assert list(Placement.objects.values()) == places
    assert load(("C", "", "city", "Thành phố C"), as_of=JULY).moved == 0


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
    assert problems(("N1", "N", "street", "Phố 1"), as_of=JULY) == [(2, "parent", "unit_parent_closes")]


def test_a_rehearsal_says_what_would_happen_and_writes_nothing() -> None:
    tree()
    before = parents(JULY)
    summary = load(("A1", "B", "street", "Phố 1"), ("N", "A", "cell", "N"), as_of=JULY, dry_run=True)
    assert summary == UnitImportSummary(1, 0, 1, 0, ("cell",))
    assert parents(JULY) == before
    assert not UnitKind.objects.filter(code="cell").exists()


def dated(*rows: tuple[str, str, str, str], kind: str = "street", name: str = "N") -> UnitImportSummary:
    """Rows of code, parent, from and until."""
    made = tuple(
        UnitRow(number, code, parent, kind, name, {}, starts, ends)
        for number, (code, parent, starts, ends) in enumerate(rows, start=2)
    )
    return import_units(console(), ImportUnits(made))


def refused_days(*rows: tuple[str, str, str, str]) -> list[tuple[int, str]]:
    with pytest.raises(Problems) as caught:
        dated(*rows)
    return [(problem.row, problem.code) for problem in caught.value.problems]


def test_rows_with_days_tell_a_whole_history_and_told_again_change_nothing() -> None:
    tree()
    history = [
        ("N", "A", "", "2020-01-01"),
        ("N", "B", "2020-01-01", "2024-01-01"),
        ("N", "C", "2025-01-01", ""),
    ]
    assert dated(*history).created == 1
    places = list(Placement.objects.filter(unit__code="N").order_by("pk").values())
    assert [parents(date(year, 6, 1)).get("N") for year in (2019, 2023, 2024, 2026)] == ["A", "B", None, "C"]
    assert dated(*reversed(history)).unchanged == 1
    assert load(("N", "C", "street", "N"), as_of=date(2025, 6, 1)).unchanged == 1
    assert list(Placement.objects.filter(unit__code="N").order_by("pk").values()) == places


def test_rows_with_days_change_what_they_tell_and_nothing_before_it() -> None:
    tree()
    dated(("N", "A", "", "2020-01-01"), ("N", "B", "2020-01-01", ""))
    assert dated(("N", "C", "2022-01-01", "")).moved == 1
    assert [parents(date(year, 6, 1))["N"] for year in (2019, 2021, 2022)] == ["A", "B", "C"]
    assert dated(("N", "C", "2022-01-01", "2023-01-01")).moved == 1
    assert "N" not in parents(date(2023, 1, 1)) and parents(date(2022, 12, 31))["N"] == "C"
    assert dated(("N", "C", "2022-01-01", "")).moved == 1
    assert parents(date(2023, 1, 1))["N"] == "C"
    assert Placement.ever.filter(unit__code="N", known_until__isnull=False).exists()


def test_days_that_cannot_be_are_told_by_row() -> None:
    tree()
    dated(("N", "A", "2020-01-01", ""))
    assert refused_days(("N", "B", "", "2019-01-01")) == [(2, "unit_move_undated")]
    assert refused_days(("M", "A", "soon", "")) == [(2, "unit_day")]
    assert refused_days(("M", "A", "2020-01-01", "2020-01-01")) == [(2, "unit_places_overlap")]
    assert refused_days(("M", "A", "", "2021-01-01"), ("M", "B", "2020-01-01", "")) == [
        (3, "unit_places_overlap")
    ]
    assert refused_days(("M", "A", "", ""), ("M", "B", "2020-01-01", "")) == [(3, "duplicate_code")]
    assert (
        refused_days(("A1", "A", "", "2020-01-01"), ("A1", "N", "2019-01-01", ""))[0][1]
        == "unit_places_overlap"
    )
    assert refused_days(("M", "N", "2019-01-01", "")) == [(2, "unit_parent_closes")]


@pytest.mark.parametrize(
    "text", ["branch", "Branch", "BRANCH", "Chi hội", "Chi\u00a0hội", "branch\u200b", "Ortsverband"]
)
@pytest.mark.parametrize("there", [True, False])
def test_a_kind_is_known_by_whatever_it_is_called(text: str, there: bool) -> None:
    if there:
        load(("X", "", "branch", "X"))
    load(("Y", "", text, "Y"))
    assert list(UnitKind.objects.values_list("code", flat=True)) == ["branch"]


def test_a_new_kind_is_one_however_it_is_written_and_has_a_code() -> None:
    load(("X", "", "Brigade", "X"), ("Y", "", "brigade", "Y"))
    assert list(UnitKind.objects.values_list("code", flat=True)) == ["Brigade"]
    for text in ("a/b", "N/A", "?", "two words", "x" * 41):
        assert problems(("Z", "", text, "Z")) == [(2, "kind", "unit_kind_malformed")]


def test_another_kind_is_told_as_such() -> None:
    tree()
    summary = load(("A1", "A", "cell", "Phố 1"))
    assert (summary.renamed, summary.rekinded, summary.unchanged) == (0, 1, 0)
    assert Entry.objects.latest("id").data["kinds"] == {"A1": ["street", "cell"]}


def test_a_name_in_any_language_is_no_other_name() -> None:
    tree()
    Unit.objects.filter(code="A").update(names={"en": "Ward A", "vi": "Phường A"})
    assert load(("A", "C", "ward", "Phường A")).unchanged == 1
    row = UnitRow(2, "A", "C", "ward", "Ward A", {"vi": "Phường Một", "de": "Viertel A"})
    assert import_units(console(), ImportUnits((row,))).renamed == 1
    assert Unit.objects.get(code="A").names == {"en": "Ward A", "vi": "Phường Một", "de": "Viertel A"}
    row = UnitRow(2, "A", "C", "ward", "Other", {"en": "Ward A"})
    with pytest.raises(Problems):
        import_units(console(), ImportUnits((row,)))


def test_every_row_with_a_parent_that_is_nowhere_is_a_problem() -> None:
    rows = [(f"U{n}", "NOWHERE", "ward", f"U{n}") for n in range(100)]
    assert problems(*rows, ("V", "", "ward", "")) == [
        *((row, "parent", "unknown_parent") for row in range(2, 102)),
        (102, "name", "empty_name"),
    ]


def test_only_an_administrator_of_the_organisation_imports() -> None:
    units = tree()
    row = (UnitRow(2, "N", "A", "street", "Phố 9"),)
    for role, unit in ((Role.SECRETARY, "C"), (Role.ADMINISTRATOR, "A")):
        with pytest.raises(Forbidden):
            import_units(acting(role, units[unit]), ImportUnits(row))
    assert import_units(acting(Role.ADMINISTRATOR, units["C"]), ImportUnits(row)).created == 1


@pytest.mark.long
def test_ten_thousand_units_come_in_at_once() -> None:
    rows = [("R", "", "nation", "Nước")]
    rows += [(f"W{ward}", "R", "ward", f"Phường {ward}") for ward in range(100)]
    rows += [(f"S{ward}.{n}", f"W{ward}", "street", f"Phố {n}") for ward in range(100) for n in range(99)]
    assert load(*rows).created == 10_001


def test_what_becomes_of_units_is_told_beside_rows_that_have_a_problem_by_themselves(db):
    load(*SMALL)
    moved = UnitRow(2, SMALL[-1][0], SMALL[0][0], SMALL[-1][2], SMALL[-1][3])
    empty = UnitRow(3, "N", "NOWHERE", "ward", "")
    with pytest.raises(Problems) as caught:
        import_units(console(), ImportUnits((moved, empty)))
    assert [(one.row, one.code) for one in caught.value.problems] == [
        (2, "unit_move_undated"),
        (3, "empty_name"),
        (3, "unknown_parent"),
    ]
    assert caught.value.unfinished
    assert Unit.objects.count() == len(SMALL)
