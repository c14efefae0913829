"""What is wrong with a table that somebody wants to read in: all of it at once, row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

STRETCHES = 6  # of the rows of a cause, as they are shown


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. ``row`` is the line in the file (the heading is 1; 0: the file as a whole), ``column`` the
    column's name or "", ``code`` a stable word that the upper floors translate with ``params``."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Problems(ValueError):  # noqa: N818 -- it is the list of what is wrong
    """The table cannot be read in; nothing of it was. ``unfinished``: not everything could be looked at
    because of them, so there may be more.

    >>> str(Problems([Problem(3, "parent", "unknown_parent", {"parent": "X"})]))
    'row 3, parent: unknown_parent'
    """

    def __init__(self, problems: Sequence[Problem], *, unfinished: bool = False) -> None:
        self.problems = tuple(problems)
        self.unfinished = unfinished
        super().__init__("; ".join(f"row {p.row}, {p.column}: {p.code}" for p in self.problems[:20]))


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong, in all the ``count`` rows in which it is: the first and last of each stretch
    of rows that follow one another. ``cut``: there are more stretches before the last.

    >>> cause = cause_of(Problem(2, "", "x"), [2, 3, 4, 9])
    >>> cause.stretches, cause.count
    (((2, 4), (9, 9)), 4)
    """

    problem: Problem
    stretches: tuple[tuple[int, int], ...]
    count: int
    cut: bool = False

    @property
    def first(self) -> int:
        """The first of the rows."""
        return self.stretches[0][0]

    def in_rows(self) -> str:
        """The rows; of many stretches the first and the last.

        >>> cause_of(Problem(2, "", "x"), [2, 3, 4, 9]).in_rows()
        '2–4, 9'
        >>> cause_of(Problem(2, "", "x"), range(2, 40, 2)).in_rows()
        '2, 4, 6, 8, 10, … 38'
        """
        shown = self.shortened()
        words = [str(first) if first == last else f"{first}–{last}" for first, last in shown.stretches]
        if not shown.cut or len(words) == 1:  # one stretch holds all that was cut
            return ", ".join(words)
        return f"{', '.join(words[:-1])}, … {words[-1]}"

    def shortened(self) -> "Cause":
        """With so many of its stretches as are shown, so that it takes little room in many rows, too.

        >>> cause_of(Problem(2, "", "x"), range(2, 300_000, 2)).shortened().stretches
        ((2, 2), (4, 4), (6, 6), (8, 8), (10, 10), (299998, 299998))
        """
        if len(self.stretches) <= STRETCHES:
            return self
        return replace(self, stretches=(*self.stretches[: STRETCHES - 1], self.stretches[-1]), cut=True)


def cause_of(problem: Problem, rows: Iterable[int]) -> Cause:
    """Something that is wrong in some rows, given in any order."""
    once = sorted(set(rows))
    return Cause(problem, _joined((row, row) for row in once), len(once))


def _joined(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches in the order of their first rows, those that touch as one."""
    made: list[tuple[int, int]] = []
    for first, last in stretches:
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return tuple(made)


def causes(problems: Iterable[Problem]) -> list[Cause]:
    """Each thing that is wrong once, with its rows; in the order of the first of them.

    >>> missing = [Problem(row, "parent", "unknown_parent", {"parent": "X"}) for row in (2, 3)]
    >>> found = causes([*missing, Problem(3, "name", "empty_name")])
    >>> [(cause.problem.code, cause.in_rows()) for cause in found]
    [('unknown_parent', '2–3'), ('empty_name', '3')]
    """
    found: dict[object, list[Problem]] = {}
    for one in problems:
        params = tuple(sorted((name, str(value)) for name, value in one.params.items()))
        found.setdefault((one.column, one.code, params), []).append(one)
    made = [cause_of(same[0], (one.row for one in same)) for same in found.values()]
    return sorted(made, key=lambda cause: cause.first)


def by_kind(found: Iterable[Cause], *, any_column: bool = False) -> list[list[Cause]]:
    """The causes of one kind in one column, or in any, together, in the order of the first of each.

    >>> many = [cause_of(Problem(row, "", code), [row]) for row, code in ((2, "x"), (3, "y"), (4, "x"))]
    >>> [[cause.first for cause in same] for same in by_kind(many)]
    [[2, 4], [3]]
    """
    kinds: dict[tuple[str, str], list[Cause]] = {}
    for cause in found:
        column = "" if any_column else cause.problem.column
        kinds.setdefault((cause.problem.code, column), []).append(cause)
    return list(kinds.values())


def together(found: Iterable[Cause]) -> Cause:
    """Several causes as one, for the rows in which they are; ``count`` counts a row once for each.

    >>> one, other = (cause_of(Problem(2, "", "x"), rows) for rows in ([2, 3, 9], [4, 9]))
    >>> together([one, other]).in_rows()
    '2–4, 9'
    >>> together([one, cause_of(Problem(3, "", "x"), range(3, 99, 2)).shortened()]).in_rows()
    '2–3, 5, 7, 9, 11, … 97'
    """
    found = list(found)
    stretches = _joined(sorted(stretch for cause in found for stretch in cause.stretches))
    return Cause(
        found[0].problem,
        stretches,
        sum(cause.count for cause in found),
        any(cause.cut for cause in found),
    )


def of_every_kind(found: Sequence[Cause], most: int) -> list[Cause]:
    """As many of the causes as there is room for, so that no kind hides another: the first of each kind, then
    the second of each, and so on; in their order.

    >>> many = [cause_of(Problem(row, "", "x", {"row": row}), [row]) for row in range(2, 9)]
    >>> [cause.first for cause in of_every_kind([*many, cause_of(Problem(9, "", "y"), [9])], 3)]
    [2, 3, 9]
    """
    seen: Counter[str] = Counter()
    places = []
    for place, cause in enumerate(found):
        places.append((seen[cause.problem.code], place))
        seen[cause.problem.code] += 1
    return [found[place] for place in sorted(place for _, place in sorted(places)[:most])]
