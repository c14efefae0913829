"""Excusing reports from what is expected, and expecting them again: rows that begin and end, and stay."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import DateTimeField, Min, Q, QuerySet, Value
from django.db.models.functions import Greatest

from mandate.apps.reporting.models import Excuse, Report, State
from mandate.apps.reporting.queries.expected import expected
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.apps.units.models import Placement
from mandate.platform.access.actor import Actor

#: Reports that can be excused: nothing was submitted, and nothing counts.
EXCUSABLE = Q(state__in=[State.EXPECTED, State.DRAFT, State.RETURNED], counted__isnull=True)
#: Kept with the row in one language; pages say it in the reader's words.
CLOSED = "The unit is closed."


def excuse(
    actor: Actor,
    report_ids: Iterable[int],
    reason: str,
    moment: datetime,
    closing: Mapping[int, int] | None = None,
) -> None:
    """Excuse reports from a moment on; ``closing`` are the units whose closing excuses them, by report. The
    caller has locked what is expected and checked the reports."""
    by, closing = None if actor.console else actor.user_id, closing or {}
    Excuse.objects.bulk_create(
        [
            Excuse(
                report_id=pk,
                reason=reason,
                closing_id=closing.get(pk),
                excused_by_id=by,
                known_from=moment,
            )
            for pk in report_ids
        ],
        batch_size=5000,
    )


def expect_again(report_ids: Collection[int], moment: datetime) -> int:
    """End the excuses of these reports; how many were in force. One that a quicker request began a moment
    later ends where it began."""
    ended = Greatest("known_from", Value(moment, DateTimeField()))
    return Excuse.objects.filter(report_id__in=report_ids).update(known_until=ended)


class Closings:
    """What reporting does when the tree changes (see units/watchers.py)."""

    def moment(self, actor: Actor) -> datetime:
        """Not before what is kept for good, and when nobody else changes what is expected."""
        expect_alone()
        return counting_moment(actor)

    def to_excuse(self, unit_ids: Collection[int], day: date) -> int:
        """Reports of periods that begin on the day or later, with nothing submitted."""
        return _from_day(unit_ids, day).count()

    def closed(self, actor: Actor, days: Mapping[int, date]) -> int:
        """Excuse them, but for one that was submitted while its lock was waited for."""
        moment = self.moment(actor)
        rows = _from_day(days, min(days.values())).order_by("pk").select_for_update(of=("self",))
        found = rows.values_list("pk", "unit_id", "form_period__starts")
        closing = {pk: unit for pk, unit, starts in found if starts >= days[unit]}
        excuse(actor, closing, CLOSED, moment, closing)
        return len(closing)

    def closing_undone(self, actor: Actor, days: Mapping[int, date]) -> int:
        """Expect again what this closing excused, and no earlier one of the unit did."""
        moment = self.moment(actor)
        ended = Placement.ever.filter(unit_id__in=days, ends__in=set(days.values()))
        entered = {
            (unit, day): at
            for unit, day, at in ended.values_list("unit_id", "ends").annotate(at=Min("known_from"))
        }
        excused = Excuse.objects.filter(
            closing_id__in=days, report__form_period__starts__gte=min(days.values())
        ).values_list("report_id", "closing_id", "report__form_period__starts", "known_from")
        again = [
            report
            for report, unit, starts, known in excused
            if unit and starts >= days[unit] and known >= entered.get((unit, days[unit]), known)
        ]
        return expect_again(again, moment)


def _from_day(unit_ids: Collection[int], day: date) -> QuerySet[Report]:
    return expected(Report.objects.filter(EXCUSABLE, unit_id__in=unit_ids, form_period__starts__gte=day))
