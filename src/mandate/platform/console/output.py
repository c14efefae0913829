"""What the command line prints."""

import sys
from collections.abc import Iterable, Sequence


class CommandError(Exception):
    """A command cannot go on: one clear line for the person at the command line; the exit code is 1."""


def say(text: str = "") -> None:
    """One line for people or programs, on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows of text in columns; ``right`` are the columns set flush right."""
    if not rows:
        return ""
    flush = set(right)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in flush else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
