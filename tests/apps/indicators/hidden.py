"""Indicators belong to the organisation."""

from tests.support.hidden import City

#: Addresses that belong to the organisation: whoever has any role may read them.
SHARED = ("/indicators/",)


def put(city: City) -> dict[str, str]:
    """What stands for an indicator in addresses of B."""
    return {"indicator": "families"}
