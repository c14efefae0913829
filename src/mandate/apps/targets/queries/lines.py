"""The indicators of a unit, each with its course over the periods, its target and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.total import Total
from mandate.apps.targets import words
from mandate.apps.targets.queries.unit_period import UnitInPeriod
from mandate.core.period import Period
from mandate.core.target import State
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name


@dataclass(frozen=True, slots=True)
class IndicatorChoice:
    """An indicator to choose."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A total as it is shown: ``value`` None is no data; ``coverage`` says who has reported, empty where all
    have (or nobody was expected). ``under_way``: its period has not ended, and ``coverage`` says so."""

    period: Period | None
    value: Decimal | None
    shown: str
    coverage: str
    under_way: bool


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One indicator. ``course`` is its total in each period, the oldest first, the last the period in force;
    of a term, its years. ``goal`` (None: no target) is shown as ``goal_shown``, and ``aimed`` is what is held
    against it; ``top`` is where a bullet ends (None: by itself). ``state`` is a state of a target,
    ``no_target`` or ``no_data``; ``state_words`` tells how far it is."""

    code: str
    name: str
    measure: str
    now: Cell
    before: Cell
    course: tuple[Cell, ...]
    goal: Decimal | None
    goal_shown: str
    top: Decimal | None
    aimed: Decimal | None
    against: str
    document: str
    state: str
    state_words: str

    def over(self, count: int) -> "CourseLine":
        """The line with only the last so many periods of its course."""
        return replace(self, course=self.course[-count:])

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The course as numbers, for a sparkline."""
        return tuple(cell.value for cell in self.course)

    @property
    def known(self) -> bool:
        """Some period of the course that has ended has a figure."""
        return any(cell.value is not None for cell in self.course if not cell.under_way)

    @property
    def under_way(self) -> int:
        """How many of the last periods have not ended: what is reported so far would look like a fall."""
        return sum(cell.under_way for cell in self.course)

    @property
    def course_words(self) -> str:
        """The course in words, for those who do not see the sparkline."""
        return "; ".join(
            f"{period_name(cell.period, current())}: {cell.shown}"
            + (f" ({cell.coverage})" if cell.under_way else "")
            for cell in self.course
            if cell.period
        )


def name_of(indicator: Indicator) -> str:
    """Its name in the reader's language."""
    return text_in(indicator.names) or indicator.code


def cell(unit_period: UnitInPeriod, unit_id: int, indicator: Indicator, period: Period | None) -> Cell:
    """A unit's total in a period, with its coverage."""
    return cell_of(indicator, unit_period.total(unit_id, indicator, period), period, unit_period.today)


def cell_of(indicator: Indicator, total: Total, period: Period | None, today: date) -> Cell:
    """A total told in a period, with its coverage."""
    told = "" if total.complete and not total.mixed else words.reported(total)
    running = period is not None and not period.is_over(today)
    if running:
        told = words.so_far(told)
    return Cell(period, total.value, words.shown(indicator, total), told, running)


def sentence(name: str, now: Cell, state: str, goal_shown: str) -> str:
    """A total with its state, its goal and its coverage, as a bar or an area says it: "A: 3, missed (5)"."""
    against = state if goal_shown == NO_VALUE else f"{state} ({goal_shown})"
    value = "" if now.value is None else now.shown
    return f"{name}: " + ", ".join(filter(None, (value, against, now.coverage)))


def lines(unit_period: UnitInPeriod) -> tuple[CourseLine, ...]:
    """The indicators of which the unit has a target, or of which something was reported or expected in one of
    the periods."""
    found = (line_of(unit_period, indicator) for indicator in unit_period.indicators)
    return tuple(line for line in found if line is not None)


def line_of(unit_period: UnitInPeriod, indicator: Indicator) -> CourseLine | None:
    """The line of an indicator; None where nothing is known of it."""
    if unit_period.target(unit_period.unit.id, indicator) or _is_used(unit_period, indicator):
        return _line(unit_period, indicator)
    return None


def told_periods(unit_period: UnitInPeriod, shown: Sequence[CourseLine]) -> tuple[Period, ...]:
    """The periods of the ledger from the first with any figure; at least the period in force."""
    for place in range(len(unit_period.periods)):
        if any(line.course[place].value is not None for line in shown):
            return unit_period.periods[place:]
    return unit_period.periods[-1:]


def _is_used(unit_period: UnitInPeriod, indicator: Indicator) -> bool:
    totals = (unit_period.total(unit_period.unit.id, indicator, period) for period in unit_period.periods)
    return any(total.value is not None or total.expected for total in totals)


def _line(unit_period: UnitInPeriod, indicator: Indicator) -> CourseLine:
    unit = unit_period.unit.id
    now = unit_period.total(unit, indicator, unit_period.period)
    target = unit_period.target(unit, indicator)
    own = cell(unit_period, unit, indicator, unit_period.period)
    course = tuple(cell(unit_period, unit, indicator, period) for period in unit_period.periods)
    goal = words.aim(indicator, target) if target else NO_VALUE
    return CourseLine(
        code=indicator.code,
        name=name_of(indicator),
        measure=words.measure(indicator),
        now=own,
        before=cell(unit_period, unit, indicator, unit_period.before),
        course=course,
        goal=target.goal if target else None,
        goal_shown=goal,
        top=now.denominator if now.is_share and indicator.formula == "" else None,
        aimed=target.value if target else None,
        against=words.against(indicator, target.total, goal, target.state) if target else "",
        document=target.document if target else "",
        state=target.state.value if target else without_target(own.value, running=own.under_way),
        state_words=words.progress(target.share) if target and target.state is State.UNDER_WAY else "",
    )


def without_target(value: Decimal | None, *, running: bool) -> str:
    """The state of a figure without a target. While its period is ``running``, no data is no news."""
    return State.NO_DATA.value if value is None and not running else "no_target"
