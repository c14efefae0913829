"""The units directly below, ranked by an indicator: by its figure, by the share of the target that is
reached, or by the share of those who answered yes.

What ranks is the number as it is shown, so that nobody stands behind another of the same number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import adds_up
from mandate.apps.reporting.queries.lists import page_of
from mandate.apps.reporting.shares import Shares, shares_of
from mandate.apps.targets import words
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, cell, name_of, sentence
from mandate.apps.targets.queries.unit_period import UnitBelow, UnitInPeriod, children_of
from mandate.core.target import Better, rank, rank_shares
from mandate.platform.i18n.formats import NO_VALUE, percent
from mandate.platform.i18n.languages import current
from mandate.platform.ui.charts import Bar
from mandate.platform.ui.states import state_class, state_word

PAGE = 50
_JUDGED = ("exceeded", "met", "missed")


class By(StrEnum):
    """What a ranking goes by, as its address says it."""

    FIGURE = "figure"
    TARGET = "target"
    YES = "yes"


BY_NAMES: Mapping[By, str | Promise] = {
    By.FIGURE: _("Figure"),
    By.TARGET: _("Share of target"),
    By.YES: _("Share of yes"),
}


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in the ranking. ``place`` is None without data; units of one value share a place. ``share`` is
    its part of the unit's total in per cent, None where the total is no sum. ``ranked`` is the share that it
    stands by, None where that is the figure or there is none."""

    place: int | None
    unit: UnitBelow
    now: Cell
    before: Cell
    change: str
    share: Decimal | None
    goal_shown: str
    state: str
    state_words: str = ""
    ranked: Decimal | None = None

    @property
    def told(self) -> str:
        """The row in words, for the bar that shows it."""
        return sentence(self.unit.name, self.now, self.state_words or state_word(self.state), self.goal_shown)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units directly below by one indicator, a page of them; ``has_data``: one of them has a value.
    ``total`` is the unit's own. ``no_shares``: it is a sum, but a part is below zero or the parts are more
    than the total. ``by`` is what it goes by, of the ``ways`` that there are; ``lower_is_better`` says which
    end comes first by that."""

    indicator: IndicatorChoice
    measure: str
    by: By
    ways: tuple[By, ...]
    lower_is_better: bool
    is_sum: bool
    no_shares: bool
    has_data: bool
    total: Cell
    rows: Page[RankRow]

    @property
    def by_share(self) -> bool:
        """It goes by a share rather than by the figure."""
        return self.by is not By.FIGURE

    @property
    def by_name(self) -> str | Promise:
        """What it goes by, in words."""
        return BY_NAMES[self.by]

    @property
    def choices(self) -> tuple[tuple[str, str | Promise], ...]:
        """The ways to rank, for a field to choose from; none where there is only one."""
        return tuple((way.value, BY_NAMES[way]) for way in self.ways) if len(self.ways) > 1 else ()

    @property
    def states(self) -> tuple[str, ...]:
        """The states that its bars show, the best first."""
        found = {row.state for row in self.rows}
        return tuple(one for one in _JUDGED if one in found)

    @property
    def has_before(self) -> bool:
        """Some bar has that of the period before under it."""
        return any(bar.before is not None for bar in self.bars)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The rows as bars, with last year's figures under those of figures."""
        return tuple(_share_bar(row) if self.by_share else _figure_bar(row) for row in self.rows)


def _figure_bar(row: RankRow) -> Bar:
    return Bar(
        label=_label(row),
        value=row.now.value,
        shown=row.now.shown,
        state=state_class(row.state) if row.state in _JUDGED else "",
        before=row.before.value,
        before_shown=row.before.shown if row.before.value is not None else "",
        told=row.told,
    )


def _share_bar(row: RankRow) -> Bar:
    shown = NO_VALUE if row.ranked is None else percent(row.ranked, 1, current())
    state = state_class(row.state) if row.state in _JUDGED else ""
    return Bar(_label(row), row.ranked, shown, state, told=f"{row.told}: {shown}")


def _label(row: RankRow) -> str:
    return row.unit.name if row.place is None else f"{row.place}. {row.unit.name}"


def ranked(unit_period: UnitInPeriod, indicator: Indicator, number: int | str, by: str = "") -> Ranking:
    """The units directly below by an indicator, a page of them; by its figure where ``by`` is no way to rank
    them."""
    units = children_of(unit_period)
    ways = _ways(unit_period, indicator)
    way = next((one for one in ways if one == by), By.FIGURE)
    better = _better(unit_period, indicator, way, units)
    places = rank([_ranked_by(unit_period, indicator, way, unit) for unit in units], better)
    # Units come by name, and sorting keeps that order among equals.
    ranked = sorted(zip(units, places, strict=True), key=lambda pair: (pair[1] is None, pair[1] or 0))
    page = Paginator(ranked, PAGE).get_page(number)
    totals = (unit_period.total(unit.id, indicator, unit_period.period) for unit in units)
    is_sum = adds_up(indicator)
    shares = Shares({}, left_out=False)
    if is_sum and unit_period.ledger is not None:
        shares = shares_of(unit_period.ledger, unit_period.unit.id, indicator.code, unit_period.period)
    rows = [_row(unit_period, indicator, way, unit, place, shares.of.get(unit.id)) for unit, place in page]
    return Ranking(
        IndicatorChoice(indicator.code, name_of(indicator)),
        words.measure(indicator),
        way,
        ways,
        better is Better.LOWER,
        is_sum,
        shares.left_out,
        any(total.value is not None for total in totals),
        cell(unit_period, unit_period.unit.id, indicator, unit_period.period),
        page_of(rows, page),
    )


def _ways(unit_period: UnitInPeriod, indicator: Indicator) -> tuple[By, ...]:
    """By its figure always; by targets where there are some, by yes where that is the question."""
    key = (unit_period.period.code, indicator.code)
    aimed = any((unit, *key) in unit_period.targets for unit in unit_period.children)
    asked = indicator.kind == Kind.YES_NO
    return (By.FIGURE, *([By.TARGET] if aimed else []), *([By.YES] if asked else []))


def _better(unit_period: UnitInPeriod, indicator: Indicator, way: By, units: Sequence[UnitBelow]) -> Better:
    """Which end comes first: of shares of targets the one that the targets want, where all want the same."""
    if way is By.TARGET:
        targets = [unit_period.target(unit.id, indicator) for unit in units]
        return rank_shares({one.direction for one in targets if one}, Better(indicator.better))
    return Better(indicator.better)


def _ranked_by(unit_period: UnitInPeriod, indicator: Indicator, way: By, unit: UnitBelow) -> Decimal | None:
    total = unit_period.total(unit.id, indicator, unit_period.period)
    if way is By.TARGET:
        target = unit_period.target(unit.id, indicator)
        return target.share if target else None
    return total.percent if way is By.YES else total.value


def _row(
    unit_period: UnitInPeriod,
    indicator: Indicator,
    way: By,
    unit: UnitBelow,
    place: int | None,
    share: Decimal | None,
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
        ranked=None if way is By.FIGURE else _ranked_by(unit_period, indicator, way, unit),
    )
