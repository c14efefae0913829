"""The goals of a unit to be typed, of many indicators at once; or those of the units below it for one
indicator. Beside each stands what was aimed at and reached a year before, and what the parts come to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import adds_up
from mandate.apps.targets import words
from mandate.apps.targets.choices import MEASURE_NAMES
from mandate.apps.targets.marks import mark_of
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, cell, name_of
from mandate.apps.targets.queries.unit_period import (
    UnitBelow,
    UnitInPeriod,
    children_of,
    unit_in_period,
    years_back,
)
from mandate.apps.units.queries import UnitRef
from mandate.core.number import NumberError, plain, read_number, write_number
from mandate.core.period import Frequency, Period
from mandate.core.target import Better, Direction, Measure, split
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import calendar

CHILDREN_PAGE = 50


@dataclass(frozen=True, slots=True)
class EditRow:
    """One goal to be typed: of an indicator for the unit, or of a unit below for an indicator. ``goal`` is as
    one types it in the reader's language; ``was`` is what is stored (``mark`` as of marks.py), and ``typed``
    what stands in the fields at first. ``parts`` says what the targets of the units below come to.
    ``closed_from``: the unit closed within the period."""

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
    mark: str = ""
    parts: str = ""
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
    page of them. ``known`` is the last period before with figures, which stand beside.
    ``choices`` are the indicators that can be added or chosen, ``bases`` what a goal can be judged on (one:
    there is nothing to choose). ``stands``: the unit is open on some day of the period."""

    unit: UnitRef
    period: Period
    before: Period | None
    known: Period | None
    rows: tuple[EditRow, ...]
    choices: tuple[IndicatorChoice, ...]
    bases: tuple[Basis, ...]
    to_copy: int
    copied: bool
    stands: bool
    indicator: IndicatorChoice | None = None
    own_goal: str = ""
    page: Page[UnitBelow] | None = None
    whole: "Whole | None" = None


@dataclass(frozen=True, slots=True)
class Whole:
    """What the goals of the units below are parts of: the unit's own, typed or not, and the goals of units on
    other pages (None: no such)."""

    indicator: Indicator
    own: Decimal | None
    like: Typed
    elsewhere: tuple[Decimal | None, ...]

    def told(self, typed: Iterable[Typed]) -> str:
        """What the parts come to with those typed on the page; a goal that is no number yet is none."""
        parts = (_number(one, self.indicator) if _is_like(one, self.like) else None for one in typed)
        return words.parts(self.indicator, split(self.own, [*self.elsewhere, *parts]))


def edit_page(
    actor: Actor, code: str, period: Period, also: Collection[str] = (), *, copy: bool = False
) -> EditPage:
    """The goals of a unit: of the indicators that have a target or figures in this year or those before, and
    those asked for (``also``); the rest can be added. With ``copy``, the goals of last year stand where there
    is none.
    Raises UnknownUnit; Forbidden."""
    unit_period = unit_in_period(actor, code, period, years_back(period))
    require(actor, TARGETS_SET, unit_period.unit.id)
    shown = [one for one in unit_period.indicators if one.code in also or _is_told(unit_period, one)]
    rest = [one for one in unit_period.indicators if one not in shown]
    known = unit_period.known_before([unit_period.unit.id], shown or rest)
    return EditPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        known=known,
        rows=tuple(_own_row(unit_period, one, copy, known) for one in shown or rest),
        choices=tuple(IndicatorChoice(one.code, name_of(one)) for one in rest) if shown else (),
        bases=_bases(period),
        to_copy=len(unit_period.board(unit_period.before).rows),
        copied=copy,
        stands=unit_period.stands,
    )


def edit_below(
    actor: Actor, code: str, period: Period, indicator: str, number: int | str = 1, *, copy: bool = False
) -> EditPage:
    """The goals of the units directly below for one indicator (the first if there is no such), ``copy`` as of
    `edit_page`. Raises UnknownUnit; Forbidden."""
    unit_period = unit_in_period(actor, code, period, years_back(period))
    require(actor, TARGETS_SET, unit_period.unit.id)
    chosen = next((one for one in unit_period.indicators if one.code == indicator), None)
    if chosen is None:
        chosen = next((one for one in unit_period.indicators if _stored(unit_period, one, period)), None)
    if chosen is None:
        chosen = next(iter(unit_period.indicators), None)
    page = Paginator(children_of(unit_period), CHILDREN_PAGE).get_page(number)
    own = _stored(unit_period, chosen, period) if chosen else None
    past = _past(unit_period, chosen, [unit.id for unit in page]) if chosen else {}
    known = unit_period.known_before([unit.id for unit in page], [chosen]) if chosen else None
    return EditPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        known=known,
        rows=tuple(
            _row(unit_period, unit.id, unit.name, chosen, past.get(unit.id), copy, known) for unit in page
        )
        if chosen
        else (),
        choices=tuple(IndicatorChoice(one.code, name_of(one)) for one in unit_period.indicators),
        bases=_bases(period),
        to_copy=len(past),
        copied=copy,
        stands=unit_period.stands,
        indicator=IndicatorChoice(chosen.code, name_of(chosen)) if chosen else None,
        own_goal=words.goal(chosen, own.goal, own.direction) if chosen and own else "",
        page=page,
        whole=_whole(unit_period, chosen, own, [unit.id for unit in page]) if chosen else None,
    )


def _bases(period: Period) -> tuple[Basis, ...]:
    found = [Basis(Measure.PERIOD.value, str(MEASURE_NAMES[Measure.PERIOD]))]
    if period.frequency is Frequency.TERM:
        found.append(Basis(Measure.STATE.value, str(MEASURE_NAMES[Measure.STATE])))
    for term in calendar().around(period):
        label = _("since the beginning: %(term)s") % {"term": period_name(term, current(), "within")}
        found.append(Basis(f"{Measure.CUMULATIVE.value}:{term.code}", label))
    return tuple(found)


def _is_told(unit_period: UnitInPeriod, indicator: Indicator) -> bool:
    if any(_stored(unit_period, indicator, one) for one in (unit_period.period, unit_period.before)):
        return True
    totals = (unit_period.total(unit_period.unit.id, indicator, one) for one in unit_period.periods)
    return any(total.value is not None or total.expected for total in totals)


def _stored(unit_period: UnitInPeriod, indicator: Indicator, period: Period | None) -> Target | None:
    return _target(unit_period, unit_period.unit.id, indicator, period)


def _target(
    unit_period: UnitInPeriod, unit_id: int, indicator: Indicator, period: Period | None
) -> Target | None:
    """What is set for this very period: at the middle of a term the targets of the whole are no own ones."""
    found = unit_period.targets.get((unit_id, period.code, indicator.code)) if period else None
    return found if found and period and found.period == period.code else None


def _past(unit_period: UnitInPeriod, indicator: Indicator, units: Collection[int]) -> Mapping[int, Target]:
    """The targets of some units for the period before: one query."""
    if unit_period.before is None:
        return {}
    found = Target.objects.filter(unit_id__in=units, indicator=indicator, period=unit_period.before.code)
    return {target.unit_id: target for target in found.select_related("indicator")}


def _whole(
    unit_period: UnitInPeriod, indicator: Indicator, own: Target | None, shown: Collection[int]
) -> Whole | None:
    """What the units below have parts of; None where their targets do not add up."""
    if not adds_up(indicator):
        return None
    like = _typed(own, indicator)
    others = [unit for unit in unit_period.children if unit not in shown]
    return Whole(
        indicator=indicator,
        own=Decimal(own.goal) if own else None,
        like=like,
        elsewhere=_goals(unit_period, indicator, like, others),
    )


def _goals(
    unit_period: UnitInPeriod, indicator: Indicator, like: Typed, units: Iterable[int]
) -> tuple[Decimal | None, ...]:
    """The goals of some units below that are of one kind: a limit is no part of what is to be reached."""
    found = [_target(unit_period, unit, indicator, unit_period.period) for unit in units]
    return tuple(
        Decimal(one.goal) if one and _is_like(_typed(one, indicator), like) else None for one in found
    )


def _is_like(one: Typed, other: Typed) -> bool:
    return (one.direction, one.basis) == (other.direction, other.basis)


def _number(typed: Typed, indicator: Indicator) -> Decimal | None:
    try:
        return read_number(typed.goal, current(), indicator.decimals)
    except NumberError:
        return None


def _own_row(unit_period: UnitInPeriod, indicator: Indicator, copy: bool, known: Period | None) -> EditRow:
    past = _stored(unit_period, indicator, unit_period.before)
    row = _row(unit_period, unit_period.unit.id, name_of(indicator), indicator, past, copy, known)
    own = _stored(unit_period, indicator, unit_period.period)
    if not adds_up(indicator) or not unit_period.children:
        return row
    goals = _goals(unit_period, indicator, row.was, unit_period.children)
    found = split(Decimal(own.goal) if own else None, goals)
    return replace(row, parts=words.parts(indicator, found) if found.count else "")


def _row(
    unit_period: UnitInPeriod,
    unit_id: int,
    name: str,
    indicator: Indicator,
    past: Target | None,
    copy: bool,
    known: Period | None,
) -> EditRow:
    stored = _target(unit_period, unit_id, indicator, unit_period.period)
    was = _typed(stored, indicator)
    return EditRow(
        key=f"{unit_id}-{indicator.pk}",
        unit_id=unit_id,
        indicator_id=indicator.pk,
        indicator_code=indicator.code,
        name=name,
        measure=words.measure(indicator) or ("%" if words.is_percent(indicator) else ""),
        before=cell(unit_period, unit_id, indicator, known),
        before_goal=words.goal(indicator, past.goal, past.direction)
        if past and known == unit_period.before
        else "",
        target_id=stored.pk if stored else None,
        was=was,
        typed=_start(past, indicator) if copy and past and not stored else was,
        mark=mark_of(stored),
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
