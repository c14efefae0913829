"""Classes of equal size, as docs/algorithms/map.md says."""

import re
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.quantiles import groups, place_of

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "map.md"
ROWS = re.findall(r"^\| ([-0-9.; ]+) \| (\d) \| ([-0-9.; ]*[^|]*) \|$", PAGE.read_text(), re.MULTILINE)


def test_every_row_of_the_page() -> None:
    assert len(ROWS) == 6
    for values, count, wanted in ROWS:
        told = [Decimal(one) for one in values.split(";")]
        found = groups(told, int(count))
        assert "; ".join(f"{one.low} to {one.high}: {one.count}" for one in found) == wanted, values


numbers = st.lists(st.decimals(-1000, 1000, places=1), max_size=60)


@given(numbers, st.integers(1, 7))
def test_every_value_is_in_one_class_and_equal_values_are_together(values, count) -> None:
    found = groups(values, count)
    assert len(found) <= count and sum(one.count for one in found) == len(values)
    for value in values:
        place = place_of(value, found)
        assert found[place].low <= value <= found[place].high
    assert all(one.count for one in found)


@given(st.lists(st.integers(), min_size=1, max_size=60, unique=True), st.integers(1, 7))
def test_where_all_differ_the_classes_differ_by_one_at_most(values, count) -> None:
    sizes = [one.count for one in groups(values, count)]
    assert max(sizes) - min(sizes) <= 1


def test_nothing_has_no_classes() -> None:
    assert groups([]) == ()
