"""The dated tree, and totals in it: any sequence of opening, moving, closing, reopening and taking back, held
against a plain model that walks day by day."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.test_rollup import naive_unit, naive_value

from mandate.core.figures import Figures
from mandate.core.period import Frequency, Period
from mandate.core.placements import Placements
from mandate.core.rollup import roll_up, who_is_asked
from mandate.core.totals import Entries, OverTime, OverUnits, Rule, count_each_once, count_in_all
from mandate.core.tree import Structure

YEAR = Period.parse("2023")
QUARTERS = YEAR.parts(Frequency.QUARTERLY)
DAY = timedelta(days=1)

# Few days, most of them where periods begin, so that much happens at once.
days = st.sampled_from(
    [
        date(2022, 12, 20),
        *(date(2023, *day) for day in ((1, 1), (4, 1), (5, 9), (7, 1), (12, 31))),
        date(2024, 1, 1),
    ]
)
spans = st.sampled_from(
    [*YEAR.parts(Frequency.MONTHLY)[::2], *QUARTERS, *YEAR.parts(Frequency.HALF_YEARLY), YEAR]
)
rules = st.builds(Rule, st.sampled_from(OverUnits), st.sampled_from(OverTime), st.just(1), st.booleans())
SUM = Rule(OverUnits.SUM, OverTime.SUM)


@st.composite
def histories(draw):
    """Rows (unit, parent, starts, ends) of up to six units; a parent has a smaller number, so no circles."""
    rows = []
    for unit in range(1, draw(st.integers(3, 6)) + 1):
        edges = sorted(draw(st.sets(days, max_size=3)))
        stretches = [None, *edges, None]
        placed = 0
        for starts, ends in pairwise(stretches):
            # -1: closed for this stretch, 0: a root; deep trees are likely
            parent = draw(st.sampled_from([-1, 0, unit - 1, unit - 1, max(unit - 2, 0)]))
            last = ends is None and not placed
            if parent >= 0 or last:
                rows.append((unit, max(parent, 0), starts, ends))
                placed += 1
    return rows


@st.composite
def reports(draw):
    """A history, with figures (unit, period, value or None), no two for one span."""
    rows = draw(histories())
    units = sorted({row[0] for row in rows})
    figure = st.tuples(st.sampled_from(units), spans, st.none() | st.integers(-9, 9))
    return rows, draw(st.lists(figure, min_size=2, max_size=14, unique_by=lambda row: (row[0], row[1].code)))


def tree_of(rows):
    return Placements.build(*([row[n] for row in rows] for n in range(4)))


class Walk:
    """The plain model: one day at a time."""

    def __init__(self, rows):
        self.rows = rows

    def parent(self, unit, day):
        """None where the unit has no place."""
        for one, parent, starts, ends in self.rows:
            if one == unit and (starts is None or starts <= day) and (ends is None or day < ends):
                return parent
        return None

    def line(self, unit, day):
        line = []
        while unit and self.parent(unit, day) is not None:
            line.append(unit)
            unit = self.parent(unit, day)
        return line

    def day(self, unit, period):
        day = period.last_day
        while day > date(2022, 10, 1):
            if self.parent(unit, day) is not None:
                return day
            day -= DAY
        day = period.end
        while self.parent(unit, day) is None:
            day += DAY
        return day


def given_to(walk, rule, figures, period, on):
    """(unit, line of units above and itself, value or None) of everything that counts."""
    result = []
    for unit in {figure[0] for figure in figures}:
        mine = [figure for figure in figures if figure[0] == unit]
        yields = [
            f for f in mine if f[2] is None and any(f[1].contains(o[1]) and o[2] is not None for o in mine)
        ]
        mine = [f for f in mine if f not in yields]
        kept = [f for f in mine if not any(o != f and o[1].contains(f[1]) for o in mine)]
        value, _ = naive_unit(rule, mine)
        if not rule.yes_no and rule.over_time is OverTime.SUM:
            if rule.over_units is OverUnits.SUM:
                result += [(unit, walk.line(unit, walk.day(unit, f[1])), f[2]) for f in kept]
            else:
                result.append((unit, walk.line(unit, walk.day(unit, period)), value))
        elif walk.parent(unit, on) is not None:
            result.append((unit, walk.line(unit, on), value))
        elif any(f[1].end == period.end for f in kept):
            result.append((unit, walk.line(unit, walk.day(unit, period)), value))
    return result


@settings(max_examples=150)
@given(reports(), rules, st.dates(date(2023, 1, 1), date(2023, 12, 31)))
def test_every_total_is_what_a_walk_day_by_day_says(case, rule, on):
    rows, figures = case
    tree, walk = tree_of(rows), Walk(rows)
    totals = roll_up(tree, rule, Figures.of(figures), YEAR, on)
    parts = given_to(walk, rule, figures, YEAR, on)
    for at, unit in enumerate(totals.ids.tolist()):
        below = [part for part in parts if unit in part[1]]
        answered = [part for part in below if part[2] is not None]
        assert totals.reported[at] == len({part[0] for part in below})
        assert totals.answers[at] == len({part[0] for part in answered})
        assert totals.members(unit).tolist() == sorted({part[0] for part in below})
        assert totals.value(at) == naive_value(rule, [part[2] for part in answered])
        given_here = totals.given(unit)
        if rule.picks is None and not rule.counts:
            assert given_here.total.sum() == totals.total[at]
        for child in given_here.ids.tolist():
            if child == unit:
                through = [part for part in below if part[0] == unit]
            else:
                through = [p for p in below if child in p[1] and p[1][p[1].index(child) + 1] == unit]
            mine = given_here.index(child)
            assert given_here.reported[mine] == len({part[0] for part in through})
            values = [part[2] for part in through if part[2] is not None]
            assert given_here.value(mine) == naive_value(rule, values)
    counted = {part[0] for part in parts}
    assert set(totals.aside.tolist()) == {f[0] for f in figures} - counted


@pytest.mark.long
@given(reports())
def test_every_figure_is_in_its_own_period_under_exactly_one_root(case):
    rows, figures = case
    tree, walk = tree_of(rows), Walk(rows)
    for over_units in OverUnits:
        for over_time in OverTime:
            for unit, period, value in figures:
                one = Figures.of([(unit, period, value)])
                totals = roll_up(tree, Rule(over_units, over_time), one, period)
                day = walk.day(unit, period)
                found = set(totals.ids[totals.reported > 0].tolist())
                line = walk.line(unit, day)
                assert found == set(line) and not len(totals.aside)
                assert sum(walk.parent(above, day) == 0 or above == line[-1] for above in found) == 1


@given(reports())
def test_quarters_add_up_to_the_year_for_every_unit(case):
    rows, figures = case
    tree = tree_of(rows)
    figures = Figures.of([figure for figure in figures if figure[1].end - figure[1].start < 100 * DAY])
    year = roll_up(tree, SUM, figures.within(YEAR), YEAR)
    quarters = [roll_up(tree, SUM, figures.within(quarter), quarter) for quarter in QUARTERS]
    assert year.total.tolist() == sum(quarter.total for quarter in quarters).tolist()


@given(reports())
def test_nothing_is_lost_under_the_roots(case):
    rows, figures = case
    tree, walk = tree_of(rows), Walk(rows)
    totals = roll_up(tree, SUM, Figures.of(figures), YEAR)
    kept = given_to(walk, SUM, figures, YEAR, YEAR.last_day)
    top = sum(
        totals.total[totals.index(unit)] for unit in {part[1][-1] for part in kept} if alone(walk, unit)
    )
    if all(alone(walk, part[1][-1]) for part in kept):
        assert top == sum(part[2] or 0 for part in kept)


def alone(walk, unit):
    """The unit never stood under another."""
    return all(parent == 0 for one, parent, _, _ in walk.rows if one == unit)


@given(reports(), rules)
def test_who_reported_was_asked(case, rule):
    rows, figures = case
    tree = tree_of(rows)
    whole = Figures.of(figures)
    asked = Figures.asked(whole.unit, whole.start, whole.end)
    reported = roll_up(tree, rule, whole, YEAR).reported
    assert (reported <= who_is_asked(tree, rule, asked, YEAR).reported).all()


def lines_of(tree, part):
    """(unit, one above it or itself) of every entry, in the entry's stand."""
    for unit, number in zip(part.unit.tolist(), part.stand.tolist(), strict=True):
        stand = tree.stand(number)
        position = stand.position[unit]
        while position >= 0:
            yield unit, int(stand.at[position])
            position = stand.structure.parent[position]


@settings(max_examples=150)
@given(histories(), st.data())
def test_of_several_parts_a_unit_counts_once_and_where_it_stood_in_each(rows, data):
    tree = tree_of(rows)
    places = [
        (unit, number)
        for number in range(len(tree.breaks) + 1)
        for unit in np.flatnonzero(tree.stand(number).position >= 0).tolist()
    ]
    parts = []
    for _part in "ab":
        chosen = sorted(data.draw(st.sets(st.sampled_from(places), max_size=12)))
        unit, stand = np.array(chosen, np.int64).reshape(-1, 2).T
        parts.append(Entries(unit, stand, np.zeros(len(unit), np.int64), np.ones(len(unit), np.bool_)))
    stood = [set(lines_of(tree, part)) for part in parts]
    for found, expected in (
        (count_in_all(tree, parts), stood[0] & stood[1]),
        (count_each_once(tree, Entries.joined(parts)), stood[0] | stood[1]),
    ):
        assert found.tolist() == [
            sum(above == at for _unit, above in expected) for at in range(len(tree.ids))
        ]


@given(histories(), spans)
def test_below_a_unit_are_those_whose_day_finds_them_there(rows, span):
    tree, walk = tree_of(rows), Walk(rows)
    ids = tree.ids.tolist()
    for unit in ids:
        found = [one for one in ids if unit in walk.line(one, walk.day(one, span))]
        assert tree.below(unit, span.start, span.end).tolist() == found
        ever = {unit}
        while more := {one for one, parent, _, _ in rows if parent in ever and one not in ever}:
            ever |= more
        assert tree.ever_below(unit).tolist() == sorted(ever)


def test_a_tree_that_never_changed_has_the_roots_of_its_structure():
    structure = Structure.build([5, 1, 7], [0, 5, 0])
    tree = Placements.always(structure)
    assert [tree.ever_below(unit).tolist() for unit in (1, 5, 7)] == [[1], [1, 5], [7]]
    assert tree.structure_on(date(2023, 1, 1)).ids.tolist() == structure.ids.tolist()


def test_an_old_history_does_not_fill_the_memory():
    first = [date(1900 + year, 1, 1) for year in range(100)]
    tree = Placements.build([1] * 99, [0] * 99, first[::2] + first[1::2][:49], first[1::2] + first[2::2])
    for before in range(100):
        tree.changed(before, 0)
    assert len(tree._stands) <= 64 and len(tree._changed) <= 64


@given(histories(), st.lists(days, min_size=1, max_size=5))
def test_a_structure_is_the_tree_of_its_day(rows, asked):
    tree, walk = tree_of(rows), Walk(rows)
    for day in asked:
        structure = tree.structure_on(day)
        assert sorted(structure.ids.tolist()) == sorted(
            {row[0] for row in rows if walk.parent(row[0], day) is not None}
        )
        for unit in structure.ids.tolist():
            line = [*structure.ancestors(unit).tolist(), unit]
            assert line[::-1] == walk.line(unit, day)


@given(histories())
def test_what_changed_above_a_unit_is_known(rows):
    tree, walk = tree_of(rows), Walk(rows)
    firsts = [date(2022, 1, 1), *(date.fromordinal(day) for day in tree.breaks.tolist())]
    for before, one in enumerate(firsts):
        for after, other in enumerate(firsts):
            lines = [walk.line(unit, one) != walk.line(unit, other) for unit in tree.ids.tolist()]
            assert tree.changed(before, after).tolist() == lines


def test_a_unit_that_closed_on_the_last_day_of_the_year_stays_in_the_year():
    closing = date(2023, 12, 31)
    tree = Placements.build([1, 2, 3], [0, 1, 1], [None] * 3, [None, None, closing])
    figures = Figures.of([(2, YEAR, 10), (3, YEAR, 90)])
    for over_time in OverTime:
        totals = roll_up(tree, Rule(OverUnits.SUM, over_time), figures, YEAR)
        assert (totals.value(0), totals.reported[0], totals.aside.tolist()) == (Fraction(100), 2, [])


def test_a_unit_without_months_at_the_end_is_named_and_not_added_to_a_state():
    tree = Placements.build([1, 2, 3], [0, 1, 1], [None] * 3, [None, None, date(2023, 6, 1)])
    rows = [(2, Period.parse("2023-12"), 10), (3, Period.parse("2023-05"), 90)]
    totals = roll_up(tree, Rule(OverUnits.SUM, OverTime.LAST), Figures.of(rows), YEAR)
    assert (totals.value(0), totals.reported[0], totals.aside.tolist()) == (Fraction(10), 1, [3])
    running = roll_up(tree, Rule(OverUnits.SUM, OverTime.LAST), Figures.of(rows), YEAR, date(2023, 5, 31))
    assert (running.value(0), running.aside.tolist()) == (Fraction(100), [])


@pytest.mark.parametrize("count", [1, 3])
def test_a_deep_tree_takes_no_recursion(count):
    depth = 3000
    units = list(range(1, depth + 1))
    parents = [0, *units[:-1]]
    move = [date(2023, 1, 1) + n * 40 * DAY for n in range(1, count + 1)]
    rows = [(unit, parent, None, None) for unit, parent in zip(units[:-1], parents[:-1], strict=True)]
    edges = [None, *move, None]
    rows += [(depth, depth - 1 - n, edges[n], edges[n + 1]) for n in range(len(edges) - 1)]
    months = YEAR.parts(Frequency.MONTHLY)
    totals = roll_up(tree_of(rows), SUM, Figures.of([(depth, month, 1) for month in months]), YEAR)
    assert totals.total[0] == 12 and totals.reported[0] == 1
    assert totals.reported.tolist() == np.ones(depth).tolist()


def test_the_worked_table_of_a_year_with_changes(worked_table):
    names = {"C": 1, "A": 2, "B": 3, "A1": 4, "A2": 5, "B1": 6}
    july, october = date(2023, 7, 1), date(2023, 10, 1)
    tree = Placements.build(
        [1, 2, 3, 4, 5, 5, 6],
        [0, 1, 1, 2, 2, 3, 3],
        [None, None, None, None, None, july, None],
        [None, None, None, None, july, None, october],
    )
    rows = list(worked_table("rollup", "rule in a year with changes"))
    assert len(rows) == 8
    for number, (rule_text, *cells) in enumerate(rows):
        over_time, over_units = rule_text.split(", then ")
        yes_no = over_units == "yes/no"
        rule = Rule(OverUnits.SUM if yes_no else OverUnits(over_units), OverTime(over_time), 1, yes_no)
        figures = []
        for unit, cell in zip((4, 5, 6), cells, strict=False):
            for figure in filter(None, cell.split("; ")):
                code, text = figure.split(": ")
                figures.append((unit, Period.parse(code), 1 if text == "yes" else int(text) * 10))
        totals = roll_up(tree, rule, Figures.of(figures), YEAR)
        for name, told in zip("ABC", cells[3:6], strict=True):
            at = totals.index(names[name])
            found = totals.value(at)
            if yes_no:
                assert f"{totals.numerator(at)} of {totals.denominator(at)}" == told, number
            else:
                assert found == Fraction(told), (number, name)
        aside = [name for name, unit in names.items() if unit in totals.aside]
        assert ", ".join(aside) == cells[6], number


def last_parent(rows, unit, period):
    """The parent of a unit on the last day of a period on which it is open, walking day by day."""
    day = period.end - DAY
    while day >= period.start:
        for one, parent, starts, ends in rows:
            if one == unit and (starts is None or starts <= day) and (ends is None or day < ends):
                return parent, day
        day -= DAY
    return None


@given(histories(), spans)
def test_a_unit_is_among_the_children_of_its_last_parent_in_a_period_and_of_no_other(rows, period):
    tree = Placements.build(*(list(column) for column in zip(*rows, strict=True)))
    units = sorted({unit for unit, *_ in rows})
    found = {}
    for parent in units:
        ids, last = tree.last_children(parent, period.start, period.end)
        for unit, day in zip(ids.tolist(), last.tolist(), strict=True):
            assert unit not in found
            found[unit] = (parent, date.fromordinal(day))
    wanted = {unit: last_parent(rows, unit, period) for unit in units}
    assert found == {unit: at for unit, at in wanted.items() if at is not None and at[0]}
