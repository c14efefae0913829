"""The problems of a table read in, as the command line tells them."""

from collections.abc import Iterator, Sequence

from mandate.core.problem import Cause, Problems, by_kind, causes, together
from mandate.platform.console.output import CommandError, warn
from mandate.platform.i18n.problems import FEW, more_to_come, problem_sentence


def problems_error(name: str, error: Problems, *, everything: bool = False) -> CommandError:
    """What is wrong, on standard error: a line for each cause, and where there is much of one kind, the first
    few and one line for the others, or with ``everything`` all of it. Returns one line that sums up."""
    found = causes(error.problems)
    for same in by_kind(found):
        for line in _lines(same, everything=everything):
            warn(f"{name}: {line}")
    if error.unfinished:
        warn(f"{name}: {more_to_come()}")
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    return CommandError(f"{count} in {name}; nothing was read in.")


def _lines(same: Sequence[Cause], *, everything: bool) -> Iterator[str]:
    summed = len(same) > FEW + 1 and not everything
    for cause in same[:FEW] if summed else same:
        yield f"{_place(cause)}: {problem_sentence(cause.problem)}"
    if summed:
        rest = same[FEW:]
        yield f"{_place(together(rest))}: … and {len(rest)} more like this (--all-problems lists them)"


def _place(cause: Cause) -> str:
    rows, column = cause.in_rows(), cause.problem.column
    place = "file" if rows == "0" else f"row {rows}" if rows.isdecimal() else f"rows {rows}"
    return f"{place}, {column}" if column else place
