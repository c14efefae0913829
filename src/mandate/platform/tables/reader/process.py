"""Starting a reader's process and hearing what it says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from mandate.platform.apart.process import StoppedError, at_work, pieces
from mandate.platform.tables.reader.limits import Limits, RefusedError

MODULE = f"{__package__}.child"


def messages(data: bytes, order: Mapping[str, Any], limits: Limits) -> Iterator[tuple[str, Any]]:
    """The messages of a reader, until its ``end``. Raises RefusedError with what the reader refuses, or where
    it was stopped because it took too much."""
    try:
        with at_work(MODULE, [data], {**order, "limits": asdict(limits)}, limits.seconds) as reader:
            most = 8 * limits.characters + 100 * limits.cells
            for line in _lines(pieces(reader, 2 * limits.seconds, most)):
                kind, told = _message(line)
                if kind == "refused":
                    row, code, params = told
                    raise RefusedError(str(code), int(row), dict(params))
                if kind == "end":
                    return
                yield kind, told
    except StoppedError:
        raise RefusedError("reading_stopped") from None
    raise RefusedError("reading_stopped")


def _lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The whole lines of what comes in pieces."""
    begun: list[bytes] = []
    for piece in parts:
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
