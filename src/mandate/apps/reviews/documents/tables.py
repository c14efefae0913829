"""The tables of a review, each made once for all documents."""

from collections.abc import Iterable, Iterator, Sequence

from mandate.apps.reviews.documents import drawings
from mandate.apps.reviews.documents.worded import (
    Aim,
    Amount,
    CorrectionRow,
    HeatCell,
    HeatTable,
    LineRow,
    RankingTable,
    Worded,
)
from mandate.platform.documents.lines import lines_of, tables_in
from mandate.platform.documents.value import Cell, Column, Sheet, State, Table
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.text.blocks import blocks


def scoreboard(review: Worded) -> Table:
    """The targets: last year, this period, the goal, the share reached and the state."""
    labels, top = review.labels, review.top_share
    columns = (
        Column(labels["indicator"], "text", 3),
        Column(review.year_before, "number", 1.2),
        Column(review.period, "number", 1.2),
        Column(labels["target"], "number"),
        Column(labels["against"], "drawing", 1.1),
        Column(labels["share_of_target"], "number"),
        Column(labels["state"], width=1.9),
    )
    rows = []
    for line in review.targets:
        goal, share, state = _aim(line.aim, line, labels["state_no_target"])
        drawn = Cell(drawing=drawings.against(line, top))
        before, now = _amount(line.before, line), _amount(line.now, line, strong=True)
        rows.append((_named(line), before, now, goal, drawn, share, state))
    return Table(columns, tuple(rows), chart=drawings.reached(review))


def indicators(review: Worded) -> Table:
    """All indicators over the years, with coverage and the share of the unit above."""
    labels = review.labels
    columns = [Column(labels["indicator"], "text", 3), Column(labels["trend"], "drawing", 0.8)]
    columns += [Column(year, "number") for year in review.years]
    columns.append(Column(labels["reported"], "number", 1.2))
    if review.shares_of_above:
        columns.append(Column(labels["share_of_above"], "number"))
    return Table(tuple(columns), tuple(tuple(_line(review, line)) for line in review.lines))


def _line(review: Worded, line: LineRow) -> Iterator[Cell]:
    yield _named(line)
    yield Cell(drawing=drawings.course(line))
    for year in line.years[:-1]:
        yield _amount(year, line)
    yield _amount(line.now, line, strong=True)
    yield Cell(line.now.coverage)
    if review.shares_of_above:
        yield Cell(line.share_of_above, number=line.share_of_above_value, decimals=1, percent=True)


def indicators_to_count(review: Worded) -> Table:
    """The same for a spreadsheet, with the code, the measure and the coverage in columns of their own."""
    labels = review.labels
    columns = [Column(labels[key], "text") for key in ("code", "indicator", "measure")]
    columns += [Column(year, "number") for year in review.years]
    columns += [Column(labels[key], "number") for key in ("reported", "expected")]
    if review.shares_of_above:
        columns.append(Column(labels["share_of_above"], "number"))
    rows = []
    for line in review.lines:
        _name, _trend, *amounts = _line(review, line)
        of_above = [amounts.pop()] if review.shares_of_above else []
        texts = [Cell(line.code), Cell(line.name), Cell("%" if line.percent else line.measure)]
        rows.append((*texts, *amounts[:-1], *_counts(line.now), *of_above))
    return Table(tuple(columns), tuple(rows))


def ranking(review: Worded, table: RankingTable) -> Table:
    """The children by one indicator."""
    labels = review.labels
    columns = [
        Column(labels["place"], "number", 0.7),
        Column(labels["unit"], "text", 2.4),
        Column(review.year_before, "number"),
        Column(labels["against"] if table.has_aims else "", "drawing"),
        Column(review.period, "number"),
    ]
    if table.has_shares:
        columns.append(Column(labels["share_of_total"], "number"))
    if table.has_aims:  # on paper the shares of the targets stand in the heat table
        columns += [
            Column(labels["target"], "number", 1.2),
            Column(labels["share_of_target"], "number", spare=True),
            Column(labels["state"], width=2),
        ]
    columns.append(Column(labels["reported"], "number", 1.2))
    rows = []
    for row in table.rows:
        cells = [
            Cell(row.place, number=row.place_value),
            Cell(row.name),
            _amount(row.before, table),
            Cell(drawing=drawings.standing(row, table.top)),
            _amount(row.now, table, strong=True),
        ]
        if table.has_shares:
            cells.append(Cell(row.share, number=row.share_value, decimals=1, percent=True))
        if table.has_aims:
            cells += _aim(row.aim, table, labels["state_no_target"])
        rows.append((*cells, Cell(row.now.coverage)))
    return Table(tuple(columns), tuple(rows), small=True, notes=table.notes)


def rankings_to_count(review: Worded) -> Table:
    """All rankings in one table for a spreadsheet, to be filtered by indicator."""
    labels = review.labels
    columns = [Column(labels[key], "text") for key in ("indicator", "code", "unit")]
    titles = {**labels, "was": review.year_before, "is": review.period}
    numbers = ("place", "was", "is", "share_of_total", "target", "share_of_target")
    columns += [Column(titles[key], "number") for key in numbers]
    columns += [Column(labels["state"]), *(Column(labels[key], "number") for key in ("reported", "expected"))]
    rows = (
        (
            _named(table),
            Cell(row.code),
            Cell(row.name),
            Cell(row.place, number=row.place_value),
            _amount(row.before, table),
            _amount(row.now, table, strong=True),
            Cell(row.share, number=row.share_value, decimals=1, percent=True),
            *_aim(row.aim, table, labels["state_no_target"]),
            *_counts(row.now),
        )
        for table in review.rankings
        if table.has_data
        for row in table.rows
    )
    notes = (f"{_named(table).line}: {note}" for table in review.rankings for note in table.notes)
    return Table(tuple(columns), tuple(rows), notes=tuple(notes))


def heat(review: Worded, table: HeatTable) -> Table:
    """The children against their targets."""
    columns = (
        Column(review.labels["unit"], width=2),
        *(Column(name, "number") for _code, name in table.heads),
    )
    rows = ((Cell(name), *map(_heat, cells)) for _code, name, cells in table.rows)
    return Table(columns, tuple(rows), shaded=True)


def _heat(cell: HeatCell) -> Cell:
    return Cell(cell.text or NO_VALUE, state=State(cell.state, cell.state_word))


def missing(review: Worded) -> Table:
    """The reports that are not in the totals."""
    labels = review.labels
    columns = (
        Column(labels["unit"], "text", 2),
        Column(labels["code"]),
        Column(labels["form"], "text", 2),
        Column(labels["period"]),
        Column(labels["due"]),
        Column(labels["state"]),
    )
    rows = (
        (
            Cell(row.unit),
            Cell(row.code),
            Cell(row.form),
            Cell(row.period),
            Cell(row.due, day=row.due_day),
            Cell(state=State(row.state, row.state_word)),
        )
        for row in review.coverage.missing
    )
    return Table(columns, tuple(rows), notes=tuple(_missing_notes(review)))


def _missing_notes(review: Worded) -> Iterable[str]:
    told = review.coverage
    yield from filter(None, (told.more, told.not_due))
    if not told.missing and not told.not_due:
        yield review.labels["no_missing" if told.expected else "no_reports"]


def corrections(review: Worded) -> Table:
    """What was corrected after closing, and why."""
    labels = review.labels
    columns = (
        Column(labels["indicator"], "text", 2),
        Column(labels["unit"], "text", 1.5),
        Column(labels["period"]),
        Column(labels["was"], "number"),
        Column(labels["is"], "number"),
        Column(labels["why"], "text", 3),
    )
    rows = (
        (
            Cell(row.indicator),
            Cell(row.unit),
            Cell(row.period),
            Cell(row.old, struck=True),
            Cell(row.new, strong=True),
            Cell("\n".join(_why(row))),
        )
        for row in review.corrections
    )
    return Table(columns, tuple(rows), small=True)


def _why(row: CorrectionRow) -> Iterable[str]:
    for cause in row.causes:
        yield f"{cause.text}: {cause.reason}" if cause.reason else cause.text
    if row.more:
        yield row.more


def coverage(review: Worded) -> Table:
    """The reports by how they stand, for a spreadsheet."""
    columns = (Column(review.labels["coverage"], "text"), Column(review.labels["number"], "number"))
    return Table(columns, tuple((Cell(words), Cell(number=count)) for words, count in review.coverage.counts))


def notes(review: Worded) -> Table:
    """The notes for a spreadsheet: one row a paragraph or item; their tables have sheets of their own."""
    columns = (Column(review.labels["section"], "text"), Column(review.labels["text"], "text"))
    rows = [
        (Cell(section.title), line)
        for section in review.notes
        for block in blocks(section.text)
        for line in lines_of(block)
    ]
    return Table(columns, tuple(rows or [(Cell(), Cell(review.labels["no_notes"]))]))


def tables_of_notes(review: Worded) -> Iterable[Sheet]:
    """The tables that stand in the notes."""
    for section in review.notes:
        yield from (Sheet(section.title, table) for table in tables_in(blocks(section.text)))


def _named(row: LineRow | RankingTable) -> Cell:
    """An indicator with its unit of measure."""
    return Cell(row.name, aside=row.measure)


def _amount(value: Amount, row: LineRow | RankingTable, *, strong: bool = False) -> Cell:
    """A total of an indicator."""
    return Cell(value.text, number=value.value, decimals=row.decimals, percent=row.percent, strong=strong)


def _counts(value: Amount) -> Sequence[Cell]:
    """How many a total rests on, and how many were expected."""
    return Cell(number=value.reported), Cell(number=value.expected)


def _aim(aim: Aim | None, row: LineRow | RankingTable, no_target: str) -> Sequence[Cell]:
    """Goal, share reached, state."""
    if aim is None:
        return Cell(NO_VALUE), Cell(NO_VALUE), Cell(state=State("no_target", no_target))
    return (
        Cell(aim.text, number=aim.value, decimals=row.decimals, percent=row.percent),
        Cell(aim.share, number=aim.share_value, decimals=1, percent=True),
        Cell(state=State(aim.state, aim.state_word)),
    )
