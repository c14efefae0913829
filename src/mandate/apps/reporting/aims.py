"""What a number was to come to, as told by apps on the floors above: the door through which they speak."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mandate.apps.reporting.total import Total
from mandate.core.period import Period
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Aim:
    """The goal of a total in words, with the document that sets it; which share of it
    the total is, in per cent, and how it stands (none and empty where it is judged on another span, and the
    words say the share of one under way); and the page that tells more."""

    shown: str
    document: str
    share: Decimal | None
    state: str
    state_words: str
    url: str


AimOf = Callable[[Actor, int, str, Period, Total, "datetime | None"], "Aim | None"]

_told: list[AimOf] = []


def declare(aim_of: AimOf) -> None:
    """Called once by each app that knows what is aimed at: for an actor, a unit's id, the code of an
    indicator, a period, the total, and the moment as of which it is known (None: now)."""
    _told.append(aim_of)


def aim_of(
    actor: Actor, unit_id: int, indicator: str, period: Period, total: Total, known_at: datetime | None
) -> Aim | None:
    """What a total was to come to; None where nothing was aimed at, or the actor may not know."""
    asked = (told(actor, unit_id, indicator, period, total, known_at) for told in _told)
    return next((found for found in asked if found), None)
