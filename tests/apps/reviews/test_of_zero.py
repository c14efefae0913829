"""A figure against a goal of zero stands among shares with its goal, and none is none."""

from decimal import Decimal

import pytest

from mandate.apps.reviews.documents.worded import Aim, Amount, ChildRow
from mandate.apps.reviews.documents.wording import _heat_cell


@pytest.mark.parametrize(
    ("text", "value", "share", "shown"),
    [
        ("0", Decimal(0), None, "0, target ≤ 0"),
        ("–", None, None, "–"),
        ("0", Decimal(0), Decimal(0), "0.0%"),
    ],
)
def test_what_stands_in_a_cell(text: str, value: Decimal | None, share: Decimal | None, shown: str) -> None:
    aim = Aim("≤ 0", Decimal(0), "", "met", "met", "–" if share is None else "0.0%", share)
    row = ChildRow(
        "A", "A", "1", 1, Amount(text, value, "", 1, 1), Amount("–", None, "", 0, 1), "–", None, aim
    )
    assert _heat_cell(row).text == shown
