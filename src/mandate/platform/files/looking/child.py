"""What runs in the process that looks at a file: bounds first, then the file, then a line that says what it
is, and behind it a picture's new bytes."""

import json
import os
from typing import IO, Any

from mandate.platform.apart.bounds import bind
from mandate.platform.files.looking.judging import PICTURES, kind_of
from mandate.platform.files.looking.refused import FileRefusedError


def main(order: dict[str, Any]) -> None:
    """Look at the file on standard input as the order says."""
    with os.fdopen(0, "rb") as file, os.fdopen(1, "wb") as out:
        bind(order["memory"], order["seconds"], order["parent"])
        try:
            _look(file.read(), order, out)
        except FileRefusedError as error:
            _say(out, {"refused": error.code, "params": error.params})
        except (MemoryError, RecursionError):
            _say(out, {"refused": "stopped", "params": {}})
        except BrokenPipeError:
            os._exit(1)  # nobody listens any more


def _look(data: bytes, order: dict[str, Any], out: IO[bytes]) -> None:
    kind = kind_of(data, order["name"], order["unpacked"])
    made = b""
    if kind in PICTURES:
        from mandate.platform.files.looking.pictures import cleaned  # loaded only where there is a picture

        made = cleaned(data, kind, order["pixels"])
    _say(out, {"kind": kind, "length": len(made)})
    out.write(made)


def _say(out: IO[bytes], told: dict[str, object]) -> None:
    out.write(json.dumps(told).encode() + b"\n")
