"""What is wrong with a table that somebody wants to read in: all of it at once, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. ``row`` is the line in the file (the heading is 1; 0: the file as a whole), ``column`` the
    column's name or "", ``code`` a stable word that the upper floors translate with ``params``."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Problems(ValueError):  # noqa: N818 -- it is the list of what is wrong
    """The table cannot be read in; nothing of it was.

    >>> str(Problems([Problem(3, "parent", "unknown_parent", {"parent": "X"})]))
    'row 3, parent: unknown_parent'
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"row {p.row}, {p.column}: {p.code}" for p in self.problems[:20]))
