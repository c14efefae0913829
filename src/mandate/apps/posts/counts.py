"""What posts count for a unit: its own, at the end of a period. Levels come by roll-up."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count as Number
from django.utils.translation import gettext_lazy as _

from mandate.apps.posts.models import Holding, Post
from mandate.apps.posts.queries.rows import there_on
from mandate.apps.units.structure import standing_in
from mandate.platform.counts import Count
from mandate.platform.database import spans
from mandate.platform.database.arrays import among


def _standing(units: Collection[int], first: date, until: date) -> set[int]:
    """Those of the units that are open on some day."""
    standing = standing_in(first, until)
    return {unit for unit in units if unit in standing}


def _vacant(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """One query beside the tree's."""
    found, day = dict.fromkeys(_standing(units, first, until), 0), until - timedelta(days=1)
    held = Number("holdings", filter=spans.holds(day, "holdings__starts", "holdings__ends"))
    posts = Post.objects.filter(there_on(day), among("unit_id", found)).annotate(held=held).order_by()
    for unit, places, holders in posts.values_list("unit_id", "places", "held"):
        found[unit] += max(places - holders, 0)
    return found


def _several(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """Each person at the unit of their first post in the order of protocol, so that nobody is counted twice
    where figures of several units are added up: two queries beside the tree's."""
    found, day = dict.fromkeys(_standing(units, first, until), 0), until - timedelta(days=1)
    here = Holding.objects.filter(spans.holds(day), among("post__unit_id", found)).values("person_id")
    rows = Holding.objects.filter(spans.holds(day), person__in=here)
    held: dict[int, list[int]] = defaultdict(list)
    for person, unit in rows.order_by("post__kind__rank", "post_id").values_list(
        "person_id", "post__unit_id"
    ):
        held[person].append(unit)
    several = Counter(places[0] for places in held.values() if len(places) > 1)
    return {unit: several[unit] for unit in found}


COUNTS = (
    Count(
        "posts.vacant",
        _("Places in posts that are vacant"),
        _("The places of the unit's own posts and of its bodies' that nobody holds on the last day."),
        _vacant,
    ),
    Count(
        "posts.several",
        _("People with more than one post"),
        _(
            "Those who hold several posts on the last day of the period, in whichever units, each counted "
            "once: where they hold the first of these in the order of protocol."
        ),
        _several,
    ),
)
