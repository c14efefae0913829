"""The files of the embedded server under a data folder, its locks, and stopping it.

This needs nothing beyond the standard library, so that the keeper (keeper.py) stays small.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mandate.platform.database import binaries
from mandate.platform.database.binaries import EmbeddedDatabaseError

STOP_SECONDS = 8
LAUNCHING = b"launching"


def cluster_of(data_dir: Path) -> Path:
    """The server's own folder."""
    return data_dir / "postgres"


def socket_host(cluster: Path) -> str:
    """The folder of the running server's socket: the fifth line of its pid file."""
    return (cluster / "postmaster.pid").read_text().splitlines()[4]


@contextmanager
def starting(data_dir: Path) -> Iterator[int]:
    """Only one process at a time starts or stops the server of a data folder. Yields the lock."""
    lock = os.open(data_dir / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


@contextmanager
def to_be_launched(data_dir: Path) -> Iterator[None]:
    """Leaves word, for as long as the block lasts, that a server may come up: if we are killed meanwhile, the
    keeper knows that it has to wait for it. Within `starting`."""
    lock = data_dir / "postgres.lock"
    lock.write_bytes(LAUNCHING)
    try:
        yield
    finally:
        lock.write_bytes(b"")


def was_being_launched(lock: int) -> bool:
    """Whether whoever held the lock before us was killed while a server came up. Tells it once."""
    found = os.pread(lock, len(LAUNCHING), 0) == LAUNCHING
    os.ftruncate(lock, 0)
    return found


def users_lock(data_dir: Path) -> int:
    """The file whose shared lock every user of the server holds."""
    return os.open(data_dir / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)


def no_user_but(held: int) -> bool:
    """Whether nobody but the holder of this descriptor uses the server. Within `starting`.

    The keeper may have been quicker for the lock, for a moment; it then waits until we are done, so that a
    second try tells.
    """
    for _ in range(2):
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(held, fcntl.LOCK_SH)
        else:
            return True
    return False


def keeper_lock(data_dir: Path) -> int:
    """The file whose exclusive lock the keeper holds."""
    return os.open(data_dir / "postgres.keeper", os.O_RDWR | os.O_CREAT, 0o600)


def is_kept(data_dir: Path) -> bool:
    """Whether the server has a keeper."""
    lock = keeper_lock(data_dir)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def stop(cluster: Path) -> None:
    """Stop the server if one runs. Within `starting`."""
    try:
        folder = Path(socket_host(cluster))
    except (OSError, IndexError):
        return  # it does not run
    for mode in ("fast", "immediate"):
        with suppress(EmbeddedDatabaseError):
            binaries.run(
                cluster, "pg_ctl", f"--mode={mode}", "--wait", f"--timeout={STOP_SECONDS}", "--silent",
                "stop", failure="The database does not stop",
            )  # fmt: skip
            break
    if folder != cluster:
        with suppress(OSError):
            folder.rmdir()
