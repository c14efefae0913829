"""Starting a process that looks at what somebody sent, and hearing what it says."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_CODE = Path(__file__).resolve().parents[3]
_START = (
    "import json, sys; order = json.loads(sys.argv[1]); sys.path[:0] = order['path']; "
    "from {module} import main; main(order)"
)
_PIECE = 1 << 18
_AT_ONCE = threading.BoundedSemaphore(2)  # of one process of ours; others wait for their turn


class StoppedError(Exception):
    """It could not be started, or took too much, or its turn did not come."""


@contextmanager
def at_work(
    module: str,
    sent: Iterable[bytes],
    order: Mapping[str, Any],
    seconds: float,
    libraries: Sequence[Path] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in which `main` of the module is told the order, with what was sent, in pieces, as its
    standard input; it is gone when this ends, whatever it was doing. The pieces are asked for once its turn
    has come, so that those who wait hold none. ``libraries`` are folders in which it finds more than Python's
    own. Raises StoppedError."""
    if not _AT_ONCE.acquire(timeout=seconds):
        raise StoppedError
    try:
        with started(module, sent, order, libraries) as process:
            yield process
    finally:
        _AT_ONCE.release()


@contextmanager
def started(
    module: str, sent: Iterable[bytes], order: Mapping[str, Any], libraries: Sequence[Path] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """The same, whoever else is at work."""
    told = {**order, "parent": os.getpid(), "path": [str(_CODE), *map(str, libraries)]}
    command = [sys.executable, "-I", "-S", "-c", _START.format(module=module), json.dumps(told)]
    with _as_file(sent) as file:
        try:
            process = subprocess.Popen(  # noqa: S603 -- our own program; the file is only its input
                command,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONUTF8": "1"},  # nothing of ours, and no secret
            )
        except OSError:
            raise StoppedError from None
    try:
        yield process
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()
        process.wait()


def pieces(process: subprocess.Popen[bytes], seconds: float, most: int) -> Iterator[bytes]:
    """What it writes, as it comes, until it ends, takes too long by the clock, or says too much."""
    deadline = time.monotonic() + seconds
    assert process.stdout is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and waiting.select(left):
            piece = os.read(process.stdout.fileno(), _PIECE)
            most -= len(piece)
            if not piece or most < 0:
                return
            yield piece


@contextmanager
def _as_file(sent: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """A copy where another process can read it, without a name, in memory where that is possible."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("sent"), "w+b") as file:
            file.writelines(sent)
            file.seek(0)
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            file.writelines(sent)
            file.seek(0)
            yield file
