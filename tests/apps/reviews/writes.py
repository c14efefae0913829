"""Arguments for the services of reviews that would be right for somebody who may."""

from typing import Any

from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.reviews.services import (
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    RestoreNotes,
    SaveNotes,
    close_review,
    save_notes,
)
from mandate.core.period import Period

YEAR = Period.parse("2023")
#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {"mandate.apps.reviews.services.closing.withdraw_reopening"}


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    other = city.units["B"].pk
    close_review(console(), CloseReview(other, YEAR, 0))
    save_notes(console(), SaveNotes(city.units["C"].pk, YEAR, 0, {"summary": "Good."}))
    save_notes(console(), SaveNotes(city.units["C"].pk, YEAR, 1, {"summary": "Better."}))
    return {
        "restore_notes": (RestoreNotes(city.units["C"].pk, YEAR, 2, 1),),
        "save_notes": (SaveNotes(unit, YEAR, 0, {"summary": "Good."}),),
        "close_review": (CloseReview(unit, YEAR, 0),),
        "reopen_review": (ReopenReview(other, YEAR, "Again."),),
        "confirm_reopening": (AskedReopening(unit, 1),),
        "refuse_reopening": (RefuseReopening(unit, 1, "Not so."),),
    }
