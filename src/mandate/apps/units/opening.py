"""Which of the units that lay below another one somebody may look at: one may have moved away since."""

from collections.abc import Collection

from mandate.apps.units.permissions import UNITS_VIEW
from mandate.core.tree import Structure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_on


def opened(actor: Actor, unit_id: int, below: Collection[int], today: Structure) -> set[int]:
    """Those of the units that lay ``below`` a unit, which the actor may see, whose pages they may open. What
    lies there ``today`` as well, they may; of the others it is asked."""
    there = set(today.subtree(unit_id).tolist()) if unit_id in today else set()
    away = set(below) - there
    return set(below) & there | (can_on(actor, UNITS_VIEW, away) if away else set())
