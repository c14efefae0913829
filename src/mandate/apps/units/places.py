"""What the last change of a unit's place was, as its placements tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import F

from mandate.apps.units.models import Placement


@dataclass(frozen=True, slots=True)
class LastChange:
    """A move, a closing or a reopening, and its day. The first opening of a unit is none: it stays."""

    change: Literal["moved", "closed", "reopened"]
    day: date


def places_of(unit_id: int) -> list[Placement]:
    """A unit's placements, the earliest first."""
    places = Placement.objects.filter(unit_id=unit_id).select_related("parent")
    return list(places.order_by(F("starts").asc(nulls_first=True)))


def last_change(places: Sequence[Placement]) -> LastChange | None:
    """The last change among placements in order of time, None where there is only an opening."""
    if not places:
        return None
    last = places[-1]
    if last.ends is not None:
        return LastChange("closed", last.ends)
    if len(places) < 2 or last.starts is None:
        return None
    return LastChange("moved" if places[-2].ends == last.starts else "reopened", last.starts)
