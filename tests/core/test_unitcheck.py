import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.steps import steps

from mandate.core.problem import Problem
from mandate.core.tree import Structure, StructureError
from mandate.core.unitcheck import UnitRow, check_units

codes = st.sampled_from("ABCDEF")


def units(*rows):
    """Rows of (code, parent) from row 2 on, with a kind and a name."""
    return [UnitRow(n, code, parent, "ward", f"Ward {code}") for n, (code, parent) in enumerate(rows, 2)]


def found(problems):
    return [(problem.row, problem.column, problem.code) for problem in problems]


def test_a_good_import_has_no_problems():
    assert check_units(units(("C", "B"), ("B", "A"), ("D", "X")), {"A": "", "X": "A"}, changes=True) == []
    assert check_units(units(("A", ""), ("B", "A"), ("Z", "")), {}) == []
    assert check_units([], {}) == []
    alike = {"A": "", "a": ""}  # units that there are stay as they are
    assert check_units(units(("a", ""), ("A", ""), ("B", "A")), alike, changes=True) == []


def test_every_problem_is_named_not_only_the_first():
    rows = [
        UnitRow(2, "A", "", "city", "Aville"),
        UnitRow(3, "", "A", " ", ""),
        UnitRow(4, "A", "Q", "ward", "Again"),
        UnitRow(5, "B", "B", "ward", "B"),
        UnitRow(6, "C", "D", "ward", "C"),
        UnitRow(7, "D", "C", "ward", "D"),
        UnitRow(8, "E", "C", "ward", "Below the circle, not on it"),
        UnitRow(9, "H", "A", "ward", "There already"),
    ]
    assert found(check_units(rows, {"H": ""})) == [
        (3, "code", "empty_code"),
        (3, "kind", "empty_kind"),
        (3, "name", "empty_name"),
        (4, "code", "duplicate_code"),
        (4, "parent", "unknown_parent"),
        (5, "parent", "own_parent"),
        (6, "parent", "cycle"),
        (9, "code", "code_exists"),
    ]


@pytest.mark.parametrize(
    ("rows", "existing", "code", "params"),
    [
        (units(("A", ""), ("A", "")), {}, "duplicate_code", {"code": "A", "first": 2}),
        (units(("A", "B")), {}, "unknown_parent", {"parent": "B"}),
        (units(("A", "A")), {}, "own_parent", {"code": "A"}),
        (units(("a", "")), {"A": ""}, "code_alike", {"code": "a", "other": "A"}),
        (units(("A", ""), ("a", "")), {}, "code_alike_row", {"code": "a", "other": "A", "first": 2}),
        (units(("C", "A"), ("A", "B"), ("B", "C")), {}, "cycle", {"path": "C → A → B → C"}),
        (units(("A", "C")), {"A": "", "B": "A", "C": "B"}, "cycle", {"path": "A → C → B → A"}),
        (
            units(*[(str(n), str((n + 1) % 6)) for n in range(6)]),
            {},
            "cycle",
            {"path": "0 → 1 → 2 → 3 → 4 → 5 → 0"},
        ),
        (
            units(*[(str(n), str((n + 1) % 500)) for n in range(500)]),
            {},
            "cycle",
            {"path": "0 → 1 → 2 → 3 → 4 → 5 → … → 0"},
        ),
    ],
)
def test_a_problem_says_what_is_wrong(rows, existing, code, params):
    problems = check_units(rows, existing, changes=True)
    assert [(problem.code, problem.params) for problem in problems] == [(code, params)]


@given(st.lists(st.tuples(codes, codes | st.just("") | st.just("Q")), max_size=8))
def test_rows_without_a_problem_are_exactly_those_that_make_a_tree(edges):
    number = {code: n for n, code in enumerate("ABCDEFQ", 1)} | {"": 0}
    try:
        Structure.build([number[code] for code, _ in edges], [number[parent] for _, parent in edges])
        tree = True
    except StructureError:
        tree = False
    assert (check_units(units(*edges), {}) == []) == tree


def bad_rows(count):
    rows = [UnitRow(n, "X", "nowhere", "", "") for n in range(count)]
    return rows + units(*[(f"C{n}", f"C{(n + 1) % count}") for n in range(count)])


def test_ten_thousand_bad_rows_are_all_named():
    assert len(check_units(bad_rows(10_000), {})) == 4 * 10_000 - 1 + 1


def test_twice_as_many_bad_rows_are_twice_the_work():
    small, large = bad_rows(400), bad_rows(800)
    few, many = steps(lambda: check_units(small, {})), steps(lambda: check_units(large, {}))
    assert few < many < 2.2 * few


def test_a_problem_can_be_compared():
    assert Problem(2, "code", "empty_code", {}) == check_units([UnitRow(2, "", "", "k", "n")], {})[0]
