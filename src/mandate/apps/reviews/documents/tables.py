"""The tables of a review as rows of cells, for the documents that are made of tables (Word, Excel)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mandate.apps.reviews.documents.worded import (
    NO_VALUE,
    Aim,
    Amount,
    HeatTable,
    LineRow,
    RankingTable,
    Worded,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: words, and for a spreadsheet the number (in per cent if ``percent``) or day."""

    text: str
    number: Decimal | int | None = None
    decimals: int = 0
    percent: bool = False
    day: date | None = None
    strong: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, whether it holds numbers, and its share of the width."""

    text: str
    numeric: bool = False
    width: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as long as ``heads``; the first column names the row. ``notes`` stand under a sheet."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def scoreboard(review: Worded) -> Table:
    """The targets: last year, this period, the goal, the share reached and the state."""
    labels = review.labels
    heads = (
        Head(labels["indicator"], width=3),
        Head(review.year_before, True, 1.2),
        Head(review.period, True, 1.2),
        Head(labels["target"], True),
        Head(labels["share_of_target"], True),
        Head(labels["state"], width=1.9),
    )
    return Table(heads, tuple(tuple(_target_cells(line)) for line in review.targets))


def _target_cells(line: LineRow) -> Iterator[Cell]:
    yield Cell(named(line))
    yield amount(line.before, line)
    yield amount(line.now, line, strong=True)
    yield from aim_cells(line.aim, line)


def indicators(review: Worded) -> Table:
    """All indicators over the years, with coverage and the share of the unit above."""
    labels = review.labels
    heads = [Head(labels["indicator"], width=3), *(Head(year, True) for year in review.years)]
    heads.append(Head(labels["reported"], True, 1.2))
    if review.shares_of_above:
        heads.append(Head(labels["share_of_above"], True))
    return Table(tuple(heads), tuple(tuple(_line_cells(review, line)) for line in review.lines))


def _line_cells(review: Worded, line: LineRow) -> Iterator[Cell]:
    yield Cell(named(line))
    for year in line.years[:-1]:
        yield amount(year, line)
    yield amount(line.now, line, strong=True)
    yield Cell(line.now.coverage)
    if review.shares_of_above:
        yield Cell(line.share_of_above, line.share_of_above_value, 1, percent=True)


def ranking(review: Worded, table: RankingTable) -> Table:
    """The children by one indicator; the shares of their targets stand in the heat table."""
    labels = review.labels
    heads = [
        Head(labels["place"], True, 0.7),
        Head(labels["unit"], width=2.4),
        Head(review.year_before, True),
        Head(review.period, True),
    ]
    if table.has_shares:
        heads.append(Head(labels["share_of_total"], True))
    if table.has_aims:
        heads += [
            Head(labels["target"], True, 1.2),
            Head(labels["state"], width=2),
        ]
    heads.append(Head(labels["reported"], True, 1.2))
    rows = []
    for row in table.rows:
        cells = [
            Cell(row.place),
            Cell(row.name),
            amount(row.before, table),
            amount(row.now, table, strong=True),
        ]
        if table.has_shares:
            cells.append(Cell(row.share, row.share_value, 1, percent=True))
        if table.has_aims:
            goal, _share, state = aim_cells(row.aim, table, labels["state_no_target"])
            cells += [goal, state]
        rows.append((*cells, Cell(row.now.coverage)))
    return Table(tuple(heads), tuple(rows))


def heat(review: Worded, table: HeatTable) -> Table:
    """The children against their targets."""
    heads = (
        Head(review.labels["unit"], width=2),
        *(Head(name, True) for _code, name in table.heads),
    )
    return Table(
        heads,
        tuple(
            (
                Cell(name),
                *(Cell(cell.text or NO_VALUE, state=cell.state) for cell in cells),
            )
            for _code, name, cells in table.rows
        ),
    )


def missing(review: Worded) -> Table:
    """The reports that are not in the totals."""
    labels = review.labels
    heads = (
        Head(labels["unit"], width=2),
        Head(labels["code"]),
        Head(labels["form"], width=2),
        Head(labels["period"]),
        Head(labels["due"]),
        Head(labels["state"]),
    )
    rows = (
        (
            Cell(row.unit),
            Cell(row.code),
            Cell(row.form),
            Cell(row.period),
            Cell(row.due, day=row.due_day),
            Cell(row.state_word),
        )
        for row in review.coverage.missing
    )
    return Table(heads, tuple(rows))


def corrections(review: Worded) -> Table:
    """What was corrected after closing, and why."""
    labels = review.labels
    heads = (
        Head(labels["indicator"], width=2),
        Head(labels["unit"], width=1.5),
        Head(labels["period"]),
        Head(labels["was"], True),
        Head(labels["is"], True),
        Head(labels["why"], width=3),
    )
    rows = (
        (
            Cell(row.indicator),
            Cell(row.unit),
            Cell(row.period),
            Cell(row.old),
            Cell(row.new, strong=True),
            Cell("\n".join([*(_cause(cause.text, cause.reason) for cause in row.causes), row.more]).strip()),
        )
        for row in review.corrections
    )
    return Table(heads, tuple(rows))


def _cause(text: str, reason: str) -> str:
    return f"{text}: {reason}" if reason else text


def named(row: LineRow | RankingTable) -> str:
    """An indicator with its unit of measure."""
    return f"{row.name} ({row.measure})" if row.measure else row.name


def amount(value: Amount, row: LineRow | RankingTable, *, strong: bool = False) -> Cell:
    """A total of an indicator."""
    return Cell(value.text, value.value, row.decimals, row.percent, strong=strong)


def aim_cells(aim: Aim | None, row: LineRow | RankingTable, no_target: str = "") -> Sequence[Cell]:
    """Goal, share reached, state."""
    if aim is None:
        return [Cell(NO_VALUE), Cell(NO_VALUE), Cell(no_target, state="no_target")]
    return [
        Cell(aim.text, aim.value, row.decimals, row.percent),
        Cell(aim.share, aim.share_value, 1, percent=True),
        Cell(aim.state_word, state=aim.state),
    ]
