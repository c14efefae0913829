"""The problems of a table read in, as the command line tells them."""

from collections.abc import Sequence

from mandate.core.problem import Problem, causes, of_every_kind
from mandate.platform.console.output import CommandError, warn
from mandate.platform.i18n.problems import problem_sentence

PROBLEMS_SHOWN = 50


def problems_error(name: str, problems: Sequence[Problem]) -> CommandError:
    """Every cause of problems on a line of its own on standard error, and one line that sums up."""
    found = causes(problems)
    for cause in of_every_kind(found, PROBLEMS_SHOWN):
        rows, column = cause.in_rows(), cause.problem.column
        place = "file" if rows == "0" else f"row {rows}" if len(cause.rows) == 1 else f"rows {rows}"
        warn(f"{name}: {place}{f', {column}' if column else ''}: {problem_sentence(cause.problem)}")
    more = len(found) - PROBLEMS_SHOWN
    if more > 0:
        warn(f"{name}: … and {more} more")
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    return CommandError(f"{count} in {name}; nothing was read in.")
