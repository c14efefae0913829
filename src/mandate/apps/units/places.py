"""What the last change of a unit's place was, as its placements tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from django.db.models import F

from mandate.apps.units.models import Placement

_NOW = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LastChange:
    """A move, a closing or a reopening, and its day. The first opening of a unit is none: it stays. ``place``
    is the number of the placement that it left, another after each change."""

    change: Literal["moved", "closed", "reopened"]
    day: date
    place: int


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
        return LastChange("closed", last.ends, last.pk)
    if len(places) < 2 or last.starts is None:
        return None
    moved = places[-2].ends == last.starts and not _came_back(last)
    return LastChange("moved" if moved else "reopened", last.starts, last.pk)


def closes_on(places: Sequence[Placement], day: date) -> date | None:
    """The day after a day from which a unit, open on the day, is closed, as its placements in order of time
    tell; None where it stays open, whatever it moves."""
    later = [place for place in places if place.ends is None or place.ends > day]
    for place, following in zip(later, [*later[1:], None], strict=False):
        if following is None or place.ends != following.starts:
            return place.ends
    return None


def _came_back(last: Placement) -> bool:
    """A unit that was opened again on the very day of its closing, which was known before: no move."""
    ever = Placement.ever.filter(unit=last.unit_id)
    left = _known_since(ever.filter(ends=last.starts))
    came = _known_since(ever.filter(starts=last.starts))
    return came is not None and (left is None or left < came)


def _known_since(rows: Iterable[Placement]) -> datetime | None:
    """Since when one of these has been known without a break; None: since always."""
    since: datetime | None = _NOW
    for row in sorted(rows, key=lambda row: row.known_until or _NOW, reverse=True):
        if since is None or (row.known_until or _NOW) < since:
            break
        since = row.known_from
    return since
