"""A unit's targets for a period, each judged on its published total once the period has ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.targets.models import Target
from mandate.core import target as core
from mandate.core.period import Frequency, Period
from mandate.core.target import (
    Direction,
    Measure,
    Scoreboard,
    State,
    attained,
    measured,
    scoreboard,
    standing,
)
from mandate.core.totals import OverTime
from mandate.platform.periods import calendar, period_of


@dataclass(frozen=True, slots=True)
class Judged:
    """One target, its unit's total and how it stands. ``share`` is the percent of the goal that is reached,
    as it is told, None where there is no data or the goal is zero; while the target is under way it is how
    far it is. ``measured`` is the span of the total where that is not the period itself."""

    indicator_id: int
    indicator_code: str
    goal: Decimal
    direction: Direction
    document: str
    total: Total
    state: State
    share: Decimal | None
    measured: Period | None = None

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


def scoreboard_of(unit_id: int, period: Period, today: date) -> Board:
    """The scoreboard of a unit, as it stands today."""
    targets = list(targets_of([unit_id], period))
    indicators = [target.indicator for target in targets]
    starts = first_day_of(targets, period, today)
    ledger = open_ledger(indicators, starts, period.end, today=today, unit_id=unit_id)
    return board(targets, ledger, period, today)


@dataclass(frozen=True, slots=True)
class Running:
    """How many targets a unit has for the year that is under way, where a page is about an earlier one."""

    period: Period
    number: int


def running_beside(unit_id: int, period: Period, today: date) -> Running | None:
    """The targets for the running year beside a page on a period that is over; None where there are none: one
    query."""
    year = Period.containing(today, Frequency.YEARLY)
    number = len(targets_of([unit_id], year)) if period.is_over(today) else 0
    return Running(year, number) if number else None


def boards_of(unit_id: int, periods: Sequence[Period], today: date) -> dict[str, Board]:
    """The scoreboards of a unit for some periods, as they stand today, by the codes of the periods: one
    ledger for all of them."""
    chosen = targets_in([unit_id], periods)
    told = [period for period in periods if chosen[period.code]]
    if not told:
        return {period.code: Board((), scoreboard(())) for period in periods}
    indicators = {one.indicator_id: one.indicator for found in chosen.values() for one in found}
    starts = min(first_day_of(chosen[period.code], period, today) for period in told)
    ends = max(period.end for period in told)
    ledger = open_ledger(list(indicators.values()), starts, ends, today=today, unit_id=unit_id)
    return {period.code: board(chosen[period.code], ledger, period, today) for period in periods}


def targets_of(unit_ids: Sequence[int], period: Period) -> Sequence[Target]:
    """The targets of some units for a period, in the indicators' order: one query, two for a term. At the
    middle of a term, which is a period from its first day, the targets of the whole stand where there is no
    own."""
    codes = _codes(period)
    return _nearest(_targets(unit_ids, codes), codes)


def targets_in(unit_ids: Sequence[int], periods: Sequence[Period]) -> dict[str, list[Target]]:
    """The same for several periods, by their codes: one query."""
    ways = {period.code: _codes(period) for period in periods}
    found = _targets(unit_ids, {code for way in ways.values() for code in way})
    return {code: _nearest(found, way) for code, way in ways.items()}


def _codes(period: Period) -> list[str]:
    """Where the targets told in a period may be set, the nearest first."""
    return [period.code, *(term.code for term in whole_terms(period))]


def _targets(unit_ids: Sequence[int], codes: Collection[str]) -> list[Target]:
    found = Target.objects.filter(unit_id__in=unit_ids, period__in=codes)
    return list(found.select_related("indicator").order_by("indicator__position", "indicator_id"))


def _nearest(found: Sequence[Target], codes: Sequence[str]) -> list[Target]:
    """Of each unit and indicator the target of the first of these codes that has one."""
    mine = [target for target in found if target.period in codes]
    chosen: dict[tuple[int, int], Target] = {}
    for target in sorted(mine, key=lambda target: codes.index(target.period), reverse=True):
        chosen[target.unit_id, target.indicator_id] = target
    return [target for target in mine if chosen[target.unit_id, target.indicator_id] is target]


def whole_terms(period: Period) -> tuple[Period, ...]:
    """The terms whose first part a period is, the shortest first."""
    if period.frequency is not Frequency.TERM:
        return ()
    terms = [term for term in calendar().around(period) if term.start == period.start]
    return tuple(sorted(terms, key=lambda term: term.end))


def measured_in(target: Target, period: Period, today: date) -> Period:
    """The span whose total a target is judged on when it is told in a period."""
    if target.measure == Measure.CUMULATIVE and target.term not in ("", target.period):
        return measured(period, core.Measure.CUMULATIVE, period_of(target.term), today)
    if target.measure == Measure.STATE and target.indicator.over_time != OverTime.LAST:
        return measured(period, core.Measure.STATE, None, today)
    return period


def first_day_of(targets: Iterable[Target], period: Period, today: date) -> date:
    """From when on figures are needed to judge these targets."""
    return min([period.start, *(measured_in(target, period, today).start for target in targets)])


def board(targets: Sequence[Target], ledger: Ledger, period: Period, today: date) -> Board:
    """Judge the targets of one unit by a ledger that holds their indicators."""
    rows = tuple(judged(target, ledger, period, today) for target in targets)
    return Board(rows, scoreboard(row.state for row in rows))


def judged(target: Target, ledger: Ledger, period: Period, today: date) -> Judged:
    """One target against the total of its unit, on a day, told in a period: at the middle of a term the
    target of the whole term is under way."""
    span = measured_in(target, period, today)
    return judged_on(target, ledger.total(target.unit_id, target.indicator.code, span), period, today)


def judged_on(target: Target, total: Total, period: Period, today: date) -> Judged:
    """One target against the total of the span that it is judged on."""
    indicator: Indicator = target.indicator
    span = measured_in(target, period, today)
    goal = Decimal(target.goal).quantize(Decimal(1).scaleb(-indicator.decimals))
    direction = Direction(target.direction)
    return Judged(
        indicator_id=indicator.pk,
        indicator_code=indicator.code,
        goal=goal,
        direction=direction,
        document=target.document,
        total=total,
        state=standing(total.value, goal, direction, target.ends, min(today, period.end)),
        share=attained(total.value, goal),
        measured=None if span == period else span,
    )
