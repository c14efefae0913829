"""A unit's targets for a period, each judged on its published total once the period has ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.totals import Book, Total, open_book
from mandate.apps.targets.models import Target
from mandate.apps.units.structure import structure_on
from mandate.core.period import Period
from mandate.core.target import Direction, Scoreboard, State, scoreboard, share, standing


@dataclass(frozen=True, slots=True)
class Judged:
    """One target, its unit's total and how it stands. ``share`` is the percent of the goal that is reached,
    None where there is no data or the goal is zero; while the target is under way it is how far it is."""

    indicator_id: int
    indicator_code: str
    goal: Decimal
    direction: Direction
    document: str
    total: Total
    state: State
    share: Fraction | None

    @property
    def value(self) -> Decimal | None:
        """The published total."""
        return self.total.value


@dataclass(frozen=True, slots=True)
class Board:
    """The scoreboard: its rows in the indicators' order, and their count by state."""

    rows: tuple[Judged, ...]
    counts: Scoreboard

    @property
    def met_or_exceeded(self) -> int:
        """How many are met or exceeded."""
        return self.counts.met_or_exceeded

    @property
    def total(self) -> int:
        """How many targets are judged."""
        return self.counts.total

    @property
    def under_way(self) -> int:
        """How many are not judged yet."""
        return self.counts.under_way


def scoreboard_of(unit_id: int, period: Period, day: date, today: date) -> Board:
    """The scoreboard of a unit on the structure of a day, as it stands today."""
    targets = list(targets_of([unit_id], period))
    indicators = [target.indicator for target in targets]
    structure = structure_on(day)
    book = open_book(structure, indicators, period.start, period.end, unit_id=unit_id)
    return board(targets, book, period, today)


def targets_of(unit_ids: Sequence[int], period: Period) -> Sequence[Target]:
    """The targets of some units for a period, in the indicators' order: one query."""
    return list(
        Target.objects.filter(unit_id__in=unit_ids, period=period.code)
        .select_related("indicator")
        .order_by("indicator__position", "indicator_id")
    )


def board(targets: Sequence[Target], book: Book, period: Period, today: date) -> Board:
    """Judge the targets of one unit by a book that holds their indicators."""
    rows = tuple(
        judged(target, book.total(target.unit_id, target.indicator.code, period), today) for target in targets
    )
    return Board(rows, scoreboard(row.state for row in rows))


def judged(target: Target, total: Total, today: date) -> Judged:
    """One target against its total, on a day."""
    indicator: Indicator = target.indicator
    goal = Decimal(target.goal).quantize(Decimal(1).scaleb(-indicator.decimals))
    direction = Direction(target.direction)
    return Judged(
        indicator_id=indicator.pk,
        indicator_code=indicator.code,
        goal=goal,
        direction=direction,
        document=target.document,
        total=total,
        state=standing(total.value, goal, direction, target.ends, today),
        share=share(total.value, goal),
    )
