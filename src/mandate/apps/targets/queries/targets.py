"""A unit's targets for a period, to read and to set."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.choices import DIRECTION_NAMES, MEASURE_NAMES
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, cell, cell_of, name_of
from mandate.apps.targets.queries.score import Score, score_of
from mandate.apps.targets.queries.unit_period import (
    Child,
    UnitInPeriod,
    children_of,
    unit_in_period,
    years_back,
)
from mandate.apps.targets.scoreboard import Judged, judged, targets_of
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.calendar import years_of
from mandate.core.number import plain, write_number
from mandate.core.period import Frequency, Period
from mandate.core.target import Better, Direction, Measure, told
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, require
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import calendar

CHILDREN_PAGE = 50


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target and how it stands. ``share`` is the percent of the goal that is reached, as it
    is told."""

    target_id: int
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
    had for ``before``; ``has_children``: it can set targets for units below."""

    unit: UnitRef
    period: Period
    before: Period | None
    lines: tuple[TargetLine, ...]
    steps: tuple[YearOfTerm, ...]
    score: Score
    score_before: Score
    to_copy: int
    any_indicator: bool
    has_children: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class EditRow:
    """One goal to be typed: of an indicator for the unit, or of a unit below for an indicator. ``goal`` is as
    one types it in the reader's language; ``was`` is what is stored, and ``typed`` what stands in the fields
    at first. ``closed_from``: the unit closed within the period."""

    key: str
    unit_id: int
    indicator_id: int
    indicator_code: str
    name: str
    measure: str
    before: Cell
    before_goal: str
    target_id: int | None
    was: "Typed"
    typed: "Typed"
    closed_from: date | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A goal as it stands in the fields. ``basis`` is what it is judged on, as of :class:`Basis`."""

    goal: str
    direction: str
    document: str
    basis: str = Measure.PERIOD.value

    @property
    def text(self) -> str:
        """All of it in one string, to notice whether something was changed."""
        return "\t".join((self.goal, self.direction, self.document, self.basis))


@dataclass(frozen=True, slots=True)
class Basis:
    """What a target of a period can be judged on: "period", "state" or "cumulative:" with a term's code."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """The goals of a unit to be typed; or, with ``indicator``, those of the units below for it, a
    page of them.
    ``choices`` are the indicators that can be added or chosen, ``bases`` what a goal can be judged on (one:
    there is nothing to choose)."""

    unit: UnitRef
    period: Period
    before: Period | None
    rows: tuple[EditRow, ...]
    choices: tuple[IndicatorChoice, ...]
    bases: tuple[Basis, ...]
    to_copy: int
    copied: bool
    indicator: IndicatorChoice | None = None
    own_goal: str = ""
    page: Page[Child] | None = None


def has_targets(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may set targets of a unit, or it has some to look at."""
    return can(actor, TARGETS_SET, unit_id) or Target.objects.filter(unit_id=unit_id).exists()


def targets_page(actor: Actor, code: str, period: Period) -> TargetsPage:
    """The targets of a unit. Raises UnknownUnit."""
    unit_period = unit_in_period(actor, code, period, [period])
    return TargetsPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        lines=tuple(
            _line(unit_period, one) for one in unit_period.indicators if _stored(unit_period, one, period)
        ),
        steps=_steps(unit_period),
        score=score_of(unit_period.board(period)),
        score_before=score_of(unit_period.board(unit_period.before)),
        to_copy=len(unit_period.board(unit_period.before).rows),
        any_indicator=bool(unit_period.indicators),
        has_children=bool(unit_period.children),
        may_set=can(actor, TARGETS_SET, unit_period.unit.id),
    )


def edit_page(
    actor: Actor, code: str, period: Period, also: Collection[str] = (), *, copy: bool = False
) -> EditPage:
    """The goals of a unit: of the indicators that have a target or figures in this year or the last, and
    those asked for (``also``); the rest can be added. With ``copy``, the goals of last year stand where there
    is none.
    Raises UnknownUnit; Forbidden."""
    unit_period = unit_in_period(actor, code, period, years_back(period, 2))
    require(actor, TARGETS_SET, unit_period.unit.id)
    shown = [one for one in unit_period.indicators if one.code in also or _is_told(unit_period, one)]
    rest = [one for one in unit_period.indicators if one not in shown]
    return EditPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        rows=tuple(_row(unit_period, unit_period.unit.id, name_of(one), one, copy) for one in shown or rest),
        choices=tuple(IndicatorChoice(one.code, name_of(one)) for one in rest) if shown else (),
        bases=_bases(period),
        to_copy=len(unit_period.board(unit_period.before).rows),
        copied=copy,
    )


def edit_below(actor: Actor, code: str, period: Period, indicator: str, number: int | str = 1) -> EditPage:
    """The goals of the units directly below for one indicator (the first if there is no such). Raises
    UnknownUnit; Forbidden."""
    unit_period = unit_in_period(actor, code, period, years_back(period, 2))
    require(actor, TARGETS_SET, unit_period.unit.id)
    chosen = next((one for one in unit_period.indicators if one.code == indicator), None)
    if chosen is None:
        chosen = next((one for one in unit_period.indicators if _stored(unit_period, one, period)), None)
    if chosen is None:
        chosen = next(iter(unit_period.indicators), None)
    page = Paginator(children_of(unit_period.children), CHILDREN_PAGE).get_page(number)
    own = _stored(unit_period, chosen, period) if chosen else None
    return EditPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        rows=tuple(_row(unit_period, unit.id, unit.name, chosen, False) for unit in page) if chosen else (),
        choices=tuple(IndicatorChoice(one.code, name_of(one)) for one in unit_period.indicators),
        bases=_bases(period),
        to_copy=0,
        copied=False,
        indicator=IndicatorChoice(chosen.code, name_of(chosen)) if chosen else None,
        own_goal=words.goal(chosen, own.goal, own.direction) if chosen and own else "",
        page=page,
    )


def target_of(actor: Actor, code: str, target_id: int) -> Target | None:
    """A target of a unit, or None. Raises UnknownUnit."""
    return Target.objects.filter(pk=target_id, unit_id=unit_by_code(actor, code).id).first()


def _bases(period: Period) -> tuple[Basis, ...]:
    found = [Basis(Measure.PERIOD.value, str(MEASURE_NAMES[Measure.PERIOD]))]
    if period.frequency is Frequency.TERM:
        found.append(Basis(Measure.STATE.value, str(MEASURE_NAMES[Measure.STATE])))
    for term in calendar().around(period):
        label = _("since the beginning: %(term)s") % {"term": period_name(term, current(), "within")}
        found.append(Basis(f"{Measure.CUMULATIVE.value}:{term.code}", label))
    return tuple(found)


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


def _line(unit_period: UnitInPeriod, indicator: Indicator) -> TargetLine:
    target = unit_period.targets[unit_period.unit.id, unit_period.period.code, indicator.code]
    found = unit_period.target(unit_period.unit.id, indicator)
    assert found is not None
    return TargetLine(
        target_id=target.pk,
        code=indicator.code,
        name=name_of(indicator),
        measure=words.measure(indicator),
        direction=str(DIRECTION_NAMES[Direction(target.direction)]),
        goal_shown=words.amount(indicator, found.goal),
        basis=words.basis(found),
        document=target.document,
        now=cell_of(indicator, found.total, unit_period.period, unit_period.today),
        before=cell(unit_period, unit_period.unit.id, indicator, unit_period.before),
        share=None if found.share is None else told(found.share),
        state=found.state.value,
    )


def _is_told(unit_period: UnitInPeriod, indicator: Indicator) -> bool:
    if any(_stored(unit_period, indicator, period) for period in unit_period.periods):
        return True
    totals = (unit_period.total(unit_period.unit.id, indicator, period) for period in unit_period.periods)
    return any(total.value is not None or total.expected for total in totals)


def _row(unit_period: UnitInPeriod, unit_id: int, name: str, indicator: Indicator, copy: bool) -> EditRow:
    stored = unit_period.targets.get((unit_id, unit_period.period.code, indicator.code))
    past = _stored(unit_period, indicator, unit_period.before) if unit_id == unit_period.unit.id else None
    was = _typed(stored, indicator)
    return EditRow(
        key=f"{unit_id}-{indicator.pk}",
        unit_id=unit_id,
        indicator_id=indicator.pk,
        indicator_code=indicator.code,
        name=name,
        measure=words.measure(indicator) or ("%" if words.is_percent(indicator) else ""),
        before=cell(unit_period, unit_id, indicator, unit_period.before),
        before_goal=words.goal(indicator, past.goal, past.direction) if past else "",
        target_id=stored.pk if stored else None,
        was=was,
        typed=_start(past, indicator) if copy and past and not stored else was,
        closed_from=unit_period.children.get(unit_id),
    )


def _start(past: Target, indicator: Indicator) -> Typed:
    """Last year's goal without its document, which did not set this one."""
    basis = Measure.PERIOD.value if past.measure == Measure.CUMULATIVE else past.measure
    return replace(_typed(past, indicator), document="", basis=basis)


def _typed(target: Target | None, indicator: Indicator) -> Typed:
    if target is None:
        usual = Direction.AT_MOST if indicator.better == Better.LOWER else Direction.AT_LEAST
        return Typed("", usual.value, "")
    goal = Decimal(plain(Decimal(target.goal), indicator.decimals))
    basis = f"{target.measure}:{target.term}" if target.measure == Measure.CUMULATIVE else target.measure
    return Typed(write_number(goal, current()), target.direction, target.document, basis)
