"""The key that signs sessions: given by MANDATE_SECRET_KEY, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from mandate.site.serving.errors import ServingError

SHORTEST = 32


def secret_key(data_dir: Path) -> str:
    """The site's key. Raises ServingError where the one given or kept is too short to protect anything."""
    given = os.environ.get("MANDATE_SECRET_KEY")
    if given is not None:
        if not given.isprintable():
            raise ServingError("MANDATE_SECRET_KEY holds characters that cannot be written.")
        if len(given) < SHORTEST:
            raise ServingError(f"MANDATE_SECRET_KEY must have at least {SHORTEST} characters.")
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        _make(kept)
    key = kept.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST:
        raise ServingError(f"The key in {kept} is damaged; remove the file, and everybody signs in anew.")
    return key


def _make(kept: Path) -> None:
    """Written beside and linked into place: two processes that start at once agree on one key."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(fresh, kept)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
