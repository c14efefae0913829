"""Starting a reader's process and hearing what it says."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from mandate.platform.tables.reader.limits import Limits, RefusedError

_CODE = Path(__file__).resolve().parents[4]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main(sys.argv[2])"
_MODULE = f"{__package__}.child"
_PIECE = 1 << 18
_AT_ONCE = threading.BoundedSemaphore(2)  # readers of one process of ours; others wait for their turn


def messages(data: bytes, order: Mapping[str, Any], limits: Limits) -> Iterator[tuple[str, Any]]:
    """The messages of a reader, until its ``end``. Raises RefusedError with what the reader refuses, or where
    it was stopped because it took too much."""
    deadline = time.monotonic() + 2 * limits.seconds
    if not _AT_ONCE.acquire(timeout=limits.seconds):
        raise RefusedError("reading_stopped")
    try:
        with _started(data, {**order, "limits": asdict(limits), "parent": os.getpid()}) as reader:
            for line in _lines(reader, deadline, most=8 * limits.characters + 100 * limits.cells):
                kind, told = _message(line)
                if kind == "refused":
                    row, code, params = told
                    raise RefusedError(str(code), int(row), dict(params))
                if kind == "end":
                    return
                yield kind, told
        raise RefusedError("reading_stopped")
    finally:
        _AT_ONCE.release()


@contextmanager
def _started(data: bytes, order: Mapping[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """A reader at work; it is gone when this ends, whatever it was doing."""
    command = [sys.executable, "-I", "-S", "-c", _START.format(module=_MODULE), str(_CODE), json.dumps(order)]
    with _as_file(data) as file:
        try:
            reader = subprocess.Popen(  # noqa: S603 -- our own program; the file is only its input
                command,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONUTF8": "1"},  # nothing of ours, and no secret
            )
        except OSError:
            raise RefusedError("reading_stopped") from None
    try:
        yield reader
    finally:
        reader.kill()
        assert reader.stdout is not None
        reader.stdout.close()
        reader.wait()


@contextmanager
def _as_file(data: bytes) -> Iterator[IO[bytes]]:
    """The bytes where another process can read them, without a name, in memory where that is possible."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("table"), "w+b") as file:
            file.write(data)
            file.seek(0)
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            yield file


def _lines(reader: subprocess.Popen[bytes], deadline: float, most: int) -> Iterator[bytes]:
    """What the reader writes, line by line, until it ends, takes too long, or says too much."""
    assert reader.stdout is not None
    begun: list[bytes] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(reader.stdout, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and waiting.select(left):
            piece = os.read(reader.stdout.fileno(), _PIECE)
            most -= len(piece)
            if not piece or most < 0:
                return
            first, *others = piece.split(b"\n")
            begun.append(first)
            for line in others:
                yield b"".join(begun)
                begun = [line]


def _message(line: bytes) -> tuple[str, Any]:
    try:
        kind, told = json.loads(line)
    except ValueError:
        raise RefusedError("reading_stopped") from None
    return str(kind), told
