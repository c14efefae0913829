"""The plan of admissions: the target that a unit has on the indicator that counts them."""

from mandate.apps.people.queries.admissions import Plan
from mandate.apps.targets.permissions import TARGETS_VIEW
from mandate.apps.targets.scoreboard import targets_of
from mandate.core.period import Period
from mandate.core.target import Measure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can

COUNTED = "people.admitted"


def plan_of(actor: Actor, unit_id: int, year: int) -> Plan | None:
    """So many as the unit is to admit in the year; None where no target says so, or not to the actor."""
    if not can(actor, TARGETS_VIEW, unit_id):
        return None
    found = targets_of([unit_id], Period.parse(str(year)))
    for one in found:
        if one.indicator.counted == COUNTED and one.measure == Measure.PERIOD:
            return Plan(one.goal, one.document)
    return None
