"""Targets: judging a value against its goal, the scoreboard that counts them, and the ranking of units.

Nothing is judged before its period has ended: until then a target is under way.

What is judged is the published value, rounded as it is shown: nobody sees 85.6 % against a goal of 85.6 % and
reads "missed" because of digits that are not on the page.

>>> judge(Decimal("85.6"), Decimal("85"), Direction.AT_LEAST).value
'exceeded'
>>> judge(None, Decimal("85"), Direction.AT_LEAST).value
'no_data'
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from mandate.core.calendar import years_of
from mandate.core.number import round_half_away
from mandate.core.period import Period

_WHOLE, _STEP = Decimal("100.0"), Decimal("0.1")


class Direction(StrEnum):
    """Which side of the goal is right."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class State(StrEnum):
    """How a target stands."""

    EXCEEDED = "exceeded"
    MET = "met"
    MISSED = "missed"
    NO_DATA = "no_data"
    UNDER_WAY = "under_way"


class Measure(StrEnum):
    """On what a target is judged: its period's total; what has come together since its term began; or, of a
    target for a whole term, the state in the term's last year."""

    PERIOD = "period"
    CUMULATIVE = "cumulative"
    STATE = "state"


class Better(StrEnum):
    """Which values come first in a ranking."""

    HIGHER = "higher"
    LOWER = "lower"


def judge(value: Decimal | None, goal: Decimal, direction: Direction) -> State:
    """The state of one target: strictly beyond the goal is exceeded, equal is met; `exactly` has no exceeded.

    >>> judge(Decimal("20"), Decimal("20.0"), Direction.AT_MOST).value
    'met'
    """
    if value is None:
        return State.NO_DATA
    if value == goal:
        return State.MET
    beyond = {
        Direction.AT_LEAST: value > goal,
        Direction.AT_MOST: value < goal,
        Direction.EXACTLY: False,
    }
    return State.EXCEEDED if beyond[direction] else State.MISSED


def standing(value: Decimal | None, goal: Decimal, direction: Direction, ends: date, today: date) -> State:
    """How a target stands on a day; ``ends`` is the first day after its period.

    Before that it is under way, whatever is reported so far: what is reached early may still be lost.

    >>> new_year = date(2027, 1, 1)
    >>> standing(Decimal("3"), Decimal("311"), Direction.AT_LEAST, new_year, date(2026, 12, 31)).value
    'under_way'
    >>> standing(Decimal("3"), Decimal("311"), Direction.AT_LEAST, new_year, new_year).value
    'missed'
    """
    return State.UNDER_WAY if today < ends else judge(value, goal, direction)


def measured(period: Period, measure: Measure, term: Period | None, today: date) -> Period:
    """The span whose total a target is judged on; in a running term the state is of the last year begun.

    >>> from mandate.core.calendar import Calendar, Named
    >>> term = Calendar.of([Named("2021-2023", date(2021, 1, 1), date(2023, 12, 31))]).parse("2021-2023")
    >>> step, day = Period.parse("2022"), date(2024, 1, 5)
    >>> str(measured(step, Measure.CUMULATIVE, term, day)), str(measured(term, Measure.STATE, None, day))
    ('2021-2023..2022', '2023')
    """
    if measure is Measure.CUMULATIVE and term is not None and term != period:
        return term.until(period)
    if measure is Measure.STATE:
        years = years_of(period)
        begun = [year for year in years if year.start <= today]
        return (begun or years or (period,))[-1]
    return period


def share(value: Decimal | None, goal: Decimal) -> Fraction | None:
    """Which percentage of the goal the value is; None without a value, and for a goal of zero or below.

    Nothing is a percentage of zero, and of a negative goal the larger percentage would be the smaller value.

    >>> share(Decimal("119"), Decimal("140"))
    Fraction(85, 1)
    >>> share(Decimal("5"), Decimal("0")) is None
    True
    """
    if value is None or goal <= 0:
        return None
    return 100 * Fraction(value) / Fraction(goal)


def told(percent: Fraction) -> Decimal:
    """A share as it is told, with one decimal. Only what is exactly 100 is told as 100: what is below it is
    told as 99.9 at most, what is above it as 100.1 at least.

    >>> str(told(Fraction(10029, 100))), str(told(Fraction(9999, 100))), str(told(Fraction(100)))
    ('100.3', '99.9', '100.0')
    """
    rounded = round_half_away(percent, 1)
    if rounded == _WHOLE and percent != _WHOLE:
        return _WHOLE + (_STEP if percent > _WHOLE else -_STEP)
    return rounded


def attained(value: Decimal | None, goal: Decimal) -> Decimal | None:
    """The share of the goal as it is told, which every page, chart and document takes from here; None where
    there is none.

    >>> str(attained(Decimal("78201"), Decimal("78000"))), str(attained(Decimal("9997"), Decimal("10000")))
    ('100.3', '99.9')
    """
    percent = share(value, goal)
    return None if percent is None else told(percent)


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """How many targets stand in each state; those under way are no part of the score yet."""

    exceeded: int
    met: int
    missed: int
    no_data: int
    under_way: int = 0

    @property
    def met_or_exceeded(self) -> int:
        return self.met + self.exceeded

    @property
    def total(self) -> int:
        """All that are judged, those without data among them: a missing report never improves a score."""
        return self.exceeded + self.met + self.missed + self.no_data


def scoreboard(states: Iterable[State]) -> Scoreboard:
    """Count the states.

    >>> board = scoreboard([State.EXCEEDED, State.MET, State.NO_DATA])
    >>> f"{board.met_or_exceeded} of {board.total} met or exceeded"
    '2 of 3 met or exceeded'
    """
    counts = Counter(states)
    return Scoreboard(**{state.value: counts[state] for state in State})


@dataclass(frozen=True, slots=True)
class Split:
    """What the targets of the units below come to: ``count`` of ``units`` have one, ``together`` is their
    sum, and ``beyond`` by how much it is more than the unit's own goal (less: below zero), None without
    one."""

    count: int
    units: int
    together: Decimal
    beyond: Decimal | None


def split(own: Decimal | None, parts: Sequence[Decimal | None]) -> Split:
    """The sum of the parts against the whole; None is a unit without a target.

    >>> split(Decimal(400), [Decimal(170), None, Decimal(200)])
    Split(count=2, units=3, together=Decimal('370'), beyond=Decimal('-30'))
    """
    known = [part for part in parts if part is not None]
    together = sum(known, Decimal(0))
    return Split(len(known), len(parts), together, None if own is None else together - own)


def rank_shares(directions: Collection[Direction], usual: Better) -> Better:
    """Which shares of targets come first: the lower where every target is a limit, the higher where every one
    is to be reached, else what is usual for the indicator.

    >>> rank_shares({Direction.AT_MOST}, Better.HIGHER).value
    'lower'
    """
    if set(directions) == {Direction.AT_MOST}:
        return Better.LOWER
    return Better.HIGHER if set(directions) == {Direction.AT_LEAST} else usual


def rank(values: Sequence[Decimal | None], better: Better) -> list[int | None]:
    """The place of each value, in the order given; equal values share a place and the next are left out.

    A missing value has no place.

    >>> rank([Decimal(7), None, Decimal(9), Decimal(7), Decimal(1)], Better.HIGHER)
    [2, None, 1, 2, 4]
    """
    present = sorted((value for value in values if value is not None), reverse=better is Better.HIGHER)
    places: dict[Decimal, int] = {}
    for place, value in enumerate(present, start=1):
        places.setdefault(value, place)
    return [None if value is None else places[value] for value in values]
