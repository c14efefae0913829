"""What runs in the reader's process: bounds first, then the file, then one message a line until the end.

It is started with nothing but the place of the code; the order comes as JSON, the file as standard input.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from mandate.platform.apart.bounds import bind
from mandate.platform.tables.reader import sheets, table
from mandate.platform.tables.reader.limits import Limits, RefusedError

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a way of packing that Python lacks
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
)


def main(told: dict[str, Any]) -> None:
    """Read the file on standard input as the order says, and write messages to standard output."""
    limits = Limits(**told["limits"])
    bind(limits.memory, limits.seconds, told["parent"])
    with os.fdopen(0, "rb") as file, os.fdopen(1, "w", encoding="utf-8", errors="replace") as out:
        try:
            for message in _messages(file, told, limits):
                _write(out, message)
        except RefusedError as error:
            _write(out, ("refused", [error.row, error.code, error.params]))
        except (MemoryError, RecursionError):
            _write(out, ("refused", [0, "spreadsheet_too_large", {}]))
        except BrokenPipeError:
            os._exit(1)  # nobody listens any more
        except _DAMAGED:
            _write(out, ("refused", [0, "broken_spreadsheet", {}]))


def _messages(file: IO[bytes], told: dict[str, Any], limits: Limits) -> Iterator[tuple[str, Any]]:
    if "sheet" in told:
        sheets.check_kind(file.read(4))
        file.seek(0)
        return sheets.read(file, told["sheet"], limits)
    return table.read(file, table.Wanted(told["required"], told["optional"], told.get("texts", ())), limits)


def _write(out: IO[str], message: tuple[str, Any]) -> None:
    out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
    out.write("\n")
