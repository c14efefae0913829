"""The counters beside the side's entries: what is due from the person, what waits for them below a unit."""

from dataclasses import dataclass

import numpy as np

from mandate.apps.desk.queries.tasks import decides, owed, writes
from mandate.apps.reporting.models import Report, State
from mandate.apps.reporting.queries.deciding import others
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.reviews.requests import waiting_count
from mandate.apps.units.structure import structure_on
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Counters:
    """``due``: reports that the actor owes, those that came back among them, as the desk lists them;
    ``waiting``: submitted ones of a unit and those below that the actor may decide, as its reports page
    lists them; ``requests``: to open a review of these units again, as their page of reviews lists them."""

    due: int = 0
    waiting: int = 0
    requests: int = 0


def counters(actor: Actor, unit_id: int) -> Counters:
    """The counters of an actor on the pages of a unit: a constant number of queries."""
    return Counters(
        due=owed(actor).count() if writes(actor) else 0,
        waiting=_waiting(actor, unit_id) if decides(actor) else 0,
        requests=waiting_count(actor, unit_id),
    )


def _waiting(actor: Actor, unit_id: int) -> int:
    """Only the reports that are submitted now are read, not the units below."""
    submitted = others(actor, Report.objects.filter(state=State.SUBMITTED))
    units = np.array(submitted.values_list("unit_id", flat=True), np.int64)
    structure = structure_on(actor.today)
    if unit_id in structure:
        low, high = structure.interval(unit_id)
        places = structure.indices(units)
        units = units[(low <= places) & (places < high)]
    else:
        units = units[units == unit_id]
    allowed = decidable(actor, set(units.tolist()))
    return int(np.isin(units, list(allowed)).sum())
