"""What only those of a unit may know of it: here its targets."""

from tests.support.hidden import TEXT, City
from tests.support.organisation import console

from mandate.apps.targets.services import SetTarget, set_target

SECRETS = ("876543", "876,543")
#: What is there to read from above, with a secret on it.
ABOVE = (("/unit/B/targets/?period=2023", "876"),)


def put(city: City) -> dict[str, str]:
    """A target of B; its value in addresses."""
    unit, indicator = city.world.units["B"], city.world.families
    command = SetTarget(unit.pk, indicator.pk, "2023", "876543", "at_least", TEXT)
    return {"target_id": str(set_target(console(), command).pk)}
