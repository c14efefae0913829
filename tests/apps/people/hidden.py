"""What only those of a unit may know of it: here who its members are."""

from tests.apps.people.members import member
from tests.support.hidden import City
from tests.support.organisation import console

from mandate.apps.people.services.transfers import Release, release

SECRETS = ("Ptarmigan", "WHIN-17")


def put(city: City) -> dict[str, str]:
    """A member of B, and one on the way within B."""
    units = city.world.units
    here = member(units["B"], "Ptarmigan", number="WHIN-17")
    leaving = member(units["B"], "Ptarmigan Minor")
    transfer = release(
        console(), Release(leaving.pk, units["B1"].pk, leaving.memberships.get().starts.replace(month=9))
    )
    return {"person_id": str(here.pk), "transfer_id": str(transfer.pk)}
