"""What memberships count for a unit: its own members, and who came and went. Levels come by roll-up."""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Count as Number
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandate.apps.people.models import Membership, MemberSource
from mandate.apps.units.structure import standing_in
from mandate.core.membership import LASTING, Began, Ended
from mandate.platform.counts import Count
from mandate.platform.database.arrays import among

Values = Callable[[Collection[int], date, date], dict[int, int]]


def _at_the_end(**more: object) -> Values:
    """Members on the last day."""

    def values(units: Collection[int], first: date, until: date) -> dict[int, int]:
        lasting = Q(ends__isnull=True) | Q(ends__gte=until)
        return _by_unit(units, Membership.objects.filter(lasting, starts__lt=until, **more), first, until)

    return values


def _came(how: Began) -> Values:
    def values(units: Collection[int], first: date, until: date) -> dict[int, int]:
        rows = Membership.objects.filter(began=how.value, starts__gte=first, starts__lt=until)
        return _by_unit(units, rows, first, until)

    return values


def _from(source: MemberSource) -> Values:
    """Those who were admitted from a source."""

    def values(units: Collection[int], first: date, until: date) -> dict[int, int]:
        rows = Membership.objects.filter(source=source.pk, starts__gte=first, starts__lt=until)
        return _by_unit(units, rows, first, until)

    return values


def _went(*how: Ended) -> Values:
    def values(units: Collection[int], first: date, until: date) -> dict[int, int]:
        ways = [one.value for one in how]
        rows = Membership.objects.filter(ended__in=ways, ends__gte=first, ends__lt=until)
        return _by_unit(units, rows, first, until)

    return values


def _by_unit(units: Collection[int], rows: QuerySet[Membership], first: date, until: date) -> dict[int, int]:
    """How many of the rows lie in each unit that is open on some day: one query."""
    standing = standing_in(first, until)
    open_then = {unit for unit in units if unit in standing}
    found = rows.filter(among("unit_id", open_then)).order_by().values_list("unit_id")
    return dict.fromkeys(open_then, 0) | dict(found.annotate(number=Number("pk")))


COUNTS = (
    Count(
        "people.members",
        _("Members"),
        _("The members of the unit itself, of every kind, on the last day of the period."),
        _at_the_end(),
    ),
    Count(
        "people.probationary",
        _("Members who must still become another kind"),
        _("The members of the unit itself on the last day of the period whose kind has a time limit."),
        _at_the_end(kind__months__isnull=False),
    ),
    Count(
        "people.admitted",
        _("Members admitted"),
        _("Those who became members of the unit itself in the period, without those from other units."),
        _came(Began.ADMITTED),
    ),
    Count(
        "people.received",
        _("Members received from other units"),
        _("Those whom the unit itself received from another in the period, by the day of receiving."),
        _came(Began.RECEIVED),
    ),
    Count(
        "people.moved",
        _("Members moved to other units"),
        _("Those whom another unit received from the unit itself in the period, by the day of receiving."),
        _went(Ended.MOVED),
    ),
    Count(
        "people.left",
        _("Memberships ended"),
        _("Members of the unit itself who left, died, were excluded or were struck off in the period."),
        _went(*LASTING),
    ),
)


def counts_by_source() -> list[Count]:
    """A count for each source of the organisation's own list, by the code that it has for good. One query."""
    return [
        Count(
            f"people.admitted.{one.code}",
            gettext("Members admitted: %(source)s") % {"source": one.called},
            _(
                "Those who became members of the unit itself in the period and came from this source, "
                "without those from other units."
            ),
            _from(one),
        )
        for one in MemberSource.objects.order_by("position", "code")
    ]
