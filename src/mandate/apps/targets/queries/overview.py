"""The page of a unit: its score, who has reported, its indicators, the units below, what is missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mandate.apps.indicators.permissions import INDICATORS_MANAGE
from mandate.apps.reporting.queries.below import Outstanding, outstanding_below
from mandate.apps.reporting.queries.coverage import Coverage, coverage_of
from mandate.apps.reporting.queries.lists import ReportRow, reports_list
from mandate.apps.reporting.queries.next_step import NextStep, next_step
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.heat import Heat, first_rows
from mandate.apps.targets.queries.lines import CourseLine, lines, told_periods
from mandate.apps.targets.queries.score import Score, score_of
from mandate.apps.targets.queries.unit_period import course_of, unit_in_period
from mandate.apps.targets.scoreboard import Running, running_beside
from mandate.apps.units.queries import Level, UnitRef, levels
from mandate.core.period import Period
from mandate.core.target import told
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.listing.showing import show

CHILDREN_SHOWN = 10
COLUMNS_SHOWN = 6
REPORTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """A unit in a period. ``exists``: it has a place in the structure of ``day``. ``periods`` are those of
    each line's course. ``heat`` is None for a unit with nothing below; it has ``reports`` instead. ``next``
    is what the reader can do here."""

    unit: UnitRef
    period: Period
    before: Period | None
    day: date
    exists: bool
    levels: tuple[Level, ...]
    score: Score
    score_before: Score
    coverage: Coverage
    next: NextStep
    periods: tuple[Period, ...]
    lines: tuple[CourseLine, ...]
    heat: Heat | None
    reports: tuple[ReportRow, ...]
    outstanding: tuple[Outstanding, ...]
    running: Running | None
    any_indicator: bool
    may_set: bool
    may_define: bool

    @property
    def span(self) -> str:
        """The years of the course: "2021–2023"."""
        first, last = (str(period.start.year) for period in (self.periods[0], self.periods[-1]))
        return first if first == last else f"{first}–{last}"

    @property
    def any_course(self) -> bool:
        """Some indicator has a figure of a period that has ended: without, there is no course to show."""
        return any(line.known for line in self.lines)

    @property
    def review_first(self) -> bool:
        """Nothing is left to do, and targets are judged: then the review is what there is to open."""
        return not (self.next.write or self.next.decide) and bool(self.score.total)

    @property
    def accepted_share(self) -> Decimal | None:
        """Which percentage of the expected reports is accepted."""
        coverage = self.coverage
        return told(Fraction(100 * coverage.accepted, coverage.expected)) if coverage.expected else None


def overview(actor: Actor, code: str, period: Period) -> Overview:
    """Everything on a unit in a period. Raises UnknownUnit."""
    unit_period = unit_in_period(actor, code, period, course_of(period))
    unit = unit_period.unit
    shown = lines(unit_period)
    periods = told_periods(unit_period, shown)
    leaf = not unit_period.children
    reports = show(reports_list(actor, unit.id, below=False), {}) if leaf else ()
    return Overview(
        unit=unit,
        period=period,
        before=unit_period.before,
        day=unit_period.day,
        exists=unit_period.exists,
        levels=levels(unit.id, unit_period.day),
        score=score_of(unit_period.board(period)),
        score_before=score_of(unit_period.board(unit_period.before)),
        coverage=coverage_of(actor, unit.id, period=period),
        next=next_step(actor, unit.id, period),
        periods=periods,
        lines=tuple(line.over(len(periods)) for line in shown),
        heat=first_rows(unit_period, CHILDREN_SHOWN, COLUMNS_SHOWN),
        reports=tuple(reports)[:REPORTS_SHOWN],
        outstanding=() if leaf else outstanding_below(actor, unit.id),
        running=running_beside(unit.id, period, actor.today),
        any_indicator=bool(unit_period.indicators),
        may_set=can(actor, TARGETS_SET, unit.id),
        may_define=can(actor, INDICATORS_MANAGE),
    )
