"""Comparisons: the units below ranked by an indicator, all of them against all, and the unit with itself over
the periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mandate.apps.boundaries.permissions import BOUNDARIES_MANAGE
from mandate.apps.targets.permissions import TARGETS_VIEW
from mandate.apps.targets.queries.beside import MOST, Beside, beside, beside_sisters
from mandate.apps.targets.queries.choosing import choices_for, chosen
from mandate.apps.targets.queries.heat import Heat, whole
from mandate.apps.targets.queries.lines import CourseLine, IndicatorChoice, lines, told_periods
from mandate.apps.targets.queries.map import AreaMap, area_map
from mandate.apps.targets.queries.ranking import Ranking, ranked
from mandate.apps.targets.queries.unit_period import course_of, periods_back, unit_in_period
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.sisters import SisterRow, sister_rows
from mandate.apps.units.structure import standing_day
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can


@dataclass(frozen=True, slots=True)
class Compare:
    """The page: ``view`` says which of ``ranking``, ``map``, ``beside``, ``heat`` and ``lines`` is filled;
    "sisters" fills ``beside``, too. ``is_leaf``: nothing lies below to be compared. ``has_sisters``: units of
    sister organisations that the actor may see stand beside this one."""

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
    lines: tuple[CourseLine, ...] = ()
    has_sisters: bool = False


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
    by: str = "",
) -> Compare:
    """One of the comparisons; ``by`` is what a ranking goes by (ranking.py). Raises UnknownUnit."""
    shown = _view(actor, code, period, view, indicator, sort, page, units, by)
    return replace(shown, has_sisters=bool(_stands_beside(actor, shown.unit, period)))


def _stands_beside(actor: Actor, unit: UnitRef, period: Period) -> list[SisterRow]:
    """What stands beside the unit on the day by which the period is told, as far as the actor may read it."""
    day = standing_day(unit.id, period, actor.today)
    rows = sister_rows(actor, unit.id, day)
    return [one for one in rows if one.starts <= day and can(actor, TARGETS_VIEW, one.unit.id)]


def _view(
    actor: Actor,
    code: str,
    period: Period,
    view: str,
    indicator: str,
    sort: str,
    page: int | str,
    units: Sequence[str],
    by: str,
) -> Compare:
    if view == "sisters":
        return _sisters(actor, code, period, indicator)
    if view == "years":
        return _years(actor, code, period)
    if view == "table":
        return _table(actor, code, period, sort, page)
    if view == "beside":
        return _beside(actor, code, period, indicator, units)
    if view == "map":
        return _map(actor, code, period, indicator)
    return _ranking(actor, code, period, indicator, page, by)


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


def _ranking(actor: Actor, code: str, period: Period, indicator: str, page: int | str, by: str) -> Compare:
    choices = choices_for(actor)
    only = chosen(actor, period, choices, indicator)
    unit_period = unit_in_period(actor, code, period, [period], only=only or "-")
    ranking = None
    if unit_period.children and unit_period.indicators:
        ranking = ranked(unit_period, unit_period.indicators[0], page, by)
    return Compare(
        unit_period.unit,
        period,
        unit_period.before,
        "ranking",
        not unit_period.children,
        choices=choices,
        ranking=ranking,
    )


def _sisters(actor: Actor, code: str, period: Period, indicator: str) -> Compare:
    choices = choices_for(actor)
    only = indicator if any(choice.code == indicator for choice in choices) else ""
    periods = course_of(period)
    own = unit_in_period(actor, code, period, periods, only=only)
    found = [
        (row.place, unit_in_period(actor, row.unit.code, period, periods, only=only))
        for row in _stands_beside(actor, own.unit, period)[:MOST]
    ]
    return Compare(
        own.unit,
        period,
        own.before,
        "sisters",
        is_leaf=False,
        choices=choices,
        beside=beside_sisters(own, found, only),
    )


def _beside(actor: Actor, code: str, period: Period, indicator: str, units: Sequence[str]) -> Compare:
    choices = choices_for(actor)
    only = indicator if any(choice.code == indicator for choice in choices) else ""
    # Where no unit is chosen, no figure is read.
    wanted = only if units else "-"
    unit_period = unit_in_period(actor, code, period, course_of(period), only=wanted)
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
