"""The files in a backup: a tar archive behind the dump, each under its hash.

They are those that a row of the dump names. One that is missing or damaged is left out and counted: a backup
of the rest is better than none, and `mandate check` names it.
"""

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

import psycopg

from mandate.platform.files.store import DIGEST, Store, is_whole, pieces_of

#: What files/lock.py takes shared to attach, and alone to let go.
FILES_LOCK = 0x4D_41_4E_44_03
_NAMED = "SELECT sha256, size FROM files_content ORDER BY sha256"


class Hashed:
    """What is written goes on to a file, is counted and hashed."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.length = 0

    def write(self, data: bytes) -> int:
        """As a file does."""
        self._digest.update(data)
        self.length += len(data)
        return self._out.write(data)

    def fileno(self) -> int:
        """As of a file."""
        return self._out.fileno()

    @property
    def hexdigest(self) -> str:
        """The SHA-256 of all that was written."""
        return self._digest.hexdigest()


@contextmanager
def unswept(url: str) -> Iterator[None]:
    """While this lasts no file is let go that the dump may name."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        yield


def write_files(url: str, store: Store, out: Hashed) -> tuple[int, int]:
    """Write the files that the database names; how many, and how many are missing or damaged."""
    with psycopg.connect(url) as connection:
        there = connection.execute("SELECT to_regclass('files_content')").fetchone()
        named = connection.execute(_NAMED).fetchall() if there and there[0] else []
    if not named:
        return 0, 0
    lost = 0
    with tarfile.open(fileobj=cast(IO[bytes], out), mode="w|") as archive:
        for sha256, size in named:
            if not is_whole(store, sha256):
                lost += 1
                continue
            entry = tarfile.TarInfo(sha256)
            entry.size, entry.mode = size, 0o600
            with store.open(sha256) as file:
                archive.addfile(entry, file)
    return len(named) - lost, lost


def read_files(source: IO[bytes], store: Store) -> int:
    """Put the files into the store, each under the hash of what it holds; how many. Raises OSError and
    TarError."""
    count = 0
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry) if DIGEST.fullmatch(entry.name) else None
            if content is None:
                raise tarfile.TarError(f"{entry.name[:80]} is no file of ours")
            if store.put(pieces_of(content)) != entry.name:
                raise tarfile.TarError(f"{entry.name} is damaged")
            count += 1
    return count
