"""What only those of a unit may know of it: here the notes of its review."""

from tests.support.hidden import TEXT, City

from mandate.apps.reviews.services import SaveNotes, save_notes
from mandate.core.period import Period


def put(city: City) -> dict[str, str]:
    """Notes of B; it has no values of its own in addresses."""
    unit = city.world.units["B"]
    save_notes(city.secretary, SaveNotes(unit.pk, Period.parse("2023"), 0, {"summary": TEXT}))
    return {}
