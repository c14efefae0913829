"""Every read of boundaries, for an actor."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from mandate.apps.boundaries.models import Boundary
from mandate.core.boundary import Shape
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible


def boundaries_of(actor: Actor, unit_ids: Collection[int], day: date) -> Mapping[int, Shape]:
    """The boundaries that units have on a day, by the unit: one query."""
    known = visible(actor, Boundary.objects.filter(unit_id__in=unit_ids))
    on_day = known.filter(Q(starts=None) | Q(starts__lte=day))
    return {unit: as_shape(stored) for unit, stored in on_day.values_list("unit_id", "shape")}


def every_boundary(actor: Actor) -> Iterator[Boundary]:
    """All that the actor may see, by the code of the unit."""
    return visible(actor, Boundary.objects.all()).select_related("unit").order_by("unit__code").iterator(500)


def as_shape(stored: Any) -> Shape:
    """What the database keeps as lists."""
    return tuple(
        tuple(tuple((point[0], point[1]) for point in ring) for ring in polygon) for polygon in stored
    )
