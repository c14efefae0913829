"""Looking at a file that somebody sent, after the right to send it was checked."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from mandate.platform.apart.process import StoppedError, at_work, pieces
from mandate.platform.files.kinds import KINDS, Kind
from mandate.platform.files.looking.judging import picture_kind
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.names import kept_name
from mandate.platform.files.store import pieces_of

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
    """A file as it is kept: its name, what it is, and where its ``size`` bytes can be read."""

    name: str
    kind: Kind
    file: IO[bytes]
    size: int
    sha256: str

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, from the first to the last."""
        return from_start(self.file)


def look(name: str, sent: IO[bytes], most: int, limits: Limits = LIMITS) -> Looked:
    """What a file of at most so many bytes is, with a picture cleaned. It is read in pieces, and a picture
    made anew goes to a temporary file, so that no file is in memory here. Raises FileRefusedError."""
    if sent.seek(0, SEEK_END) > most:
        raise FileRefusedError("too_large", {"limit": most >> 20})
    if not any(piece.strip() for piece in from_start(sent)):
        raise FileRefusedError("empty")
    told, made = _asked(name, sent, limits)
    if "refused" in told:
        raise FileRefusedError(str(told["refused"]), dict(told["params"]))  # type: ignore[call-overload]
    kind = KINDS[str(told["kind"])]
    kept = made if told["length"] else sent
    size = kept.seek(0, SEEK_END)
    if size > 4 * most:  # made anew, a picture takes more than it took
        raise FileRefusedError("too_large", {"limit": most >> 20})
    return Looked(kept_name(name, kind), kind, kept, size, digest_of(kept))


def digest_of(file: IO[bytes]) -> str:
    """Under which name a file is kept that is not made anew."""
    digest = hashlib.sha256()
    for piece in from_start(file):
        digest.update(piece)
    return digest.hexdigest()


def is_made_anew(sent: IO[bytes]) -> bool:
    """Whether it is a picture, by its first bytes: what is kept of it is another file."""
    sent.seek(0)
    return picture_kind(sent.read(12)) is not None


def from_start(file: IO[bytes]) -> Iterator[bytes]:
    """Its bytes, from the first to the last."""
    file.seek(0)
    return pieces_of(file)


def _asked(name: str, sent: IO[bytes], limits: Limits) -> tuple[dict[str, object], IO[bytes]]:
    order = {
        "name": name[-20:],
        "unpacked": limits.unpacked,
        "pixels": limits.pixels,
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    try:
        made = TemporaryFile()  # noqa: SIM115 -- it is gone with the last who names it
        with at_work(_MODULE, from_start(sent), order, limits.seconds, _LIBRARIES) as process:
            line = _heard(pieces(process, 2 * limits.seconds, 4 * limits.pixels + _LINE), made)
        told: dict[str, object] = json.loads(line)
    except (StoppedError, ValueError):
        raise FileRefusedError("stopped") from None
    except OSError:
        raise FileRefusedError("no_room") from None
    if "refused" not in told and told.get("length") != made.tell():
        raise FileRefusedError("stopped")
    return told, made


def _heard(said: Iterator[bytes], made: IO[bytes]) -> bytes:
    """The line that is said first; what comes behind it is written down. Raises StoppedError for a line that
    does not end."""
    line = b""
    for piece in said:
        head, end, behind = (b"", b"", piece) if line.endswith(b"\n") else piece.partition(b"\n")
        line += head + end
        if len(line) > _LINE:
            raise StoppedError
        made.write(behind)
    return line
