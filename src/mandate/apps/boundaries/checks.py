"""Stored boundaries: each must be one that can be drawn."""

from mandate.apps.boundaries.models import Boundary
from mandate.apps.boundaries.queries import as_shape
from mandate.core.boundary import BoundaryError, geometry_of, shape_of
from mandate.platform.integrity import MOST, Check, Finding, others


def check_boundaries() -> list[Finding]:
    """Shapes that are none; what is there comes in again by the table."""
    found = []
    stored = Boundary.objects.order_by("unit__code").values_list("unit__code", "shape")
    for code, shape in stored.iterator(500):
        try:
            shape_of(geometry_of(as_shape(shape)))
        except (BoundaryError, TypeError, ValueError, LookupError):
            found.append(Finding("damage", f"the boundary of unit {code} cannot be drawn: read it in again"))
    return found[:MOST] + others("damage", max(len(found) - MOST, 0))


CHECKS = (Check("Boundaries", 15, check_boundaries),)
