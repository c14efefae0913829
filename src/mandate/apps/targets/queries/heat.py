"""The heat table: the units directly below against the indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.core.paginator import Page, Paginator

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.queries.lines import name_of, without_target
from mandate.apps.targets.queries.unit_period import UnitBelow, UnitInPeriod, children_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Head:
    """A column. ``is_share``: its cells are shares of targets in per cent, otherwise totals."""

    code: str
    name: str
    measure: str
    is_share: bool
    sort: str = ""

    @property
    def order(self) -> str:
        """The order of the rows by this column, as ``aria-sort`` has it; empty if by another."""
        orders = {self.code: "descending", f"-{self.code}": "ascending"}
        return orders.get(self.sort, "")

    @property
    def next_sort(self) -> str:
        """What a click on the heading asks for: the highest first, then the lowest."""
        return f"-{self.code}" if self.sort == self.code else self.code


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One unit and one indicator. ``shown`` is the share of the target in per cent, or the total where the
    column has no targets, or the target is zero; a dash without data. ``tells`` says all of it in
    words; ``partial``: not all have reported."""

    code: str
    state: str
    shown: str
    tells: str
    partial: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit and its cells, in the order of the columns."""

    unit: UnitBelow
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A page of the heat table. ``sort`` is the code of the indicator that orders it, with ``-`` the lowest
    first; empty is by name. ``total`` is the number of units directly below."""

    heads: tuple[Head, ...]
    rows: tuple[HeatRow, ...]
    page: Page[UnitBelow] | None
    total: int
    sort: str = ""

    @property
    def partial(self) -> bool:
        """Some total rests on fewer reports than expected."""
        return any(cell.partial for row in self.rows for cell in row.cells)

    @property
    def any_share(self) -> bool:
        """Some column has targets."""
        return any(head.is_share for head in self.heads)

    @property
    def states(self) -> tuple[str, ...]:
        """The states that stand in it, for the legend."""
        found = {cell.state for row in self.rows for cell in row.cells}
        return tuple(one for one in ("exceeded", "met", "missed", "no_data", "under_way") if one in found)


def first_rows(unit_period: UnitInPeriod, count: int, columns: int) -> Heat | None:
    """The first units by name, and the indicators that the units below have targets for; where there are
    none, the first of which there are figures. None where nothing lies below."""
    if not unit_period.children:
        return None
    chosen = _columns(unit_period)
    with_targets = [one for one in chosen if _has_targets(unit_period, one)]
    units = children_of(unit_period, count)
    return _heat(unit_period, (with_targets or chosen)[:columns], units, None)


def whole(unit_period: UnitInPeriod, sort: str, number: int | str) -> Heat | None:
    """All units directly below, a page of them, against every indicator that they have targets or figures
    for."""
    if not unit_period.children:
        return None
    columns = _columns(unit_period)
    units = children_of(unit_period)
    by = next((one for one in columns if one.code == sort.removeprefix("-")), None)
    if by is not None:
        units = _sorted(unit_period, by, units, rising=sort.startswith("-"))
    page = Paginator(units, PAGE).get_page(number)
    return _heat(unit_period, columns, list(page), page, sort if by else "")


def _columns(unit_period: UnitInPeriod) -> list[Indicator]:
    """The indicators that have a target or a figure somewhere directly below."""
    return [
        indicator
        for indicator in unit_period.indicators
        if _has_targets(unit_period, indicator)
        or any(
            unit_period.total(unit, indicator, unit_period.period).value is not None
            for unit in unit_period.children
        )
    ]


def _has_targets(unit_period: UnitInPeriod, indicator: Indicator) -> bool:
    return any(
        (unit, unit_period.period.code, indicator.code) in unit_period.targets
        for unit in unit_period.children
    )


def _sorted(
    unit_period: UnitInPeriod, indicator: Indicator, units: Sequence[UnitBelow], *, rising: bool
) -> tuple[UnitBelow, ...]:
    """By what the column shows: shares of targets, or totals. Who has none stands last; equals keep their
    order by name."""
    shares = _has_targets(unit_period, indicator)

    def number(unit: UnitBelow) -> Decimal | Fraction | None:
        if not shares:
            return unit_period.total(unit.id, indicator, unit_period.period).value
        target = unit_period.target(unit.id, indicator)
        return target.share if target else None

    numbered = [(unit, number(unit)) for unit in units]
    known = [(unit, Fraction(value)) for unit, value in numbered if value is not None]
    known.sort(key=lambda pair: pair[1] if rising else -pair[1])
    return tuple(unit for unit, _value in known) + tuple(unit for unit, value in numbered if value is None)


def _heat(
    unit_period: UnitInPeriod,
    columns: Sequence[Indicator],
    units: Sequence[UnitBelow],
    page: Page[UnitBelow] | None,
    sort: str = "",
) -> Heat:
    heads = tuple(
        Head(one.code, name_of(one), words.measure(one), _has_targets(unit_period, one), sort)
        for one in columns
    )
    rows = tuple(HeatRow(unit, tuple(_cell(unit_period, unit, one) for one in columns)) for unit in units)
    return Heat(heads, rows, page, len(unit_period.children), sort)


def _cell(unit_period: UnitInPeriod, unit: UnitBelow, indicator: Indicator) -> HeatCell:
    total = unit_period.total(unit.id, indicator, unit_period.period)
    target = unit_period.target(unit.id, indicator)
    partial = not total.complete
    told = [words.shown(indicator, total) if target is None else ""]
    if target is not None:
        told = [words.against(indicator, target.total, words.aim(indicator, target), target.state)]
    if partial:
        told.append(words.reported(total))
    if target is None:
        running = not unit_period.period.is_over(unit_period.today)
        state = without_target(total.value, running=running)
        shown = words.shown(indicator, total)
    else:
        state = target.state.value
        # Of a goal of zero nothing is a share: the figure stands there with its goal, as in the review.
        of_zero = words.shown(indicator, total)
        if total.value is not None:
            of_zero = words.of_zero(of_zero, words.aim(indicator, target))
        shown = of_zero if target.share is None else words.share(target.share)
    return HeatCell(indicator.code, state, shown, "; ".join(told), partial and total.value is not None)
