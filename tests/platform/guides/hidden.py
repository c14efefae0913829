"""The guides are for everybody who is signed in."""

#: Addresses that belong to the organisation.
SHARED = ("/help/",)


def put(city: object) -> dict[str, str]:
    """Values in addresses."""
    return {"name": "nothing"}
