"""Arguments for the services of targets that would be right for somebody who may."""

from typing import Any

from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.targets.services import RemoveTarget, SetTarget, SetTargets, set_target
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    target = set_target(console(), SetTarget(unit, city.families.pk, "2023", "5", "at_least")).pk
    another = SetTarget(unit, city.cultural.pk, "2023", "5", "at_least")
    return {
        "set_target": (another,),
        "set_targets": (SetTargets((another,)),),
        "remove_target": (RemoveTarget(target),),
        "import_targets": (ImportTargets((TargetRow(2, "A", "cultural", "2023", "5", "at_least"),)),),
    }
