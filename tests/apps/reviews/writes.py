"""Arguments for the services of reviews that would be right for somebody who may."""

from typing import Any

from tests.support.reporting import World

from mandate.apps.reviews.services import (
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    RestoreNotes,
    SaveNotes,
)
from mandate.core.period import Period

YEAR = Period.parse("2023")
#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {"mandate.apps.reviews.services.closing.withdraw_reopening"}


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    return {
        "restore_notes": (RestoreNotes(unit, YEAR, 1, 1),),
        "save_notes": (SaveNotes(unit, YEAR, 0, {}),),
        "close_review": (CloseReview(unit, YEAR, 0),),
        "reopen_review": (ReopenReview(unit, YEAR, "Again."),),
        "confirm_reopening": (AskedReopening(unit, 1),),
        "refuse_reopening": (RefuseReopening(unit, 1, "Not so."),),
    }
