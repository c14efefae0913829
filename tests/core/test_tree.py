import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.steps import steps

from mandate.core.tree import Structure, StructureError


@st.composite
def forests(draw):
    """Edges in any order: (ids, parents, order), where each unit's parent was made before it."""
    ids = draw(st.lists(st.integers(1, 10**12), min_size=1, max_size=40, unique=True))
    parents = [0] + [draw(st.sampled_from([0, -1, *ids[:n]])) for n in range(1, len(ids))]
    order = draw(st.lists(st.integers(-3, 3), min_size=len(ids), max_size=len(ids)))
    shuffled = draw(st.permutations(range(len(ids))))
    return tuple([values[n] for n in shuffled] for values in (ids, parents, order))


def naive(ids, parents, order):
    """Preorder by plain recursion: a list of (id, path of ancestors, size of the subtree)."""
    below = {}
    for unit, parent, rank in zip(ids, parents, order, strict=True):
        below.setdefault(max(parent, 0), []).append((rank, unit))

    def walk(unit, path):
        rows = [row for _, child in sorted(below.get(unit, [])) for row in walk(child, [*path, unit])]
        return [(unit, path, len(rows) + 1), *rows]

    return walk(0, [])[1:]


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("tree", "unit")
    found = Structure.build(*zip(*[(int(row[0]), int(row[1])) for row in rows[::-1]], strict=True))
    assert [
        [
            str(unit),
            row[1],
            str(at),
            str(parent),
            str(hi),
            str(depth),
            " ".join(map(str, found.subtree(unit))),
        ]
        for at, (unit, row, parent, hi, depth) in enumerate(
            zip(found.ids, rows, found.parent, found.hi, found.depth, strict=True)
        )
    ] == rows


@given(forests())
def test_the_arrays_are_what_a_walk_would_give(forest):
    structure = Structure.build(*forest)
    rows = naive(*forest)
    assert structure.ids.tolist() == [unit for unit, _, _ in rows]
    assert structure.depth.tolist() == [len(path) - 1 for _, path, _ in rows]
    assert structure.hi.tolist() == [at + size for at, (_, _, size) in enumerate(rows)]
    assert [0 if at < 0 else structure.ids[at] for at in structure.parent] == [
        path[-1] for _, path, _ in rows
    ]
    assert structure.leaves.tolist() == [size == 1 for _, _, size in rows]
    assert len(structure) == len(rows)


@given(forests())
def test_questions_about_one_unit(forest):
    structure = Structure.build(*forest)
    rows = naive(*forest)
    paths = {unit: path[1:] for unit, path, _ in rows}
    order = [unit for unit, _, _ in rows]
    for at, (unit, _, size) in enumerate(rows):
        assert structure.index(unit) == at
        assert structure.interval(unit) == (at, at + size)
        assert structure.ancestors(unit).tolist() == paths[unit]
        assert structure.subtree(unit).tolist() == [u for u in order if u == unit or unit in paths[u]]
        assert structure.children(unit).tolist() == [u for u in order if paths[u][-1:] == [unit]]
        assert [structure.contains(unit, u) for u in order] == [u == unit or unit in paths[u] for u in order]


@given(forests(), st.randoms())
def test_the_order_of_the_edges_does_not_matter(forest, random):
    edges = list(zip(*forest, strict=True))
    random.shuffle(edges)
    one = Structure.build(*forest)
    two = Structure.build(*zip(*edges, strict=True))
    for name in ("ids", "parent", "hi", "depth"):
        assert getattr(one, name).tolist() == getattr(two, name).tolist()


@given(forests())
def test_a_structure_rebuilt_from_its_own_edges_is_the_same(forest):
    one = Structure.build(*forest)
    parents = np.where(one.parent < 0, -1, one.ids[one.parent])
    two = Structure.build(one.ids, parents, np.arange(len(one)))
    assert two.ids.tolist() == one.ids.tolist()
    assert two.hi.tolist() == one.hi.tolist()


def test_absent_units():
    structure = Structure.build([3, 5], [0, 3])
    assert structure.indices([5, 4, 9, 3, 0]).tolist() == [1, -1, -1, 0, -1]
    assert 5 in structure
    assert 4 not in structure
    with pytest.raises(StructureError) as caught:
        structure.subtree(4)
    assert (caught.value.code, caught.value.params) == ("unknown_unit", {"id": 4})


def test_a_structure_may_be_empty():
    structure = Structure.build([], [])
    assert len(structure) == 0
    assert structure.indices([1]).tolist() == [-1]
    assert structure.leaves.tolist() == []


@pytest.mark.parametrize(
    ("ids", "parents", "code", "params"),
    [
        ([1, 2, 1], [0, 1, 2], "duplicate", {"id": 1}),
        ([1, 2, 3], [0, 9, 1], "unknown_parent", {"id": 2, "parent": 9}),
        ([1], [-7], "unknown_parent", {"id": 1, "parent": -7}),
        ([1, 2], [0, 2], "cycle", {"id": 2}),
        ([5, 6, 7, 8, 4], [0, 8, 6, 7, 8], "cycle", {"id": 6}),  # 4 hangs below the circle, 6 is on it
    ],
)
def test_what_is_not_a_tree_names_the_unit(ids, parents, code, params):
    with pytest.raises(StructureError) as caught:
        Structure.build(ids, parents)
    assert (caught.value.code, caught.value.params) == (code, params)
    assert str(params["id"]) in str(caught.value)


def test_edges_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="same length"):
        Structure.build([1, 2], [0])


def test_nobody_changes_a_structure():
    structure = Structure.build([1, 2], [0, 1])
    with pytest.raises(ValueError, match="read-only"):
        structure.ids[0] = 9


def test_a_chain_of_units_is_not_too_deep():
    count = 5_000
    structure = Structure.build(np.arange(1, count + 1), np.arange(count))
    assert structure.depth[-1] == count - 1
    assert len(structure.ancestors(count)) == count - 1


def of_eighteen_each(count):
    ids = np.arange(1, count + 1)
    return Structure.build(ids[::-1], ((ids + 16) // 18)[::-1])


def test_a_tree_is_built_level_by_level_and_not_unit_by_unit():
    few, many = steps(lambda: of_eighteen_each(1_000)), steps(lambda: of_eighteen_each(100_000))
    assert few < many < 2 * few


def test_a_hundred_thousand_units_are_built_at_once():
    count = 100_000
    structure = of_eighteen_each(count)
    assert structure.interval(1) == (0, count)
    assert int((structure.hi - np.arange(count)).sum()) == int((structure.depth + 1).sum())
