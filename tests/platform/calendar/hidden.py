"""What only one person may know: the secret in the address of their calendar. Who has it reads the calendar;
here stands one that was guessed."""


def put(city: object) -> dict[str, str]:
    """Its value in addresses."""
    return {"calendar_secret": "g" * 43}
