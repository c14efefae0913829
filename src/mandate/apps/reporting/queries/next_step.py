"""What somebody can do next about the reports of a unit and a period: what its page offers first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from mandate.apps.reporting.expected import expected_below
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.outstanding import outstanding_of
from mandate.apps.reporting.queries.deciding import others
from mandate.apps.reporting.queries.lists import to_decide
from mandate.apps.reporting.queries.tasks import decides
from mandate.apps.reporting.queries.whose import MINE, split
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class NextStep:
    """A report to ``write`` (``begun``: figures stand in it), or the first that waits to be decided on.
    Both None: there is nothing to do."""

    write: int | None = None
    begun: bool = False
    decide: int | None = None


def next_step(actor: Actor, unit_id: int, period: Period) -> NextStep:
    """The unit's own report comes before those below it, the earliest day first. What waits for others below
    is not the actor's to decide next. The number of queries depends on nothing."""
    there = expected_below(unit_id, period)
    own = _first(outstanding_of(actor).filter(unit_id=unit_id, pk__in=there.values("pk")))
    if own is not None:
        return NextStep(write=own.pk, begun=own.state != State.EXPECTED)
    if not decides(actor):
        return NextStep()
    waiting = others(actor, to_decide(actor)).filter(pk__in=there.values("pk"))
    waits = _first(split(actor, waiting, MINE))
    return NextStep(decide=waits.pk if waits else None)


def _first(reports: QuerySet[Report]) -> Report | None:
    return reports.order_by("form_period__due", "pk").first()
