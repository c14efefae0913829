"""Shares of a total add up to exactly 100, as the page about them says."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.shares import has_negative, shares

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "shares.md"
ROWS = re.findall(
    r"^\| ([-0-9; ]+) \| ([0-9]+) \| ([0-9.; ]*) \| ([0-9.]*) ?\|$", PAGE.read_text(), re.MULTILINE
)


def _numbers(text: str) -> list[Decimal | None]:
    return [Decimal(part) if part.strip() else None for part in text.split(";")]


def test_the_page_has_its_table() -> None:
    assert len(ROWS) == 10


@pytest.mark.parametrize(("parts", "whole", "wanted", "left"), ROWS)
def test_every_row_of_the_page(parts: str, whole: str, wanted: str, left: str) -> None:
    found = shares(_numbers(parts), Decimal(whole))
    assert found == _numbers(wanted)
    if left:
        assert 100 - sum(share for share in found if share is not None) == Decimal(left)


parts_of = st.lists(st.none() | st.decimals(0, 10**12, places=2), min_size=1, max_size=40)


@given(parts_of, st.decimals(0, 10**12, places=2), st.integers(0, 3))
def test_shares_with_what_is_left_make_100_and_none_is_off_by_a_digit(parts, left, decimals) -> None:
    known = [part for part in parts if part is not None]
    whole = sum(known, left)
    found = shares(parts, whole, decimals)
    if whole == 0:
        assert found == [None] * len(parts)
        return
    assert [share is None for share in found] == [part is None for part in parts]
    unit = Fraction(1, 10**decimals)
    for part, share in zip(parts, found, strict=True):
        if part is not None and share is not None:
            assert abs(Fraction(share) - 100 * Fraction(part) / Fraction(whole)) < unit
    told = sum((Fraction(share) for share in found if share is not None), Fraction(0))
    assert abs(100 - told - 100 * Fraction(left) / Fraction(whole)) < unit
    if left == 0:
        assert told == 100, "nothing is left over"


@given(st.lists(st.decimals(-100, 100, places=1), min_size=1), st.decimals(-100, 100, places=1))
def test_where_something_is_below_zero_there_are_no_shares(parts, whole) -> None:
    if has_negative(parts, whole) or whole <= 0:
        assert shares(parts, whole) == [None] * len(parts)
    else:
        assert all(0 <= share <= 100 for share in shares(parts, whole) if share is not None)
