"""A desk is one's own: who asks for a part of it asks for their own."""

from tests.support.hidden import City

#: Addresses that are about whoever asks.
SHARED = ("/desk/",)


def put(city: City) -> dict[str, str]:
    """What stands for a part of a desk in addresses."""
    return {"part": "due"}
