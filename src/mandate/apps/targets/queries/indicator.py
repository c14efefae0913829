"""An indicator of a unit: its course over the periods with its targets, and the units directly below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import words
from mandate.apps.targets.models import Target
from mandate.apps.targets.queries.choosing import choices_for
from mandate.apps.targets.queries.lines import (
    Cell,
    CourseLine,
    IndicatorChoice,
    cell,
    line_of,
    name_of,
    sentence,
    without_target,
)
from mandate.apps.targets.queries.ranking import Ranking, RankRow, ranked
from mandate.apps.targets.queries.unit_period import UnitInPeriod, course_of, unit_in_period
from mandate.apps.targets.scoreboard import Judged, judged, measured_in
from mandate.apps.units.queries import UnitRef
from mandate.core.period import Period
from mandate.core.target import State
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.ui.charts import Bar
from mandate.platform.ui.states import state_class, state_word

FIRST = 10  # units of the ranking that are shown
_JUDGED = (State.EXCEEDED.value, State.MET.value, State.MISSED.value)


@dataclass(frozen=True, slots=True)
class IndicatorInPeriod:
    """The indicator in one period: its total, its target (``goal_shown``) and how it stands. ``goal`` is held
    against the total; None where there is no target, or it is judged on another span."""

    period: Period
    now: Cell
    goal: Decimal | None
    goal_shown: str
    share: Decimal | None
    state: str
    state_words: str

    @property
    def told(self) -> str:
        """All of it in words."""
        name = period_name(self.period, current())
        return sentence(name, self.now, self.state_words or state_word(self.state), self.goal_shown)


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The page. ``line`` is the indicator as everywhere else, None where nothing was ever reported, expected
    or aimed at; ``course`` are its periods, the oldest first. ``ranking`` is None for a unit with nothing
    below; ``first`` are its first rows."""

    unit: UnitRef
    period: Period
    before: Period | None
    indicator: IndicatorChoice
    measure: str
    line: CourseLine | None
    course: tuple[IndicatorInPeriod, ...]
    ranking: Ranking | None
    below: int
    choices: tuple[IndicatorChoice, ...]

    @property
    def first(self) -> tuple[RankRow, ...]:
        """The rows of the ranking that are shown here."""
        return tuple(self.ranking.rows)[:FIRST] if self.ranking else ()

    @property
    def more(self) -> bool:
        """There are more units below than are shown."""
        return self.below > FIRST

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The course as bars, each with its goal."""
        return tuple(
            Bar(
                label=period_name(one.period, current()),
                value=one.now.value,
                shown=one.now.shown,
                state=state_class(one.state) if one.state in _JUDGED else "",
                goal=one.goal,
                told=one.told,
            )
            for one in self.course
        )

    @property
    def states(self) -> tuple[str, ...]:
        """The states that the bars show, the best first."""
        found = {one.state for one in self.course}
        return tuple(state for state in _JUDGED if state in found)


def indicator_page(actor: Actor, code: str, period: Period, indicator_code: str) -> IndicatorPage:
    """An indicator of a unit. Raises UnknownUnit; Http404 where there is no such indicator."""
    unit_period = unit_in_period(actor, code, period, course_of(period), only=indicator_code)
    indicator = next(iter(unit_period.indicators), None)
    if indicator is None:
        raise Http404
    return IndicatorPage(
        unit=unit_period.unit,
        period=period,
        before=unit_period.before,
        indicator=IndicatorChoice(indicator.code, name_of(indicator)),
        measure=words.measure(indicator),
        line=line_of(unit_period, indicator),
        course=_from_first(_course(unit_period, indicator)),
        ranking=ranked(unit_period, indicator, 1) if unit_period.children else None,
        below=len(unit_period.children),
        choices=choices_for(actor),
    )


def _from_first(course: Sequence[IndicatorInPeriod]) -> tuple[IndicatorInPeriod, ...]:
    """From the first period of which anything is known; at least the last."""
    for place, one in enumerate(course):
        if one.now.value is not None or one.goal_shown != NO_VALUE:
            return tuple(course[place:])
    return tuple(course[-1:])


def _course(unit_period: UnitInPeriod, indicator: Indicator) -> list[IndicatorInPeriod]:
    targets = _targets(unit_period, indicator)
    return [_in(period, unit_period, indicator, targets.get(period.code)) for period in unit_period.periods]


def _targets(unit_period: UnitInPeriod, indicator: Indicator) -> Mapping[str, Judged]:
    """The targets of the periods, judged as far back as the ledger knows: one query."""
    if unit_period.ledger is None:
        return {}
    periods = {period.code: period for period in unit_period.periods}
    own = Target.objects.filter(unit_id=unit_period.unit.id, indicator=indicator, period__in=periods)
    found = {}
    for target in own.select_related("indicator"):
        period = periods[target.period]
        if measured_in(target, period, unit_period.today).start >= unit_period.starts:
            found[period.code] = judged(target, unit_period.ledger, period, unit_period.today)
    in_force = unit_period.target(unit_period.unit.id, indicator)
    return {**found, unit_period.period.code: in_force} if in_force else found


def _in(
    period: Period, unit_period: UnitInPeriod, indicator: Indicator, target: Judged | None
) -> IndicatorInPeriod:
    now = cell(unit_period, unit_period.unit.id, indicator, period)
    state = target.state.value if target else without_target(now.value, running=now.under_way)
    running = target is not None and target.state is State.UNDER_WAY
    return IndicatorInPeriod(
        period=period,
        now=now,
        goal=target.goal if target and target.measured is None else None,
        goal_shown=words.aim(indicator, target) if target else NO_VALUE,
        share=target.share if target else None,
        state=state,
        state_words=words.progress(target.share) if target and running else "",
    )
