"""What every page on the figures of a unit stands on: the unit, the period, one ledger and the targets.

The number of database queries is the same however many units lie below.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import indicators_seen
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_VIEW
from mandate.apps.targets.scoreboard import Board, Judged, board, first_day_of, judged, targets_in
from mandate.apps.units.models import Unit
from mandate.apps.units.opening import opened
from mandate.apps.units.queries import UnitRef, by_name, unit_by_code
from mandate.apps.units.structure import children_within, standing_day, standing_in, structure_on
from mandate.core.calendar import years_of
from mandate.core.period import Frequency, Period
from mandate.core.target import scoreboard
from mandate.core.tree import Structure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import text_in

YEARS = 6
NOTHING = Total(None, None, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class UnitBelow:
    """A unit directly below, as it is named on a page; ``closed_from`` where it closed within the period. One
    that lies elsewhere by now may be nothing that the reader ``may_open``."""

    id: int
    code: str
    name: str
    closed_from: date | None = None
    may_open: bool = True


@dataclass(frozen=True)
class UnitInPeriod:
    """A unit in a period. ``before`` is the same period a year earlier; ``periods`` are those in the ledger,
    the oldest first. ``structure`` is that of ``day``, on which the unit may not exist (``exists``);
    ``children`` are the units directly below on that day or when they closed within the period, with the day
    from which these are closed; the reader may open those in ``opens``. The ledger begins at
    ``starts``. What has not ended by ``today`` is under way."""

    unit: UnitRef
    period: Period
    before: Period | None
    periods: tuple[Period, ...]
    day: date
    today: date
    structure: Structure
    children: Mapping[int, date | None]
    opens: Collection[int]
    indicators: tuple[Indicator, ...]
    ledger: Ledger | None
    targets: Mapping[tuple[int, str, str], Target]
    starts: date

    @property
    def exists(self) -> bool:
        """The unit has a place in the structure."""
        return self.ledger is not None

    @property
    def stands(self) -> bool:
        """The unit is open on some day of the period, so that it can have targets for it."""
        return self.unit.id in standing_in(self.period.start, self.period.end)

    @property
    def under_way(self) -> bool:
        """The period has not ended."""
        return not self.period.is_over(self.today)

    def total(self, unit_id: int, indicator: Indicator, period: Period | None) -> Total:
        """A total, or nothing where there is no such period or the unit did not exist."""
        if self.ledger is None or period is None:
            return NOTHING
        return self.ledger.total(unit_id, indicator.code, period)

    def known_before(self, units: Collection[int], indicators: Sequence[Indicator]) -> Period | None:
        """The newest of the periods read before this one for which a unit has a figure of an indicator; the
        one a year before where there is none."""
        past = [one for one in reversed(self.periods) if one.code != self.period.code]
        told = (
            one
            for one in past
            if any(self.total(unit, each, one).value is not None for unit in units for each in indicators)
        )
        return next(told, self.before)

    def target(self, unit_id: int, indicator: Indicator) -> Judged | None:
        """The target of a unit for the period, judged."""
        found = self.targets.get((unit_id, self.period.code, indicator.code))
        return judged(found, self.ledger, self.period, self.today) if found and self.ledger else None

    def board(self, period: Period | None) -> Board:
        """The scoreboard of the unit for the period or for the one before."""
        code = period.code if period else ""
        own = [
            self.targets[key]
            for one in self.indicators
            if (key := (self.unit.id, code, one.code)) in self.targets
        ]
        if self.ledger is None or period is None:
            return Board((), scoreboard(()))
        return board(own, self.ledger, period, self.today)


def unit_in_period(
    actor: Actor,
    code: str,
    period: Period,
    periods: Sequence[Period],
    *,
    only: str = "",
) -> UnitInPeriod:
    """Read what a page on a unit needs. ``only`` is the code of the one indicator that is wanted;
    otherwise all are read. Raises UnknownUnit; Forbidden."""
    unit = unit_by_code(actor, code)
    require(actor, TARGETS_VIEW, unit.id)
    indicators = tuple(one for one in indicators_seen(actor) if only in ("", one.code))
    day = standing_day(unit.id, period, actor.today)
    structure = structure_on(day)
    before = years_back(period, 2)[0] if len(years_back(period, 2)) == 2 else None
    # A unit that closed has its page for the periods in which it stood.
    exists = unit.id in structure and period.start <= day < period.end
    children = children_within(unit.id, period, day) if exists else {}
    targets = _targets(unit.id, list(children), period, before)
    told = [target for (_unit, code, _indicator), target in targets.items() if code == period.code]
    past = [target for (_unit, code, _indicator), target in targets.items() if code != period.code]
    starts = min(
        *(one.start for one in (*periods, before or period)),
        first_day_of(told, period, actor.today),
        first_day_of(past, before or period, actor.today),
    )
    return UnitInPeriod(
        unit=unit,
        period=period,
        before=before,
        periods=tuple(periods),
        day=day,
        today=actor.today,
        structure=structure,
        opens=opened(actor, unit.id, children, structure_on(actor.today)),
        children=children,
        indicators=indicators,
        ledger=open_ledger(indicators, starts, period.end, today=actor.today, unit_id=unit.id)
        if exists
        else None,
        targets=targets,
        starts=starts,
    )


def _targets(
    unit_id: int, children: Sequence[int], period: Period, before: Period | None
) -> dict[tuple[int, str, str], Target]:
    """The targets of the unit and of its children for the period, and of the unit for the one before, by the
    code of the period in which they are told: one query."""
    periods = [period] if before is None else [period, before]
    return {
        (target.unit_id, code, target.indicator.code): target
        for code, found in targets_in([unit_id, *children], periods).items()
        for target in found
        if code == period.code or target.unit_id == unit_id
    }


def children_of(unit_period: UnitInPeriod, limit: int | None = None) -> tuple[UnitBelow, ...]:
    """The units directly below by name, the first of them or all: one query."""
    children = unit_period.children
    units = by_name(Unit.objects.filter(pk__in=list(children)))
    return tuple(
        UnitBelow(
            unit.pk,
            unit.code,
            text_in(unit.names) or unit.code,
            children[unit.pk],
            may_open=unit.pk in unit_period.opens,
        )
        for unit in units[:limit]
    )


def course_of(period: Period) -> tuple[Period, ...]:
    """Over which periods an indicator is followed: the years of a term, else the same period year by year."""
    years = years_of(period) if period.frequency is Frequency.TERM else ()
    return years or years_back(period)


def years_back(period: Period, count: int = YEARS) -> tuple[Period, ...]:
    """The same period in so many years up to this one, the oldest first."""
    return (*reversed(period.years_back(count - 1)), period)


def periods_back(period: Period, count: int = YEARS) -> tuple[Period, ...]:
    """So many periods up to this one, the oldest first."""
    return (*reversed(period.back(count - 1)), period)
