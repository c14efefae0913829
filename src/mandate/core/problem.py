"""What is wrong with a table that somebody wants to read in: all of it at once, row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """One thing that is wrong, in all the rows in which it is."""

    problem: Problem
    rows: tuple[int, ...]

    def in_rows(self, most: int = 6) -> str:
        """The rows, those that follow one another as one stretch; of many stretches the first and the last.

        >>> Cause(Problem(2, "", "x"), (2, 3, 4, 9)).in_rows()
        '2–4, 9'
        >>> Cause(Problem(2, "", "x"), tuple(range(2, 40, 2))).in_rows(3)
        '2, 4, … 38'
        """
        stretches: list[list[int]] = []
        for row in self.rows:
            if stretches and row <= stretches[-1][1] + 1:
                stretches[-1][1] = row
            else:
                stretches.append([row, row])
        words = [str(first) if first == last else f"{first}–{last}" for first, last in stretches]
        if len(words) <= most:
            return ", ".join(words)
        return f"{', '.join(words[: most - 1])}, … {words[-1]}"


def causes(problems: Iterable[Problem]) -> list[Cause]:
    """Each thing that is wrong once, with its rows; in the order of the first of them.

    >>> missing = [Problem(row, "parent", "unknown_parent", {"parent": "X"}) for row in (2, 3)]
    >>> [(cause.problem.code, cause.rows) for cause in causes([*missing, Problem(3, "name", "empty_name")])]
    [('unknown_parent', (2, 3)), ('empty_name', (3,))]
    """
    found: dict[object, list[Problem]] = {}
    for one in problems:
        params = tuple(sorted((name, str(value)) for name, value in one.params.items()))
        found.setdefault((one.column, one.code, params), []).append(one)
    made = [Cause(same[0], tuple(sorted({one.row for one in same}))) for same in found.values()]
    return sorted(made, key=lambda cause: cause.rows[0])


def by_kind(found: Iterable[Cause]) -> list[list[Cause]]:
    """The causes of one kind in one column together, in the order of the first of each.

    >>> many = [Cause(Problem(row, "", code), (row,)) for row, code in ((2, "x"), (3, "y"), (4, "x"))]
    >>> [[cause.rows[0] for cause in same] for same in by_kind(many)]
    [[2, 4], [3]]
    """
    kinds: dict[tuple[str, str], list[Cause]] = {}
    for cause in found:
        kinds.setdefault((cause.problem.code, cause.problem.column), []).append(cause)
    return list(kinds.values())


def together(found: Iterable[Cause]) -> Cause:
    """Several causes as one, for the rows in which they are."""
    found = list(found)
    return Cause(found[0].problem, tuple(sorted({row for cause in found for row in cause.rows})))


def of_every_kind(found: Sequence[Cause], most: int) -> list[Cause]:
    """As many of the causes as there is room for, so that no kind hides another: the first of each kind, then
    the second of each, and so on; in their order.

    >>> many = [Cause(Problem(row, "", "x", {"row": row}), (row,)) for row in range(2, 9)]
    >>> [cause.rows[0] for cause in of_every_kind([*many, Cause(Problem(9, "", "y"), (9,))], 3)]
    [2, 3, 9]
    """
    seen: Counter[str] = Counter()
    places = []
    for place, cause in enumerate(found):
        places.append((seen[cause.problem.code], place))
        seen[cause.problem.code] += 1
    return [found[place] for place in sorted(place for _, place in sorted(places)[:most])]
