"""What reporting counts for a unit: whether its own reports came, and came in time."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count as Number
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import Report
from mandate.apps.units.structure import standing_in
from mandate.platform.counts import Count
from mandate.platform.database.arrays import among


def _due(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """All whose day lies in the span."""
    return {unit: due for unit, (due, _on_time) in _numbers(units, first, until).items()}


def _on_time(units: Collection[int], first: date, until: date) -> dict[int, int]:
    """Those of them that were first submitted by their day; a later correction makes none of them late."""
    return {unit: on_time for unit, (_due, on_time) in _numbers(units, first, until).items()}


def _numbers(units: Collection[int], first: date, until: date) -> dict[int, tuple[int, int]]:
    """How many reports of each unit fell due, and how many of them came in time: one query. An imported one
    was never to be submitted by anybody. A unit that was closed all the time owes nothing, so it has no
    numbers unless a report of it fell due."""
    day = TruncDate("first_submitted_at", tzinfo=timezone.get_default_timezone())
    reports = Report.objects.filter(
        among("unit_id", units),
        form_period__due__gte=first,
        form_period__due__lt=until,
        form_period__form__automatic=False,
    )
    owed = expected(reports).exclude(Q(counted__isnull=False, first_submitted_at__isnull=True))
    on_time = Number("pk", filter=Q(day__lte=F("form_period__due")))
    rows = owed.annotate(day=day).order_by().values("unit_id").annotate(due=Number("pk"), on_time=on_time)
    standing = standing_in(first, until)
    nothing = dict.fromkeys((unit for unit in units if unit in standing), (0, 0))
    return nothing | {row["unit_id"]: (row["due"], row["on_time"]) for row in rows}


COUNTS = (
    Count(
        "reports.due",
        _("Reports that fell due"),
        _("The unit's own reports whose due day lies in the period, without imported and excused ones."),
        _due,
    ),
    Count(
        "reports.on_time",
        _("Reports submitted on time"),
        _("Of the unit's own reports whose due day lies in the period, those first submitted by that day."),
        _on_time,
    ),
)
