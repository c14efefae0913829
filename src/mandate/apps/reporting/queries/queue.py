"""Where a report stands among those that wait for the same person, so that one follows another."""

from dataclasses import dataclass

from django.db.models import QuerySet

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.lists import waiting_list
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.reporting.queries.whose import BELOW, MINE
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Turn:
    """A report is the ``place``-th of ``total`` that wait for the actor, or for others below like itself, of
    all forms and periods, in the order of their list under Work; ``before`` and ``after`` are the numbers of
    those beside it."""

    place: int
    total: int
    before: int | None
    after: int | None
    mine: bool = True


def turn_of(actor: Actor, report: Report) -> Turn | None:
    """Where a report stands; None where it does not wait for this actor. The number of queries depends on
    nothing."""
    if report.state != State.SUBMITTED or not decidable(actor, {report.unit_id}):
        return None
    queues = ((whose, _queue(actor, whose)) for whose in (MINE, BELOW))
    whose, queue = next(((whose, found) for whose, found in queues if report.pk in found), ("", []))
    if not queue:
        return None
    at = queue.index(report.pk)
    return Turn(
        place=at + 1,
        total=len(queue),
        before=queue[at - 1] if at else None,
        after=queue[at + 1] if at + 1 < len(queue) else None,
        mine=whose == MINE,
    )


def any_waits(actor: Actor, turn: Turn | None) -> bool:
    """Whether a report waits for the actor: this one, by its ``turn``, or another (one query)."""
    if turn is not None and turn.mine:
        return True
    source = waiting_list(actor, whose=MINE).source
    assert isinstance(source, QuerySet)
    return source.exists()


def _queue(actor: Actor, whose: str) -> list[int]:
    """What waits, in the order of the list."""
    listed = waiting_list(actor, whose=whose)
    assert isinstance(listed.source, QuerySet)
    return list(listed.source.order_by(*listed.order).values_list("pk", flat=True))


def next_of(actor: Actor, report_id: int) -> int | None:
    """The report to look at once this one is decided: the next of its queue, or else the one before it."""
    report = Report.objects.filter(pk=report_id).first()
    turn = turn_of(actor, report) if report is not None else None
    return (turn.after or turn.before) if turn is not None else None
