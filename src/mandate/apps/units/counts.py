"""What the tree counts for a unit: the units right below it, as it is known now."""

from collections.abc import Collection
from datetime import date, timedelta

import numpy as np
from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Placement
from mandate.apps.units.structure import standing_in, structure_on
from mandate.platform.counts import Count
from mandate.platform.database.arrays import among


def _below(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """Of those that are open on the last day."""
    structure = structure_on(until - timedelta(days=1))
    parents = structure.parent[structure.parent >= 0]
    numbers = np.bincount(parents, minlength=len(structure))
    wanted = np.array(sorted(units), dtype=np.int64)
    at = structure.indices(wanted)
    return {
        unit: int(numbers[place])
        for unit, place in zip(wanted.tolist(), at.tolist(), strict=True)
        if place >= 0
    }


def _opened(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """A place that begins, and that the unit did not come to from another."""
    before = Placement.objects.filter(unit_id=OuterRef("unit_id"), ends=OuterRef("starts"))
    begun = Placement.objects.filter(starts__gte=first, starts__lt=until)
    return _under(units, begun.exclude(Exists(before)), first, until)


def _closed(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """A place that ends, and that the unit did not leave for another."""
    after = Placement.objects.filter(unit_id=OuterRef("unit_id"), starts=OuterRef("ends"))
    ended = Placement.objects.filter(ends__gte=first, ends__lt=until)
    return _under(units, ended.exclude(Exists(after)), first, until)


def _under(units: Collection[int], places: QuerySet[Placement], first: date, until: date) -> dict[int, int]:
    """How many of the places lie under each unit that is open on some day: one query."""
    standing = standing_in(first, until)
    open_then = {unit for unit in units if unit in standing}
    rows = places.filter(among("parent_id", open_then)).order_by().values_list("parent_id")
    return dict.fromkeys(open_then, 0) | dict(rows.annotate(number=Number("pk")))


COUNTS = (
    Count(
        "units.below",
        _("Units directly below"),
        _("The units directly below that are open on the last day of the period."),
        _below,
    ),
    Count(
        "units.opened",
        _("Units directly below that were opened"),
        _("The units directly below that were opened in the period, by the day of opening, without moves."),
        _opened,
    ),
    Count(
        "units.closed",
        _("Units directly below that were closed"),
        _(
            "The units directly below that were closed in the period, by their first day closed, "
            "without moves."
        ),
        _closed,
    ),
)
