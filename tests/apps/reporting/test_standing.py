"""How the reports stand, in one sentence and what is to be said beside it."""

from datetime import date
from itertools import product

import pytest

from mandate.apps.reporting.queries.coverage import Coverage
from mandate.apps.reporting.standing import standing

DAY, LAST = date(2027, 1, 15), date(2027, 2, 10)


def told(accepted: int, submitted: int, overdue: int, not_due: int, until: date = DAY, **more: int) -> str:
    """The sentence, then the details."""
    found = Coverage(
        expected=accepted + submitted + overdue + not_due,
        accepted=accepted,
        submitted=submitted,
        on_time=more.pop("on_time", 0),
        late=more.pop("late", 0),
        overdue=overdue,
        not_due=not_due,
        due_from=DAY if not_due else None,
        due_until=until if not_due else None,
        **more,
    )
    made = standing(found, "en")
    return " | ".join((made.sentence, *made.details))


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("0 of 345 reports submitted so far; due on 15 January 2027 | 345 not due yet", (0, 0, 0, 345)),
        (
            "8 of 345 reports submitted so far, none accepted yet; due on 15 January 2027"
            " | 8 waiting for acceptance | 337 not due yet",
            (0, 8, 0, 337),
        ),
        ("5 of 345 reports accepted so far | 3 waiting for acceptance | 337 not due yet", (5, 3, 0, 337)),
        ("5 of 345 reports accepted so far | 340 not due yet", (5, 0, 0, 340)),
        ("0 of 345 reports submitted so far | 5 overdue | 340 not due yet", (0, 0, 5, 340)),
        ("0 of 345 reports accepted | 8 waiting for acceptance | 337 overdue", (0, 8, 337, 0)),
        ("345 of 345 reports accepted", (345, 0, 0, 0)),
        ("0 of 1 report submitted so far; due on 15 January 2027 | 1 not due yet", (0, 0, 0, 1)),
    ],
)
def test_the_sentence(said: str, counts: tuple[int, int, int, int]) -> None:
    assert told(*counts) == said


def test_when_the_days_differ_the_first_and_the_last_are_told() -> None:
    assert told(0, 0, 0, 9, LAST).startswith(
        "0 of 9 reports submitted so far; due from 15 January 2027 to 10 February 2027"
    )


def test_on_time_is_told_only_beside_something_to_compare() -> None:
    assert "on time" not in told(0, 8, 0, 337, on_time=8)
    assert "8 on time" in told(0, 8, 2, 0, on_time=8)


def test_what_makes_up_all_reports_is_told_apart_from_when_they_were_submitted() -> None:
    said = told(10, 10, 14, 0, on_time=21, late=2, corrected=1)
    assert said == (
        "10 of 34 reports accepted | 10 waiting for acceptance | 14 overdue"
        " | first submitted: 21 on time, 2 late | 1 corrected"
    )


def test_every_report_is_told_once() -> None:
    for counts in product((0, 2), repeat=4):
        if sum(counts):
            text = told(*counts)
            names = ("waiting for acceptance", "overdue", "not due yet")
            assert [name in text for name in names] == [bool(count) for count in counts[1:]], text
            assert ("accepted yet" in text) == (not counts[0] and bool(counts[1]) and bool(counts[3])), text
