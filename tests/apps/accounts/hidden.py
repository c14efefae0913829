"""What only those of a unit may know of it: here who works in it."""

from tests.support.hidden import City


def put(city: City) -> dict[str, str]:
    """B's values in addresses; its writer is there."""
    return {"user_id": str(city.writer.pk), "grant_id": str(city.writer.grants.get().pk)}
