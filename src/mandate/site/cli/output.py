"""What the command line prints."""

import sys
from collections.abc import Iterable, Sequence

from mandate.core.problem import Problem
from mandate.site.cli.errors import CommandError

PROBLEMS_SHOWN = 50


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


def problems_error(name: str, problems: Sequence[Problem]) -> CommandError:
    """Every problem on a line of its own on standard error, and one line that sums up."""
    from mandate.platform.i18n.problems import problem_sentence

    for problem in problems[:PROBLEMS_SHOWN]:
        place = f"row {problem.row}" if problem.row else "file"
        column = f", {problem.column}" if problem.column else ""
        warn(f"{name}: {place}{column}: {problem_sentence(problem)}")
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        warn(f"{name}: … and {more} more")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return CommandError(f"{count} in {name}; nothing was read in.")
