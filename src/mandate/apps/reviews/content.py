"""The whole review of a unit and a period, free of any language: what a closed review keeps.

Names are {language: text}, numbers exact decimals, days dates. ``to_json`` and ``from_json`` (codec.py) turn
it into what ``Review.content`` stores and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

#: Of the version of this shape; stored with it, so that a later version can still read it. Before 2 it held
#: no words of periods, and names only in the languages in which somebody had written them. Before 3 its
#: notes were plain text; since, they are Markdown.
VERSION = 3
#: The sections of the secretary's notes, in their order.
SECTIONS = ("summary", "went_well", "went_badly", "next_steps")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as it was called."""

    code: str
    names: Texts


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """A period as it was called: standing alone, and within a sentence."""

    code: str
    titles: Texts
    sentences: Texts


@dataclass(frozen=True, slots=True)
class Level:
    """What lies one level below: the headings of its kinds, the commonest first, and how many units."""

    kinds: tuple[Texts, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Value:
    """A total with its coverage, as reporting.total.Total tells it; ``value`` None is no data."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    reported: int
    expected: int
    mixed: bool = False


NO_DATA = Value(None, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target and how it stands. ``share`` is the percent of the goal that is reached, with one decimal;
    None without data and for a goal of zero. A goal of a term is judged on all ``since`` a day, or on what
    was ``within`` the period of a code."""

    goal: Decimal
    direction: str
    document: str
    state: str
    share: Decimal | None
    since: date | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator as it was defined; ``counted`` is the name of its count."""

    code: str
    names: Texts
    measures: Texts
    kind: str
    decimals: int
    better: str
    formula: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the unit. ``years`` are its values in the periods of ``Content.years``, the oldest
    first and this period's last. ``share_of_above`` is the percent of the total of the unit above."""

    indicator: IndicatorName
    years: tuple[Value, ...]
    goal: Goal | None
    share_of_above: Decimal | None

    @property
    def now(self) -> Value:
        """In the period of the review."""
        return self.years[-1]

    @property
    def before(self) -> Value:
        """A year before (of a term, its last year); no data where no earlier year is known."""
        return self.years[-2] if len(self.years) > 1 else NO_DATA


@dataclass(frozen=True, slots=True)
class Standing:
    """A child in a ranking: its place (None without data), and its share of the unit's total in percent."""

    unit: str
    place: int | None
    now: Value
    before: Value
    share: Decimal | None
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The children by one indicator, the best first. ``no_shares``: it adds up, but a part is below zero or
    the parts are more than the whole, so that none can be told in per cent."""

    indicator: str
    rows: tuple[Standing, ...]
    no_shares: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A report that is not in the totals. ``above`` tells its unit from others of that name: what it lay
    under, unless that is the unit of the review (or this was closed before that was told)."""

    unit: UnitName
    form: Texts
    period: str
    state: str
    due: date
    above: UnitName | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports there are of those expected, as reporting.queries.coverage counts them; ``missing``
    names the first of ``missing_count`` that are not in the totals, but for those that are not due yet. In
    reviews that were closed before these were ``told_apart``, they are among the missing."""

    expected: int
    accepted: int
    submitted: int
    on_time: int
    late: int
    missing_count: int
    missing: tuple[Missing, ...]
    corrected: int = 0
    not_due: int = 0
    due_from: date | None = None
    due_until: date | None = None
    told_apart: bool = False

    @property
    def overdue(self) -> int:
        """Due, and not submitted; nothing is said of it where what was not due yet was counted as missing."""
        return self.missing_count - self.submitted if self.told_apart else 0


@dataclass(frozen=True, slots=True)
class Notes:
    """The secretary's text by section, in Markdown, and the language it was written in ("" before anything
    was)."""

    sections: Texts
    language: str

    @property
    def written(self) -> bool:
        """Something stands in one of the sections."""
        return any(self.sections.values())


@dataclass(frozen=True, slots=True)
class Cause:
    """A revision that came into the totals after the review was closed. ``reason`` is empty for a first
    report that was accepted late."""

    report_id: int
    unit: UnitName
    form: Texts
    period: str
    revision: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a closed review that is another one now. Without causes, it is not a report that changed
    but the structure or the indicator."""

    unit: UnitName
    indicator: str
    period: str
    old: Value
    new: Value
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands on a day: under a unit, at the top (None), or nowhere (not ``open``)."""

    open: bool
    above: UnitName | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit that has another place on the review's day since something was entered after the closing."""

    unit: UnitName
    old: Place
    new: Place
    document: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """The review. ``closed_at`` None is a review still open, told as of ``told_at``; ``corrections`` and
    ``moved`` are found when a closed review is read and never stored. ``under_way``: the period had not
    ended; ``of_term``: the years before it are parts of it."""

    organisation: str
    unit: UnitName
    kind: Texts
    above: Texts
    levels: tuple[Level, ...]
    period: str
    years: tuple[str, ...]
    structure_date: date
    lines: tuple[IndicatorLine, ...]
    children: tuple[UnitName, ...]
    rankings: tuple[Ranking, ...]
    coverage: Coverage
    notes: Notes
    demo: bool
    told_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""
    corrections: tuple[Correction, ...] = ()
    moved: tuple[Moved, ...] = ()
    under_way: bool = False
    of_term: bool = False
    period_words: tuple[PeriodWords, ...] = ()

    @property
    def targets(self) -> tuple[IndicatorLine, ...]:
        """The scoreboard: the indicators with a target."""
        return tuple(line for line in self.lines if line.goal)

    @property
    def judged(self) -> int:
        """How many targets are judged: the others are under way."""
        return sum(line.goal is not None and line.goal.state != "under_way" for line in self.lines)

    @property
    def met_or_exceeded(self) -> int:
        """How many targets are met or exceeded."""
        return sum(line.goal is not None and line.goal.state in ("met", "exceeded") for line in self.lines)

    def line(self, code: str) -> IndicatorLine:
        """The line of an indicator."""
        return next(line for line in self.lines if line.indicator.code == code)
