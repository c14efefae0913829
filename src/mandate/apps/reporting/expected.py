"""What is expected: the reports of the opened periods, but for those that are excused.

A report belongs to its unit and to all that stood above the unit on the report's own day
(docs/algorithms/rollup.md).
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet

from mandate.apps.reporting.models import Excuse, FormPeriod, Report
from mandate.apps.reporting.spans import within
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import placements, structure_on, with_all_below
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.database import spans
from mandate.platform.database.arrays import among
from mandate.platform.database.reading import once

#: Reports that can be excused: nothing was submitted, and nothing counts.
EXCUSABLE = Q(state__in=[State.EXPECTED, State.DRAFT, State.RETURNED], counted__isnull=True)
Opened = tuple[int, date, date]


def expected(reports: QuerySet[Report], known_at: datetime | None = None) -> QuerySet[Report]:
    """Those of the reports that no excuse in force takes out, now or as it was known at a moment."""
    if known_at is None:
        return reports.exclude(Exists(Excuse.objects.filter(report=OuterRef("pk"))))
    then = spans.holds(known_at, "known_from", "known_until")
    asked = Q(expected_from__isnull=True) | Q(expected_from__lte=known_at)
    return reports.filter(asked, form_period__opened_at__lte=known_at).exclude(
        Exists(Excuse.ever.filter(then, report=OuterRef("pk")))
    )


def expected_below(
    unit_id: int,
    period: Period | None = None,
    form_period_id: int | None = None,
    known_at: datetime | None = None,
) -> QuerySet[Report]:
    """What is expected of a unit and of those that stood below it: in a period, in one opened form, or ever;
    with ``known_at`` as all this was known at that moment. One query to build, however many units there
    are."""
    found = _opened()
    if form_period_id is not None:
        found = found.filter(pk=form_period_id)
    if period is not None:
        found = found.filter(within(period))
    asked = f"opened in {period.code if period else ''}, {form_period_id}"
    opened = once(asked, lambda: list(found))
    return expected(Report.objects.filter(_where([unit_id], opened, known_at)), known_at)


def once_below(held: Collection[int], today: date) -> Q | None:
    """Reports of units that stood below one of these on the report's day, and do so no longer; None where no
    unit ever moved away."""
    tree = placements()
    ever = np.unique(np.concatenate([np.empty(0, np.int64), *(tree.ever_below(unit) for unit in held)]))
    if np.isin(ever, with_all_below(held, today)).all():
        return None
    return _where(held, _opened())


def papers_once_below(held: Collection[int], today: date) -> Q | None:
    """The same of the papers of such reports."""
    reports = once_below(held, today)
    return None if reports is None else Q(subject_id__in=Report.objects.filter(reports).values("pk"))


def expected_units(kind_ids: Collection[int], day: date) -> list[int]:
    """The ids of the units of these kinds that exist on a day."""
    existing = structure_on(day).ids.tolist()
    return list(
        Unit.objects.filter(kind_id__in=kind_ids, pk__in=existing)
        .order_by("code")
        .values_list("pk", flat=True)
    )


def _opened() -> "QuerySet[FormPeriod, Opened]":
    return FormPeriod.objects.order_by("pk").values_list("pk", "starts", "ends")


def _where(held: Iterable[int], opened: Iterable[Opened], known_at: datetime | None = None) -> Q:
    """The condition on a report that its unit stood below one of the units on the report's day. Opened forms
    for which these are the same units share a condition."""
    tree = placements(known_at)
    below: dict[tuple[date, date], bytes] = {}
    groups: dict[bytes, list[int]] = {}
    units = list(held)
    for pk, starts, ends in opened:
        if (starts, ends) not in below:
            found = [tree.below(unit, starts, ends) for unit in units]
            below[starts, ends] = np.unique(np.concatenate([np.empty(0, np.int64), *found])).tobytes()
        groups.setdefault(below[starts, ends], []).append(pk)
    condition = Q(pk__in=[])
    for ids, pks in groups.items():
        condition |= Q(form_period_id__in=pks) & among("unit_id", np.frombuffer(ids, np.int64))
    return condition
