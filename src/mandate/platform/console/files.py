"""The files that commands write."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from mandate.platform.console.output import CommandError


def format_of(path: Path, formats: Collection[str]) -> str:
    """As what a file is to be written, by the end of its name. Raises CommandError for any other."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in formats:
        raise CommandError(f"{path.name}: write one of {', '.join('.' + name for name in formats)}.")
    return suffix


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
