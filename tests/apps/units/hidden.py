"""What only those of a unit may know of it: here its name."""

from tests.apps.units.sisters import sister
from tests.support.hidden import NAME, City
from tests.support.organisation import console

from mandate.apps.units.services import RenameUnit, rename_unit

#: Addresses that belong to the organisation: whoever has any role may read them.
SHARED = ("/units/-/",)
#: What is there to read from above, with a secret on it.
ABOVE = (("/exchange/units.csv", NAME),)


def put(city: City) -> dict[str, str]:
    """Name B and what is below; B's values in addresses."""
    for code, name in (("B", NAME), ("B1", f"{NAME} One")):
        rename_unit(console(), RenameUnit(city.world.units[code].pk, {"en": name, "vi": name}))
    link = sister(city.world.units["B"])
    return {"code": "B", "link_id": str(link.pk)}
