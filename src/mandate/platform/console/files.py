"""The files that commands write."""

from pathlib import Path


def replaced(path: Path, data: bytes) -> None:
    """Write a file; what lies there is only replaced once the whole of it is written."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
