"""The secret in the address of a calendar: long, made by chance, and known afterwards by its digest alone."""

from hashlib import sha256
from secrets import token_urlsafe

BYTES = 32  # 256 bits: nobody guesses it, so a plain digest of it gives nothing away


def new_secret() -> str:
    """Another one each time."""
    return token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
