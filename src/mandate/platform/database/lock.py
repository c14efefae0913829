"""One demo on a data folder: the lock is the kernel's, so one left by a killed demo is no obstacle."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another demo holds the data folder; the message says where it is and how to go on."""


@contextmanager
def only_one(data_dir: Path) -> Iterator[Callable[[str], None]]:
    """Hold the data folder for one demo. Yields a function that tells others the address of this one.

    Raises AlreadyRunningError.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(data_dir / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_sentence(os.pread(lock, 1000, 0).decode(errors="replace"))) from None
        _write(lock, f"{os.getpid()}\n")
        yield lambda url: _write(lock, f"{os.getpid()}\n{url}\n")
        _write(lock, "")
    finally:
        os.close(lock)


def _write(lock: int, text: str) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, text.encode(), 0)


def _sentence(content: str) -> str:
    pid, _, url = content.strip().partition("\n")
    where = f": {url}" if url else ""
    process = f" (process {pid})" if pid else ""
    return (
        f"Mandate is already running on this data folder{where}{process}. "
        "Stop it there with Ctrl-C, or choose another folder with --data."
    )
