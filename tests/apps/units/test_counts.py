"""What the tree counts for a unit, at the edges of a period."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.organisation import console, tree

from mandate.apps.units.models import Unit
from mandate.apps.units.services import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    ReopenUnit,
    UndoPlace,
    close_unit,
    create_unit,
    move_unit,
    reopen_unit,
    undo_place,
)
from mandate.platform.parts import fixed_counts

pytestmark = pytest.mark.django_db

FIRST, UNTIL = date(2023, 1, 1), date(2024, 1, 1)
LAST = date(2023, 12, 31)


@pytest.fixture
def units() -> dict[str, Unit]:
    """City C, wards A (A1, A2) and B (B1, B2, B3)."""
    return tree()


def counted(name: str, units: dict[str, Unit], codes: str, first: date = FIRST, until: date = UNTIL) -> str:
    """What is counted for some units, in a line: "2 3 –"."""
    found = fixed_counts()[name].values([units[code].pk for code in codes.split()], first, until)
    return " ".join(str(found.get(units[code].pk, "–")) for code in codes.split())


def opened(units: dict[str, Unit], code: str, above: str, starts: date | None) -> Unit:
    """A street that is opened."""
    command = CreateUnit(code, "street", {"en": code}, units[above].pk, starts)
    units[code] = create_unit(console(), command)
    return units[code]


def test_what_lies_right_below_is_counted_and_nothing_further_down(units: dict[str, Unit]) -> None:
    assert counted("units.below", units, "C A B A1") == "2 2 3 0"


@pytest.mark.parametrize(
    ("starts", "below", "new"),
    [
        (date(2022, 12, 31), 3, 0),
        (FIRST, 3, 1),
        (LAST, 3, 1),
        (UNTIL, 2, 0),
        (None, 3, 0),
    ],
)
def test_a_unit_counts_from_the_day_on_which_it_is_opened(
    units: dict[str, Unit], starts: date | None, below: int, new: int
) -> None:
    opened(units, "A3", "A", starts)
    assert counted("units.below", units, "A") == str(below)
    assert counted("units.opened", units, "A B") == f"{new} 0"


@pytest.mark.parametrize(
    ("ends", "below", "gone"),
    [(FIRST, 1, 1), (date(2023, 7, 1), 1, 1), (LAST, 1, 1), (UNTIL, 2, 0)],
)
def test_a_unit_counts_until_the_day_from_which_it_is_closed(
    units: dict[str, Unit], ends: date, below: int, gone: int
) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, ends))
    assert counted("units.below", units, "A") == str(below)
    assert counted("units.closed", units, "A B") == f"{gone} 0"


def test_two_periods_beside_each_other_share_no_change(units: dict[str, Unit]) -> None:
    opened(units, "A3", "A", UNTIL)
    close_unit(console(), CloseUnit(units["A1"].pk, UNTIL))
    after = (UNTIL, date(2025, 1, 1))
    for name in ("units.opened", "units.closed"):
        assert [counted(name, units, "A"), counted(name, units, "A", *after)] == ["0", "1"]


def test_a_move_neither_opens_nor_closes(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2023, 7, 1)))
    assert counted("units.below", units, "A B") == "1 4"
    assert counted("units.opened", units, "A B") == "0 0"
    assert counted("units.closed", units, "A B") == "0 0"


def test_a_unit_that_is_closed_and_reopened_in_between_did_both(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 3, 1)))
    reopen_unit(console(), ReopenUnit(units["A1"].pk, units["B"].pk, date(2023, 9, 1)))
    assert counted("units.closed", units, "A B") == "1 0"
    assert counted("units.opened", units, "A B") == "0 1"


def test_a_unit_that_is_closed_has_no_number_rather_than_zero(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 7, 1)))
    close_unit(console(), CloseUnit(units["A2"].pk, FIRST))
    assert counted("units.below", units, "A1 A2 B1") == "– – 0"
    assert counted("units.opened", units, "A1 A2 B1") == "0 – 0"
    assert counted("units.closed", units, "A1 A2 B1") == "0 – 0"


def test_a_closing_that_was_taken_back_is_not_counted(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 7, 1)))
    undo_place(console(), UndoPlace(units["A1"].pk))
    assert counted("units.closed", units, "A") == "0" and counted("units.below", units, "A") == "2"


@pytest.mark.parametrize("name", ["units.below", "units.opened", "units.closed"])
def test_many_units_take_as_many_queries_as_one(units: dict[str, Unit], name: str) -> None:
    def queries(codes: str) -> int:
        counted(name, units, codes)  # the structure is in memory from here on
        with CaptureQueriesContext(
            connection,
        ) as asked:
            counted(name, units, codes)
        return len(asked)

    assert queries("A") == queries("C A B A1 A2 B1 B2 B3") <= 2
