from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.figures import MAX_DAYS, counting, ends_with
from mandate.core.period import NAMED, Frequency, Period
from mandate.core.placements import Placements
from mandate.core.rollup import Figures, FiguresError, OverTime, OverUnits, Rule, Totals
from mandate.core.rollup import roll_up as roll_up_dated
from mandate.core.tree import Structure

CITY = 10
YEAR = Period.parse("2023")

days = st.dates(date(2023, 1, 1), date(2024, 1, 10))
periods = st.builds(Period.containing, days, st.sampled_from([one for one in Frequency if one not in NAMED]))
rules = st.builds(
    Rule, st.sampled_from(OverUnits), st.sampled_from(OverTime), st.integers(0, 3), st.booleans()
)
small = st.integers(-50, 50)
huge = st.integers(-(2**70), 2**70) | st.sampled_from([2**63 - 1, -(2**63), 2**62])


@st.composite
def organisations(draw, values=small):
    """A structure, and rows of (unit, period, value or None) without two for the same span."""
    count = draw(st.integers(1, 12))
    ids = [CITY + n for n in range(count)]
    parents = [0] + [CITY + draw(st.integers(0, n - 1)) for n in range(1, count)]
    row = st.tuples(st.sampled_from(ids), periods, st.none() | values)
    rows = draw(st.lists(row, max_size=25, unique_by=lambda row: (row[0], row[1].code)))
    return Structure.build(ids, parents), rows


def roll_up(structure: Structure, rule: Rule, figures: Figures) -> Totals:
    """On a tree that never changed."""
    return roll_up_dated(Placements.always(structure), rule, figures, YEAR)


def half_up(value: Fraction) -> int:
    """Half away from zero, by another way than the code's."""
    exact = Context(prec=200).divide(Decimal(value.numerator), Decimal(value.denominator))
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP, Context(prec=200)))


def naive_unit(rule, rows):
    """(value or None, reported) of one unit's rows, with plain lists."""

    def holds(one, other):
        return one != other and one[1].contains(other[1])

    rows = [
        row
        for row in rows
        if row[2] is not None or not any(holds(row, part) and part[2] is not None for part in rows)
    ]
    kept = [row for row in rows if not any(holds(other, row) for other in rows)]
    kept.sort(key=lambda row: row[1].start)
    values = [value for _, _, value in kept if value is not None]
    if rule.yes_no:
        values = [int(value != 0) for value in values]
    if not values:
        return None, bool(kept)
    if rule.over_time is OverTime.MIN:
        return min(values), True
    if rule.over_time is OverTime.MAX:
        return max(values), True
    if rule.over_time is OverTime.LAST or rule.yes_no:
        return values[-1], True
    total = sum(values)
    return (total if rule.over_time is OverTime.SUM else half_up(Fraction(total, len(values)))), True


def naive_value(rule, values):
    """The exact value of a subtree from the values of its units."""
    scale = Fraction(1, 10**rule.decimals)
    if not values:
        return None
    if rule.yes_no:
        return Fraction(sum(values))
    match rule.over_units:
        case OverUnits.COUNT:
            return Fraction(len(values))
        case OverUnits.MIN:
            return min(values) * scale
        case OverUnits.MAX:
            return max(values) * scale
        case OverUnits.MEAN:
            return sum(values) * scale / len(values)
    return sum(values) * scale


def check(structure, rule, rows):
    totals = roll_up(structure, rule, Figures.of(rows))
    units = {u: naive_unit(rule, [row for row in rows if row[0] == u]) for u in structure.ids.tolist()}
    for unit in structure.ids.tolist():
        at = totals.index(unit)
        below = [units[u] for u in structure.subtree(unit).tolist()]
        values = [value for value, _ in below if value is not None]
        assert totals.value(at) == naive_value(rule, values)
        assert totals.answers[at] == len(values)
        assert totals.reported[at] == sum(reported for _, reported in below)


@given(organisations(), rules)
def test_a_total_is_what_its_subtree_says(organisation, rule):
    check(organisation[0], rule, organisation[1])


@given(organisations(huge), rules)
def test_numbers_too_big_for_int64_stay_exact(organisation, rule):
    check(organisation[0], rule, organisation[1])


@given(st.lists(small | huge, min_size=1, max_size=12))
def test_a_mean_over_time_is_rounded_half_away_from_zero(values):
    rows = [(1, month, value) for month, value in zip(YEAR.parts(Frequency.MONTHLY), values, strict=False)]
    totals = roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.MEAN), Figures.of(rows))
    assert totals.value(0) == half_up(Fraction(sum(values), len(values)))


@given(organisations(small | huge), rules)
def test_what_the_units_below_gave_and_the_unit_itself_make_its_total(organisation, rule):
    structure, rows = organisation
    totals = roll_up(structure, rule, Figures.of(rows))
    for unit in structure.ids.tolist():
        given = totals.given(unit)
        at = totals.index(unit)
        assert given.answers.sum() == totals.answers[at] == len(totals.members(unit, answered=True))
        assert given.reported.sum() == totals.reported[at] == len(totals.members(unit))
        if rule.over_units not in (OverUnits.MIN, OverUnits.MAX) or rule.yes_no:
            assert given.total.sum() == totals.total[at]
        for child in structure.children(unit).tolist():
            mine = given.index(child)
            assert given.value(mine) == totals.value(totals.index(child))


@given(organisations(), rules, st.randoms())
def test_the_order_of_the_figures_does_not_matter(organisation, rule, random):
    structure, rows = organisation
    one = roll_up(structure, rule, Figures.of(rows))
    random.shuffle(rows)
    two = roll_up(structure, rule, Figures.of(rows))
    assert one.total.tolist() == two.total.tolist()
    assert one.answers.tolist() == two.answers.tolist()
    assert one.reported.tolist() == two.reported.tolist()


@given(st.lists(periods, max_size=20), periods)
def test_within_a_period_is_what_it_contains(spans, whole):
    figures = Figures.of((1, period, n) for n, period in enumerate(spans)).within(whole)
    assert figures.value.tolist() == [n for n, period in enumerate(spans) if whole.contains(period)]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1, 6, "0.000001"), (3 * 10**30, 0, "3" + "0" * 30), (0, 2, "0.00"), (-125, 1, "-12.5")],
)
def test_a_total_is_written_without_an_exponent(value, decimals, text):
    rule = Rule(OverUnits.SUM, OverTime.SUM, decimals)
    totals = roll_up(Structure.build([1], [0]), rule, Figures.of([(1, YEAR, value)]))
    assert str(totals.decimal(0)) == f"{totals.decimal(0):f}" == text


def test_the_worked_table_is_what_the_code_does(worked_table):
    structure = Structure.build([1, 2, 3, 4], [0, 1, 1, 1])
    for number, (rule_text, *cells, expected) in enumerate(worked_table("rollup", "rule")):
        over_time, over_units = rule_text.split(", then ")
        yes_no = over_units == "yes/no"
        rule = Rule(OverUnits.SUM if yes_no else OverUnits(over_units), OverTime(over_time), 1, yes_no)
        rows = []
        for unit, cell in enumerate(cells, 2):
            for figure in filter(None, cell.split("; ")):
                code, text = figure.split(": ")
                value = {"n/a": None, "yes": 10, "no": 0}.get(text, text)
                rows.append((unit, Period.parse(code), int(Decimal(value) * 10) if text == value else value))
        totals = roll_up(structure, rule, Figures.of(rows))
        if yes_no:
            found = f"{totals.numerator(0)} of {totals.denominator(0)}"
        else:
            found = "none" if totals.decimal(0) is None else str(totals.decimal(0))
        assert f"{found} ({totals.answers[0]} answers, {totals.reported[0]} reported)" == expected, number


def test_the_longest_reported_period_wins_over_its_parts():
    rows = [(1, Period.parse(code), 1) for code in ("2023-W05", "2023-01", "2023-02", "2023-07")]
    rows += [(1, Period.parse("2023Q1"), 100), (2, Period.parse("2023-02"), 7)]
    structure = Structure.build([1, 2], [0, 1])
    totals = roll_up(structure, Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert (totals.value(0), totals.value(1)) == (108, 7)


def test_a_half_year_of_181_days_wins_over_a_quarter_of_91():
    rows = [(1, Period.parse("2023H1"), 100), (1, Period.parse("2023Q2"), 1)]
    totals = roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert totals.value(0) == 100


def test_a_week_that_reaches_into_a_month_does_not_hide_it():
    # Thursday of 2023-W48 is 30 November, its Sunday is 3 December.
    rows = [(1, Period.parse("2023-W48"), 1), (1, Period.parse("2023-12"), 10)]
    totals = roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert totals.value(0) == 11


def test_two_weeks_whose_middle_is_past_a_month_lie_inside_it_by_their_first_thursday():
    # 2026BiW03 is 26 January to 8 February: the Thursday of its first week is 29 January.
    rows = [(1, Period.parse("2026BiW03"), 1), (1, Period.parse("2026-01"), 10)]
    totals = roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert totals.value(0) == 10


def test_figures_of_units_outside_the_structure_are_counted_as_left_out():
    rows = [(1, YEAR, 5), (77, YEAR, 6), (78, YEAR, 7)]
    totals = roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert (totals.value(0), totals.left_out.tolist()) == (5, [77, 78])


def test_nobody_answered_is_not_zero():
    structure = Structure.build([1, 2], [0, 1])
    for over_units in OverUnits:
        totals = roll_up(structure, Rule(over_units, OverTime.SUM), Figures.of([(2, YEAR, None)]))
        assert totals.value(0) is totals.decimal(0) is totals.numerator(0) is totals.denominator(0) is None
        assert totals.reported.tolist() == [1, 1]
        zero = roll_up(structure, Rule(over_units, OverTime.SUM), Figures.of([(2, YEAR, 0)]))
        assert zero.value(0) == (1 if over_units is OverUnits.COUNT else 0)


def test_two_figures_for_one_span_are_refused():
    rows = [(1, YEAR, 5), (1, YEAR, 5)]
    with pytest.raises(FiguresError) as caught:
        roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), Figures.of(rows))
    assert (caught.value.code, caught.value.params["unit"]) == ("duplicate", 1)


@pytest.mark.parametrize("end", [738_000, 737_999, 745_321])
def test_a_span_that_is_no_period_is_refused(end):
    figures = Figures(
        np.array([1]),
        np.array([738_000], np.int32),
        np.array([end], np.int32),
        np.array([5]),
        np.array([True]),
    )
    with pytest.raises(FiguresError) as caught:
        roll_up(Structure.build([1], [0]), Rule(OverUnits.SUM, OverTime.SUM), figures)
    assert caught.value.code == "bad_span"


def test_the_shortest_and_the_longest_span_are_counted():
    for days in (1, MAX_DAYS):
        figures = Figures(
            np.array([1]),
            np.array([700_000], np.int32),
            np.array([700_000 + days], np.int32),
            np.array([5]),
            np.array([True]),
        )
        assert len(counting(np.array([0]), figures)[1]) == 1


def test_a_figure_that_64_bits_do_not_hold_stays_as_it_is():
    for value, kind in ((2**63 - 1, np.int64), (1 - 2**63, np.int64), (2**63, object), (-(2**63), object)):
        figures = Figures.of([(1, YEAR, value), (2, YEAR, None)])
        assert figures.value.dtype == kind and figures.value.tolist() == [value, 0]


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("2023", True),
        ("2023-12", True),
        ("2023Q4", True),
        ("2023-11", False),
        ("2024-01", False),
        ("2023-W52", True),  # the last week of the year
        ("2023-W51", False),
        ("2024-W01", False),
        ("2020-W53", False),
    ],
)
def test_which_spans_end_with_a_year(code, ends):
    span = Period.parse(code)
    start, end = np.array([span.start.toordinal()]), np.array([span.end.toordinal()])
    assert ends_with(start, end, Period.parse("2023")).tolist() == [ends]


def test_the_last_week_of_a_year_ends_with_it_though_it_ends_later():
    """The first Thursday decides: week 53 of 2020 lies in 2020 and ends in 2021."""
    week = Period.parse("2020-W53")
    start, end = np.array([week.start.toordinal()]), np.array([week.end.toordinal()])
    assert ends_with(start, end, Period.parse("2020")).tolist() == [True]
