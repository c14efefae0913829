"""What can go wrong when serving starts."""


class ServingError(Exception):
    """Mandate cannot serve as asked; the message is one clear line."""
