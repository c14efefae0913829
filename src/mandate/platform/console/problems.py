"""The problems of a table read in, as the command line tells them."""

from collections.abc import Sequence

from mandate.core.problem import Problem
from mandate.platform.console.output import CommandError, warn
from mandate.platform.i18n.problems import problem_sentence

PROBLEMS_SHOWN = 50


def problems_error(name: str, problems: Sequence[Problem]) -> CommandError:
    """Every problem on a line of its own on standard error, and one line that sums up."""
    for problem in problems[:PROBLEMS_SHOWN]:
        place = f"row {problem.row}" if problem.row else "file"
        column = f", {problem.column}" if problem.column else ""
        warn(f"{name}: {place}{column}: {problem_sentence(problem)}")
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        warn(f"{name}: … and {more} more")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return CommandError(f"{count} in {name}; nothing was read in.")
