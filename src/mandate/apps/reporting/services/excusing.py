"""Excusing reports from what is expected, and expecting them again: rows that begin and end, and stay."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest

from mandate.apps.reporting.expected import EXCUSABLE, expected
from mandate.apps.reporting.models import Excuse, Report
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.apps.units.watchers import Consequences, Open, StillExcused, closed_on, open_on, open_within
from mandate.core.expectation import Ended
from mandate.platform.access.actor import Actor

#: Kept with the row in one language; pages say it in the reader's words.
CLOSED = "The unit is closed."


def excuse(actor: Actor, reports: Iterable[tuple[int, int | None]], reason: str, moment: datetime) -> None:
    """Excuse reports from a moment on, each with the unit whose closing does so (None: somebody does). The
    caller has locked what is expected and checked the reports."""
    by = None if actor.console else actor.user_id
    Excuse.objects.bulk_create(
        [
            Excuse(report_id=pk, reason=reason, closing_id=closing, excused_by_id=by, known_from=moment)
            for pk, closing in reports
        ],
        batch_size=5000,
    )


def expect_again(report_ids: Collection[int], moment: datetime, ended: Ended) -> int:
    """End the excuses of these reports; how many were in force. One that a quicker request began a moment
    later ends where it began."""
    until = Greatest("known_from", Value(moment, DateTimeField()))
    return Excuse.objects.filter(report_id__in=report_ids).update(known_until=until, ended=ended.value)


class Closings:
    """What reporting does when units close or open again: a closing excuses the reports of periods that begin
    while the unit is closed, and they are expected again once it is not closed then after all."""

    def moment(self, actor: Actor) -> datetime:
        """Not before what is kept for good, and when nobody else changes what is expected."""
        expect_alone()
        return counting_moment(actor)

    def places_changed(
        self, actor: Actor, moment: datetime, before: Mapping[int, Open], after: Mapping[int, Open]
    ) -> Consequences:
        """A few queries, however many units and reports there are. The locks are had since the moment."""
        closed, again, reopened = _turned(before, after)
        outstanding = expected(Report.objects.filter(EXCUSABLE, pk__in=closed))
        # but for one that was submitted while its lock was waited for
        rows = list(outstanding.order_by("pk").select_for_update(of=("self",)).values_list("pk", "unit_id"))
        excuse(actor, rows, CLOSED, moment)
        excused = Excuse.objects.filter(report__in=again, closing__isnull=False)
        count = expect_again(list(excused.values_list("report_id", flat=True)), moment, Ended.TAKEN_BACK)
        return Consequences(len(rows), count, _still_excused(reopened, after))


def _turned(before: Mapping[int, Open], after: Mapping[int, Open]) -> tuple[list[int], list[int], list[int]]:
    """Reports before whose period the unit closed, and had not; those of the other way; and the units that
    are open on a day on which they were closed."""
    closed, again = [], []
    reopened = [
        unit
        for unit, times in after.items()
        if any(closed_on(before[unit], day) and open_on(times, day) for span in times for day in span if day)
    ]
    days = [ends for times in (*before.values(), *after.values()) for _, ends in times if ends]
    reports = Report.objects.filter(
        unit_id__in=after.keys(), form_period__starts__gte=min(days, default=date.max)
    )
    rows = reports.values_list("pk", "unit_id", "form_period__starts", "form_period__ends")
    for pk, unit, starts, ends in rows:
        was, closed_now = closed_on(before[unit], starts), closed_on(after[unit], starts)
        left = open_within(before[unit], starts, ends) and not open_within(after[unit], starts, ends)
        if closed_now and (left or not was):
            closed.append(pk)
        elif was and not closed_now:
            again.append(pk)
    return closed, again, reopened


def _still_excused(unit_ids: Collection[int], after: Mapping[int, Open]) -> tuple[StillExcused, ...]:
    """Reports that a closing excused, of periods that are not closed and in which the unit is open now."""
    if not unit_ids:
        return ()
    rows = Excuse.objects.filter(
        closing__in=unit_ids, report__form_period__closed_at__isnull=True
    ).select_related("report__unit", "report__form_period__form")
    found = []
    for row in rows.order_by("report__unit__code", "report__form_period__starts", "pk"):
        opened = row.report.form_period
        if open_within(after[row.report.unit_id], opened.starts, opened.ends):
            found.append(StillExcused(row.report.unit.code, opened.form.code, opened.period, opened.pk))
    return tuple(found)
