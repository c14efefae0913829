"""Looking at a file that somebody sent, after the right to send it was checked."""

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from mandate.platform.apart.process import StoppedError, at_work, pieces
from mandate.platform.files.kinds import KINDS, Kind
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.names import kept_name

_MODULE = f"{__package__}.child"
_LIBRARIES = [Path(folder).parent for folder in getattr(find_spec("PIL"), "submodule_search_locations", ())]
_LINE = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """``unpacked`` is what all parts of an office file hold together, ``pixels`` those of a picture,
    ``memory`` the bytes of the process and ``seconds`` its time at work; by the clock it may take twice as
    long."""

    unpacked: int = 300_000_000
    pixels: int = 64_000_000
    memory: int = 1_500_000_000
    seconds: int = 30


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it is kept: its name, what it is, and its bytes."""

    name: str
    kind: Kind
    data: bytes
    sha256: str


def look(name: str, data: bytes, most: int, limits: Limits = LIMITS) -> Looked:
    """What a file of at most so many bytes is, with a picture cleaned. Raises FileRefusedError."""
    if not data.strip():
        raise FileRefusedError("empty")
    if len(data) > most:
        raise FileRefusedError("too_large", {"limit": most >> 20})
    told, made = _asked(name, data, limits)
    if "refused" in told:
        raise FileRefusedError(str(told["refused"]), dict(told["params"]))  # type: ignore[call-overload]
    kind = KINDS[str(told["kind"])]
    kept = made if told["length"] else data
    if len(kept) > 4 * most:  # made anew, a picture takes more than it took
        raise FileRefusedError("too_large", {"limit": most >> 20})
    return Looked(kept_name(name, kind), kind, kept, hashlib.sha256(kept).hexdigest())


def _asked(name: str, data: bytes, limits: Limits) -> tuple[dict[str, object], bytes]:
    order = {
        "name": name[-20:],
        "unpacked": limits.unpacked,
        "pixels": limits.pixels,
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    try:
        with at_work(_MODULE, data, order, limits.seconds, _LIBRARIES) as process:
            said = b"".join(pieces(process, 2 * limits.seconds, 4 * limits.pixels + _LINE))
        line, _, made = said.partition(b"\n")
        told: dict[str, object] = json.loads(line)
    except (StoppedError, ValueError):
        raise FileRefusedError("stopped") from None
    if "refused" not in told and told.get("length") != len(made):
        raise FileRefusedError("stopped")
    return told, made
