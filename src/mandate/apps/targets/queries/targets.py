"""A unit's targets for a period, to read and to set."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.choices import DIRECTION_NAMES
from mandate.apps.targets.marks import mark_of
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.lines import Cell, cell, cell_of, name_of
from mandate.apps.targets.queries.score import Score, score_of
from mandate.apps.targets.queries.unit_period import (
    UnitInPeriod,
    unit_in_period,
    years_back,
)
from mandate.apps.targets.scoreboard import Judged, judged, targets_of
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.calendar import years_of
from mandate.core.period import Frequency, Period
from mandate.core.target import Direction
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can

CHILDREN_PAGE = 50


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target and how it stands. ``share`` is the percent of the goal that is reached, as it
    is told; ``mark`` is that of the target as it stands (marks.py)."""

    target_id: int
    mark: str
    code: str
    name: str
    measure: str
    direction: str
    goal_shown: str
    basis: str
    document: str
    now: Cell
    before: Cell
    share: Decimal | None
    state: str


@dataclass(frozen=True, slots=True)
class YearCell:
    """The goal of one year of a term, and how it stands."""

    goal_shown: str
    shown: str
    state: str


@dataclass(frozen=True, slots=True)
class YearOfTerm:
    """A year of a term with the unit's goals in it, by indicator: a cell each, None where none is set."""

    period: Period
    cells: tuple[YearCell | None, ...]


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """A unit's targets for a period; ``steps`` are those of a term in its years. ``to_copy`` is how many it
    had for ``before``; ``known`` is the last period before with figures; ``has_children``: it can set targets
    for units below."""

    unit: UnitRef
    period: Period
    before: Period | None
    known: Period | None
    lines: tuple[TargetLine, ...]
    steps: tuple[YearOfTerm, ...]
    score: Score
    score_before: Score
    to_copy: int
    any_indicator: bool
    has_children: bool
    may_set: bool
    stands: bool


def has_targets(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may set targets of a unit, or it has some to look at."""
    return can(actor, TARGETS_SET, unit_id) or Target.objects.filter(unit_id=unit_id).exists()


def targets_page(actor: Actor, code: str, period: Period) -> TargetsPage:
    """The targets of a unit. Raises UnknownUnit."""
    unit_period = unit_in_period(actor, code, period, years_back(period))
    told = [one for one in unit_period.indicators if _stored(unit_period, one, period)]
    known = unit_period.known_before([unit_period.unit.id], told)
    return TargetsPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        known=known,
        lines=tuple(_line(unit_period, one, known) for one in told),
        steps=_steps(unit_period),
        score=score_of(unit_period.board(period)),
        score_before=score_of(unit_period.board(unit_period.before)),
        to_copy=len(unit_period.board(unit_period.before).rows),
        any_indicator=bool(unit_period.indicators),
        has_children=bool(unit_period.children),
        may_set=can(actor, TARGETS_SET, unit_period.unit.id),
        stands=unit_period.stands,
    )


def target_of(actor: Actor, code: str, target_id: int) -> Target | None:
    """A target of a unit, or None. Raises UnknownUnit."""
    return Target.objects.filter(pk=target_id, unit_id=unit_by_code(actor, code).id).first()


def _steps(unit_period: UnitInPeriod) -> tuple[YearOfTerm, ...]:
    """The goals of the unit in the years of a term, in the order of its lines."""
    if unit_period.ledger is None or unit_period.period.frequency is not Frequency.TERM:
        return ()
    lines = [one for one in unit_period.indicators if _stored(unit_period, one, unit_period.period)]
    steps = []
    for year in years_of(unit_period.period):
        goals = {target.indicator.code: target for target in targets_of([unit_period.unit.id], year)}
        told = {
            code: judged(target, unit_period.ledger, year, unit_period.today)
            for code, target in goals.items()
        }
        steps.append(YearOfTerm(year, tuple(_step(one, told.get(one.code)) for one in lines)))
    return tuple(steps) if any(any(step.cells) for step in steps) else ()


def _step(indicator: Indicator, target: Judged | None) -> YearCell | None:
    if target is None:
        return None
    shown = words.shown(indicator, target.total)
    return YearCell(words.aim(indicator, target), shown, target.state.value)


def _stored(unit_period: UnitInPeriod, indicator: Indicator, period: Period | None) -> Target | None:
    targets: Mapping[tuple[int, str, str], Target] = unit_period.targets
    return targets.get((unit_period.unit.id, period.code, indicator.code)) if period else None


def _line(unit_period: UnitInPeriod, indicator: Indicator, known: Period | None) -> TargetLine:
    target = unit_period.targets[unit_period.unit.id, unit_period.period.code, indicator.code]
    found = unit_period.target(unit_period.unit.id, indicator)
    assert found is not None
    return TargetLine(
        target_id=target.pk,
        mark=mark_of(target),
        code=indicator.code,
        name=name_of(indicator),
        measure=words.measure(indicator),
        direction=str(DIRECTION_NAMES[Direction(target.direction)]),
        goal_shown=words.amount(indicator, found.goal),
        basis=words.basis(found),
        document=target.document,
        now=cell_of(indicator, found.total, unit_period.period, unit_period.today),
        before=cell(unit_period, unit_period.unit.id, indicator, known),
        share=found.share,
        state=found.state.value,
    )
