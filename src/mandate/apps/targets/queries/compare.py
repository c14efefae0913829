"""Comparisons: the units below ranked by an indicator, all of them against all, and the unit with itself over
the periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from mandate.apps.boundaries.permissions import BOUNDARIES_MANAGE
from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.queries.lists import page_of
from mandate.apps.reporting.shares import Shares, shares_of
from mandate.apps.targets import words
from mandate.apps.targets.queries.beside import Beside, beside
from mandate.apps.targets.queries.choosing import choices_for, chosen
from mandate.apps.targets.queries.heat import Heat, whole
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, Line, cell, lines, name_of, told_periods
from mandate.apps.targets.queries.map import AreaMap, area_map
from mandate.apps.targets.queries.unit_period import (
    Child,
    UnitInPeriod,
    children_of,
    course_of,
    periods_back,
    unit_in_period,
)
from mandate.apps.units.queries import UnitRef
from mandate.core.period import Period
from mandate.core.target import Better, rank
from mandate.core.totals import OverUnits
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.ui.charts import Bar
from mandate.platform.ui.states import state_class, state_word

PAGE = 50


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in the ranking. ``place`` is None without data; units of one value share a place. ``share`` is
    its part of the unit's total in per cent, None where the total is no sum."""

    place: int | None
    unit: Child
    now: Cell
    before: Cell
    change: str
    share: Decimal | None
    goal_shown: str
    state: str
    state_words: str = ""

    @property
    def told(self) -> str:
        """The row in words, for the bar that shows it."""
        goal = "" if self.goal_shown == NO_VALUE else f" ({self.goal_shown})"
        state = self.state_words or state_word(self.state)
        return f"{self.unit.name}: " + ", ".join(
            filter(None, (self.now.shown, f"{state}{goal}", self.now.coverage))
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units directly below by one indicator, a page of them; ``has_data``: one of them has a value.
    ``total`` is the unit's own. ``no_shares``:
    it is a sum, but a part is below zero or the parts are more than the total."""

    indicator: IndicatorChoice
    measure: str
    lower_is_better: bool
    is_sum: bool
    no_shares: bool
    has_data: bool
    total: Cell
    rows: Page[RankRow]

    @property
    def states(self) -> tuple[str, ...]:
        """The states that its bars show, the best first."""
        found = {row.state for row in self.rows}
        return tuple(one for one in ("exceeded", "met", "missed") if one in found)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The rows as bars, with last year's under them."""
        return tuple(
            Bar(
                label=row.unit.name if row.place is None else f"{row.place}. {row.unit.name}",
                value=row.now.value,
                shown=row.now.shown,
                state=state_class(row.state) if row.state in ("exceeded", "met", "missed") else "",
                before=row.before.value,
                before_shown=row.before.shown if row.before.value is not None else "",
                told=row.told,
            )
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Compare:
    """The page: ``view`` says which of ``ranking``, ``map``, ``beside``, ``heat`` and ``lines`` is filled.
    ``is_leaf``: nothing lies below to be compared."""

    unit: UnitRef
    period: Period
    before: Period | None
    view: str
    is_leaf: bool
    choices: tuple[IndicatorChoice, ...] = ()
    ranking: Ranking | None = None
    map: AreaMap | None = None
    beside: Beside | None = None
    may_import: bool = False
    heat: Heat | None = None
    periods: tuple[Period, ...] = ()
    lines: tuple[Line, ...] = ()


def compare(
    actor: Actor,
    code: str,
    period: Period,
    *,
    view: str = "",
    indicator: str = "",
    sort: str = "",
    page: int | str = 1,
    units: Sequence[str] = (),
) -> Compare:
    """One of the comparisons. Raises UnknownUnit."""
    if view == "years":
        return _years(actor, code, period)
    if view == "table":
        return _table(actor, code, period, sort, page)
    if view == "beside":
        return _beside(actor, code, period, indicator, units)
    if view == "map":
        return _map(actor, code, period, indicator)
    return _ranking(actor, code, period, indicator, page)


def _years(actor: Actor, code: str, period: Period) -> Compare:
    unit_period = unit_in_period(actor, code, period, periods_back(period))
    shown = lines(unit_period)
    periods = told_periods(unit_period, shown)
    return Compare(
        unit_period.unit,
        period,
        unit_period.before,
        "years",
        not unit_period.children,
        periods=periods,
        lines=tuple(line.over(len(periods)) for line in shown),
    )


def _table(actor: Actor, code: str, period: Period, sort: str, page: int | str) -> Compare:
    unit_period = unit_in_period(actor, code, period, [period])
    heat = whole(unit_period, sort, page)
    return Compare(unit_period.unit, period, unit_period.before, "table", heat is None, heat=heat)


def _ranking(actor: Actor, code: str, period: Period, indicator: str, page: int | str) -> Compare:
    choices = choices_for(actor)
    only = chosen(actor, period, choices, indicator)
    unit_period = unit_in_period(actor, code, period, [period], only=only or "-")
    ranking = None
    if unit_period.children and unit_period.indicators:
        ranking = ranked(unit_period, unit_period.indicators[0], page)
    return Compare(
        unit_period.unit,
        period,
        unit_period.before,
        "ranking",
        not unit_period.children,
        choices=choices,
        ranking=ranking,
    )


def _beside(actor: Actor, code: str, period: Period, indicator: str, units: Sequence[str]) -> Compare:
    choices = choices_for(actor)
    only = indicator if any(choice.code == indicator for choice in choices) else ""
    unit_period = unit_in_period(actor, code, period, course_of(period), only=only)
    return Compare(
        unit_period.unit,
        period,
        unit_period.before,
        "beside",
        not unit_period.children,
        choices=choices,
        beside=beside(unit_period, units, only),
    )


def _map(actor: Actor, code: str, period: Period, indicator: str) -> Compare:
    choices = choices_for(actor)
    only = chosen(actor, period, choices, indicator)
    unit_period = unit_in_period(actor, code, period, [period], only=only or "-")
    drawn = None
    if unit_period.children and unit_period.indicators:
        drawn = area_map(actor, unit_period, unit_period.indicators[0])
    return Compare(
        unit_period.unit,
        period,
        unit_period.before,
        "map",
        not unit_period.children,
        choices=choices,
        map=drawn,
        may_import=can(actor, BOUNDARIES_MANAGE),
    )


def ranked(unit_period: UnitInPeriod, indicator: Indicator, number: int | str) -> Ranking:
    """The units directly below by an indicator, a page of them."""
    units = children_of(unit_period.children)
    values = [unit_period.total(unit.id, indicator, unit_period.period).value for unit in units]
    lower = indicator.better == Better.LOWER
    places = rank(values, Better(indicator.better))
    # Units come by name, and sorting keeps that order among equals.
    ranked = sorted(zip(units, places, strict=True), key=lambda pair: (pair[1] is None, pair[1] or 0))
    page = Paginator(ranked, PAGE).get_page(number)
    total = cell(unit_period, unit_period.unit.id, indicator, unit_period.period)
    is_sum = indicator.kind == Kind.YES_NO or (
        indicator.kind == Kind.NUMBER and indicator.over_units in (OverUnits.SUM, OverUnits.COUNT)
    )
    shares = Shares({}, left_out=False)
    if is_sum and unit_period.ledger is not None:
        shares = shares_of(unit_period.ledger, unit_period.unit.id, indicator.code, unit_period.period)
    rows = [_row(unit_period, indicator, unit, place, shares.of.get(unit.id)) for unit, place in page]
    return Ranking(
        IndicatorChoice(indicator.code, name_of(indicator)),
        words.measure(indicator),
        lower,
        is_sum,
        shares.left_out,
        any(place is not None for place in places),
        total,
        page_of(rows, page),
    )


def _row(
    unit_period: UnitInPeriod, indicator: Indicator, unit: Child, place: int | None, share: Decimal | None
) -> RankRow:
    now = cell(unit_period, unit.id, indicator, unit_period.period)
    before = cell(unit_period, unit.id, indicator, unit_period.before)
    target = unit_period.target(unit.id, indicator)
    state = target.state.value if target else ("no_data" if now.value is None else "no_target")
    return RankRow(
        place=place,
        unit=unit,
        now=now,
        before=before,
        # What is reported so far is no fall from a whole period.
        change=NO_VALUE if now.under_way else words.change(indicator, now.value, before.value),
        share=share,
        goal_shown=words.aim(indicator, target) if target else NO_VALUE,
        state=state,
        state_words=words.progress(target.share) if target and now.under_way else "",
    )
