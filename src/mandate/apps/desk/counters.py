"""The counters beside the side's entries: what is due from a unit's people, what waits for them."""

from dataclasses import dataclass

from mandate.apps.reporting.models import FormPeriod, Report, State
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.units.structure import structure_on
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can


@dataclass(frozen=True, slots=True)
class Counters:
    """``due``: the unit's own reports that are to be written; ``waiting``: submitted ones right below it that
    the actor may decide."""

    due: int = 0
    waiting: int = 0


def counters(actor: Actor, unit_id: int) -> Counters:
    """The counters of a unit for an actor: two queries beside the tree's."""
    due = waiting = 0
    if can(actor, REPORTS_SUBMIT, unit_id):
        open_periods = FormPeriod.objects.filter(closed_at__isnull=True)
        owed = [State.EXPECTED, State.DRAFT, State.RETURNED]
        due = Report.objects.filter(unit_id=unit_id, state__in=owed, form_period__in=open_periods).count()
    structure = structure_on(actor.today)
    children = structure.children(unit_id).tolist() if unit_id in structure else []
    if children and can(actor, REPORTS_DECIDE, children[0]):
        waiting = Report.objects.filter(unit_id__in=children, state=State.SUBMITTED).count()
    return Counters(due, waiting)
