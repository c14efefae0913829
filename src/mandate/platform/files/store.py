"""Where contents are kept, each under its SHA-256: a port, and the one way behind it, a folder.

Nothing here knows Django or the database, so that a backup can use it.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO, Protocol

CHUNK = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part"
_MARK = "site"


class Store(Protocol):
    """A store takes pieces and names them by their hash; what it has is whole and never changes."""

    def put(self, pieces: Iterable[bytes]) -> str:
        """Keep a content, which appears only when it is whole; the same one is kept once. Its hash. Raises
        OSError."""

    def open(self, sha256: str) -> BinaryIO:
        """A content to be read. Raises FileNotFoundError, and OSError where it cannot be."""

    def has(self, sha256: str) -> bool:
        """Whether it is there."""

    def remove(self, sha256: str) -> None:
        """Let it go; one that is not there is gone already."""

    def belongs_to(self, token: str) -> bool:
        """Whether it is the store of this site: that of the first one that asks. Raises OSError."""

    def names(self, before: float | None = None) -> Iterator[str]:
        """The hashes of what is there, with a moment of what was put before it."""

    def remove_unfinished(self, before: float) -> int:
        """Let go what was begun before a moment and never became whole; how many."""


class Folder:
    """A store in a folder, for its owner's eyes only: each content is a file in one of 256 folders."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, pieces: Iterable[bytes]) -> str:
        """See Store. Written beside its place, brought to the disk, and then named."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.root / f"{secrets.token_hex(16)}{_PART}"
        digest = hashlib.sha256()
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                os.fchmod(out.fileno(), 0o600)  # whatever the umask or the folder's rules say
                for piece in pieces:
                    digest.update(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            place = self.place(digest.hexdigest())
            place.parent.mkdir(mode=0o700, exist_ok=True)
            part.replace(place)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        _to_disk(place.parent)
        _to_disk(self.root)
        return digest.hexdigest()

    def open(self, sha256: str) -> BinaryIO:
        """See Store."""
        return self.place(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        """See Store."""
        return self.place(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """See Store."""
        self.place(sha256).unlink(missing_ok=True)

    def belongs_to(self, token: str) -> bool:
        """See Store. The token lies in the folder, as a link to what is whole: it is there or it is not."""
        if not self.root.exists():
            return True
        mark, part = self.root / _MARK, self.root / f"{secrets.token_hex(16)}{_PART}"
        if not mark.exists():
            try:
                part.write_text(token, encoding="ascii")
                with suppress(FileExistsError):  # another process was quicker
                    os.link(part, mark)
            finally:
                part.unlink(missing_ok=True)
        return mark.read_text(encoding="ascii") == token

    def names(self, before: float | None = None) -> Iterator[str]:
        """See Store."""
        for path in self.root.glob("??/*"):
            if DIGEST.fullmatch(path.name) and (before is None or _written(path) < before):
                yield path.name

    def remove_unfinished(self, before: float) -> int:
        """See Store."""
        left = [path for path in self.root.glob(f"*{_PART}") if _written(path) < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def place(self, sha256: str) -> Path:
        """Where a content lies. Raises ValueError for what is no hash."""
        if not DIGEST.fullmatch(sha256):
            raise ValueError(sha256)
        return self.root / sha256[:2] / sha256


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """What can be read, piece by piece."""
    while piece := file.read(CHUNK):
        yield piece


def is_whole(store: Store, sha256: str) -> bool:
    """Whether a content is there and is what its name says."""
    digest = hashlib.sha256()
    try:
        with store.open(sha256) as file:
            for piece in pieces_of(file):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == sha256


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # gone meanwhile
        return float("inf")


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
