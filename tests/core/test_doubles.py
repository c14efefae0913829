"""Figures beside figures of units below, on the day of the figure, against a model of all pairs."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_placements import Walk, histories, spans, tree_of

from mandate.core.doubles import beside_below
from mandate.core.period import Period
from mandate.core.placements import Placements


@st.composite
def told(draw):
    """A history of the tree with figures (unit, indicator, period), no two the same."""
    rows = draw(histories())
    units = sorted({row[0] for row in rows})
    figure = st.tuples(st.sampled_from(units), st.sampled_from([3, 8]), spans)
    return rows, draw(st.lists(figure, max_size=14, unique=True))


def found(tree: Placements, figures: list[tuple[int, int, Period]]) -> list[int]:
    unit, series = (np.array([row[n] for row in figures], np.int64) for n in (0, 1))
    start = np.array([row[2].start.toordinal() for row in figures], np.int64)
    end = np.array([row[2].end.toordinal() for row in figures], np.int64)
    return beside_below(tree, series, tree.indices(unit), start, end).tolist()


def beside(walk: Walk, above: tuple[int, int, Period], below: tuple[int, int, Period]) -> bool:
    """Whether both are in a total of the unit above: it stood there on the day of the figure below."""
    one, other = above[2], below[2]
    if above[1] != below[1] or not (one.start < other.end and other.start < one.end):
        return False
    line = walk.line(below[0], walk.day(below[0], other))
    return above[0] in line and above[0] != below[0]


@given(told())
def test_every_figure_beside_one_below_is_found_and_no_other(case):
    rows, figures = case
    walk = Walk(rows)
    for above, at in zip(figures, found(tree_of(rows), figures), strict=True):
        beneath = [beside(walk, above, below) for below in figures]
        assert beneath[at] if at >= 0 else not any(beneath)
        ends = [below[2].end for below, is_beside in zip(figures, beneath, strict=True) if is_beside]
        assert at < 0 or figures[at][2].end == max(ends)


def test_a_worked_table_of_a_unit_that_moved():
    """2 stood under 1 until July, then under 3; both 1 and 3 report the year, and 3 May too."""
    july = date(2023, 7, 1)
    tree = Placements.build([1, 2, 2, 3], [0, 1, 3, 0], [None, None, july, None], [None, july, None, None])
    rows = [
        ((1, 0, Period.parse("2023")), 3),  # 2 gave it March …
        ((3, 0, Period.parse("2023")), 4),  # … and the other September
        ((3, 0, Period.parse("2023-05")), -1),  # in May nobody stood below 3
        ((2, 0, Period.parse("2023-03")), -1),
        ((2, 0, Period.parse("2023-09")), -1),
    ]
    assert found(tree, [figure for figure, _ in rows]) == [at for _, at in rows]


def test_a_worked_table_of_spans():
    """What shares no day is no double; an indicator of its own is none either; of several the last to end."""
    tree = Placements.build([1, 2, 3], [0, 1, 2], [None] * 3, [None] * 3)
    rows = [
        ((1, 0, Period.parse("2023-01")), 2),
        ((1, 0, Period.parse("2023-02")), -1),
        ((2, 0, Period.parse("2023-01")), -1),
        ((3, 1, Period.parse("2023-01")), -1),
        ((1, 1, Period.parse("2023Q1")), 5),
        ((2, 1, Period.parse("2023-03")), -1),
        ((2, 1, Period.parse("2023-01")), 3),
    ]
    assert found(tree, [figure for figure, _ in rows]) == [at for _, at in rows]


def test_no_figures_are_no_doubles():
    assert found(Placements.build([], [], [], []), []) == []
