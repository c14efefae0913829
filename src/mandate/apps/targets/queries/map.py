"""The units directly below on a map by one indicator: by the states of their targets where there are some,
else in five classes of equal size. Without boundaries they stand as tiles.

The number of database queries is the same however many units lie below.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from mandate.apps.boundaries.queries import boundaries_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.queries.lines import Cell, IndicatorChoice, cell, name_of, sentence, without_target
from mandate.apps.targets.queries.unit_period import UnitBelow, UnitInPeriod, children_of
from mandate.core.projection import Dot, fitted
from mandate.core.quantiles import Group, groups, place_of
from mandate.core.target import State
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import NO_VALUE, number
from mandate.platform.i18n.languages import current
from mandate.platform.ui.maps import HEIGHT, WIDTH, sign_of, step_look
from mandate.platform.ui.states import state_class, state_word

MOST_DRAWN = 3_000
_ORDER = (*(state.value for state in State), "no_target")


@dataclass(frozen=True, slots=True)
class MapRow:
    """A unit: its total, how it is shown (``look`` and ``sign``), and what that means (``word``). ``rings``
    are its boundary in dots, none where it has no boundary."""

    unit: UnitBelow
    now: Cell
    goal_shown: str
    look: str
    sign: str
    word: str
    state: str = ""
    rings: tuple[tuple[Dot, ...], ...] = ()

    @property
    def told(self) -> str:
        """All of it in words."""
        return sentence(self.unit.name, self.now, self.word, self.goal_shown)


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The map by an indicator. ``by_targets``: the classes are states of targets. ``keys`` are the classes:
    look, sign and words. ``width`` and ``height`` are 0 where no unit has a boundary. ``left_out``: so many
    units are more than are drawn."""

    indicator: IndicatorChoice
    measure: str
    total: Cell
    by_targets: bool
    keys: tuple[tuple[str, str, str], ...]
    rows: tuple[MapRow, ...]
    width: int = 0
    height: int = 0
    left_out: int = 0

    @property
    def absent(self) -> tuple[MapRow, ...]:
        """The units that the map cannot show."""
        return tuple(row for row in self.rows if not row.rings)

    @property
    def partial(self) -> bool:
        """Some total rests on fewer reports than expected."""
        return any(row.now.coverage and row.now.value is not None for row in self.rows)


def area_map(actor: Actor, unit_period: UnitInPeriod, indicator: Indicator) -> AreaMap:
    """The units directly below by an indicator."""
    every = children_of(unit_period)
    units = every[:MOST_DRAWN]
    rows, keys, by_targets = _classes(unit_period, indicator, units)
    drawn, width, height = _drawn(actor, unit_period, rows)
    return AreaMap(
        indicator=IndicatorChoice(indicator.code, name_of(indicator)),
        measure=words.measure(indicator),
        total=cell(unit_period, unit_period.unit.id, indicator, unit_period.period),
        by_targets=by_targets,
        keys=keys,
        rows=drawn,
        width=width,
        height=height,
        left_out=len(every) - len(units),
    )


Keys = tuple[tuple[str, str, str], ...]


def _classes(
    unit_period: UnitInPeriod, indicator: Indicator, units: Sequence[UnitBelow]
) -> tuple[list[MapRow], Keys, bool]:
    key = (unit_period.period.code, indicator.code)
    if any((unit.id, *key) in unit_period.targets for unit in units):
        rows = [_by_target(unit_period, indicator, unit) for unit in units]
        return rows, _state_keys(rows), True
    cells = [cell(unit_period, unit.id, indicator, unit_period.period) for unit in units]
    found = groups([one.value for one in cells if one.value is not None])
    rows = [_by_group(indicator, unit, one, found) for unit, one in zip(units, cells, strict=True)]
    return rows, _group_keys(indicator, found, rows), False


def _by_target(unit_period: UnitInPeriod, indicator: Indicator, unit: UnitBelow) -> MapRow:
    now = cell(unit_period, unit.id, indicator, unit_period.period)
    target = unit_period.target(unit.id, indicator)
    state = target.state.value if target else without_target(now.value, running=now.under_way)
    look = state_class(state)
    goal = words.aim(indicator, target) if target else NO_VALUE
    return MapRow(unit, now, goal, look, sign_of(look), state_word(state), state)


def _by_group(indicator: Indicator, unit: UnitBelow, now: Cell, found: Sequence[Group]) -> MapRow:
    if now.value is None:
        look = state_class(State.NO_DATA.value)
        return MapRow(unit, now, NO_VALUE, look, sign_of(look), state_word(State.NO_DATA.value))
    place = place_of(now.value, found)
    look = step_look(place, len(found))
    return MapRow(unit, now, NO_VALUE, look, str(place + 1), _range(indicator, found[place]))


def _range(indicator: Indicator, group: Group) -> str:
    low, high = words.amount(indicator, group.low), words.amount(indicator, group.high)
    return low if low == high else f"{low} – {high}"


def _units(count: int) -> str:
    told = ngettext("%(count)s unit", "%(count)s units", count)
    return told % {"count": number(count, 0, current())}


def _state_keys(rows: Sequence[MapRow]) -> Keys:
    counts = Counter(row.state for row in rows)
    return tuple(
        (state_class(state), sign_of(state_class(state)), f"{state_word(state)}: {_units(counts[state])}")
        for state in _ORDER
        if counts[state]
    )


def _group_keys(indicator: Indicator, found: Sequence[Group], rows: Sequence[MapRow]) -> Keys:
    keys = [
        (step_look(place, len(found)), str(place + 1), f"{_range(indicator, one)}: {_units(one.count)}")
        for place, one in enumerate(found)
    ]
    missing = sum(row.now.value is None for row in rows)
    if missing:
        look = state_class(State.NO_DATA.value)
        keys.append((look, sign_of(look), f"{state_word(State.NO_DATA.value)}: {_units(missing)}"))
    return tuple(keys)


def _drawn(
    actor: Actor, unit_period: UnitInPeriod, rows: Sequence[MapRow]
) -> tuple[tuple[MapRow, ...], int, int]:
    """The rows with their boundaries as they lie in one picture, and its size."""
    shapes = boundaries_of(actor, [row.unit.id for row in rows], unit_period.day)
    if not shapes:
        return tuple(rows), 0, 0
    picture = fitted(list(shapes.values()), WIDTH, HEIGHT)
    placed = tuple(
        replace(row, rings=picture.drawn(shapes[row.unit.id])) if row.unit.id in shapes else row
        for row in rows
    )
    return placed, picture.width, picture.height
