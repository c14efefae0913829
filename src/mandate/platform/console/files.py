"""The files that commands write."""

from contextlib import suppress
from pathlib import Path


def replaced(path: Path, data: bytes) -> None:
    """Write a file; what lies there is only replaced once the whole of it is written."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:  # whoever asked knows the file by the name they gave
        raise type(error)(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
