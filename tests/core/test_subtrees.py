import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.subtrees import levels_sum, safe
from mandate.core.tree import Structure


@st.composite
def forests(draw):
    count = draw(st.integers(1, 14))
    return Structure.build(range(1, count + 1), [draw(st.integers(0, n)) for n in range(count)])


@given(forests(), st.integers(0, 3), st.data())
def test_every_unit_above_the_leaves_has_the_sum_of_its_leaves(structure, series, data):
    leaves = np.flatnonzero(structure.leaves)
    cell = st.integers(-100, 100) | st.integers(-(2**63), 2**63 - 1)
    rows = data.draw(
        st.lists(st.lists(cell, min_size=series, max_size=series), min_size=len(leaves), max_size=len(leaves))
    )
    cells = np.array(rows, np.int64).reshape(len(leaves), series)
    totals = levels_sum(structure, cells)
    interior = np.flatnonzero(~structure.leaves)
    assert totals.shape == (len(interior), series)
    for total, at in zip(totals.tolist(), interior.tolist(), strict=True):
        below = [row for row, leaf in zip(rows, leaves, strict=True) if at <= leaf < structure.hi[at]]
        assert total == [sum(row[one] for row in below) for one in range(series)]


def test_the_sums_stay_int64_where_they_fit():
    structure = Structure.build([1, 2, 3], [0, 1, 1])
    assert levels_sum(structure, np.array([[2**61], [2**61]])).dtype == np.int64
    assert levels_sum(structure, np.array([[2**62], [2**62]])).tolist() == [[2**63]]


def test_cells_for_another_structure_are_refused():
    with pytest.raises(ValueError, match="3 rows of cells for 2 leaves"):
        levels_sum(Structure.build([1, 2, 3], [0, 1, 1]), np.zeros((3, 1), np.int64))


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_what_is_safe_never_wraps(values):
    assert int(safe(np.array(values, np.int64)).sum()) == sum(values)
