"""Excusing reports from what is expected, and expecting them again: rows that begin and end, and stay."""

from collections.abc import Collection, Iterable
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
    actor: Actor, report_ids: Iterable[int], reason: str, moment: datetime, closing_id: int | None = None
) -> None:
    """Excuse reports from a moment on. The caller has locked what is expected and checked the reports."""
    by = None if actor.console else actor.user_id
    Excuse.objects.bulk_create(
        [
            Excuse(report_id=pk, reason=reason, closing_id=closing_id, excused_by_id=by, known_from=moment)
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

    def closed(self, actor: Actor, unit_id: int, day: date) -> int:
        """Excuse them, but for one that was submitted while its lock was waited for."""
        moment = self.moment(actor)
        rows = _from_day([unit_id], day).order_by("pk").select_for_update(of=("self",))
        ids = list(rows.values_list("pk", flat=True))
        excuse(actor, ids, CLOSED, moment, closing_id=unit_id)
        return len(ids)

    def closing_undone(self, actor: Actor, unit_id: int, day: date) -> int:
        """Expect again what this closing excused, and no earlier one of the unit did."""
        moment = self.moment(actor)
        entered = Placement.ever.filter(unit_id=unit_id, ends=day).aggregate(at=Min("known_from"))["at"]
        excused = Excuse.objects.filter(closing_id=unit_id, report__form_period__starts__gte=day)
        if entered is not None:
            excused = excused.filter(known_from__gte=entered)
        return expect_again(list(excused.values_list("report_id", flat=True)), moment)


def _from_day(unit_ids: Collection[int], day: date) -> QuerySet[Report]:
    return expected(Report.objects.filter(EXCUSABLE, unit_id__in=unit_ids, form_period__starts__gte=day))
