"""A review in one language: every number, date and word ready to be set, for the page and all documents.

A number is kept beside its words where a chart or a spreadsheet needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mandate.platform.i18n.formats import NO_VALUE


@dataclass(frozen=True, slots=True)
class Amount:
    """A total: its words ("262 of 311"), its number, and its coverage in words ("311 of 311")."""

    text: str
    value: Decimal | None
    coverage: str
    reported: int
    expected: int


NO_AMOUNT = Amount(NO_VALUE, None, NO_VALUE, 0, 0)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: the goal in words ("≥ 18,000"), how it stands, and the share reached ("95.7%", "–")."""

    text: str
    value: Decimal
    document: str
    state: str
    state_word: str
    share: str
    share_value: Decimal | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """An indicator of the unit; ``years`` are those of ``Worded.years``, this period's last, which may be
    under way, and is a term after its own years (``of_term``). ``counting`` says where its figures
    come from if Mandate counts them; else ""."""

    code: str
    name: str
    measure: str
    decimals: int
    percent: bool
    years: tuple[Amount, ...]
    aim: Aim | None
    share_of_above: str
    share_of_above_value: Decimal | None
    under_way: bool = False
    of_term: bool = False
    counting: str = ""

    @property
    def now(self) -> Amount:
        """This period's."""
        return self.years[-1]

    @property
    def before(self) -> Amount:
        """That of a year before; none where no earlier year is known."""
        return self.years[-2] if len(self.years) > 1 else NO_AMOUNT

    @property
    def course(self) -> tuple[Decimal | None, ...]:
        """The numbers over the years, for a sparkline; a term is no point among its own years."""
        return tuple(amount.value for amount in (self.years[:-1] if self.of_term else self.years))

    @property
    def course_words(self) -> str:
        """The same in words."""
        return f"{self.name}: " + ", ".join(amount.text for amount in self.years)


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child in a ranking; ``place`` is "–" without data."""

    code: str
    name: str
    place: str
    place_value: int | None
    now: Amount
    before: Amount
    share: str
    share_value: Decimal | None
    aim: Aim | None


@dataclass(frozen=True, slots=True)
class RankingTable:
    """The children by one indicator; ``notes`` stand under it, or in its place where none has data."""

    code: str
    name: str
    measure: str
    decimals: int
    percent: bool
    rows: tuple[ChildRow, ...]
    notes: tuple[str, ...]

    @property
    def has_data(self) -> bool:
        """Some child has a place."""
        return any(row.place_value is not None for row in self.rows)

    @property
    def has_aims(self) -> bool:
        """Some child has a target."""
        return any(row.aim for row in self.rows)

    @property
    def top(self) -> Decimal:
        """The end of the scale on which all children can be drawn."""
        values = [row.now.value for row in self.rows] + [row.aim.value for row in self.rows if row.aim]
        return max([Decimal(0), *(value for value in values if value is not None)])

    @property
    def has_shares(self) -> bool:
        """The indicator adds up, so that a child has a share of it."""
        return any(row.share_value is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The share of a target that a child has reached, and its state."""

    text: str
    state: str
    state_word: str


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Children by indicators: (code, name) heads, and for each child its code, name and cells."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[HeatCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A report that is not in the totals."""

    unit: str
    code: str
    form: str
    period: str
    state: str
    state_word: str
    due: str
    due_day: date


@dataclass(frozen=True, slots=True)
class CoverageWords:
    """Reports of those expected, ``part`` of them accepted (or so far submitted); the sentences that are
    worth saying, as reporting/standing.py has them. ``missing`` are not in the totals."""

    part: int
    expected: int
    score: str
    score_words: str
    details: tuple[str, ...]
    not_due: str
    counts: tuple[tuple[str, int], ...]
    missing: tuple[MissingRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class NoteSection:
    """One section of the notes, with its text in Markdown."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CauseWords:
    """Why a figure is another one now."""

    report_id: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A figure that was corrected after the review was closed."""

    unit: str
    unit_code: str
    indicator: str
    indicator_code: str
    period: str
    period_code: str
    old: str
    new: str
    causes: tuple[CauseWords, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Worded:
    """The whole review. ``labels`` are the headings and column heads by key (labels.py); ``legend`` are the
    states that a heat table explains."""

    language: str
    organisation: str
    unit: str
    unit_code: str
    eyebrow: str
    title: str
    full_title: str
    period: str
    year_before: str
    period_code: str
    years: tuple[str, ...]
    year_codes: tuple[str, ...]
    structure: str
    standing: str
    closed: bool
    demo: str
    above: str
    score: str
    score_words: str
    score_states: tuple[str, ...]
    score_counts: tuple[tuple[str, str], ...]
    score_sentence: str
    lines: tuple[LineRow, ...]
    rankings: tuple[RankingTable, ...]
    heats: tuple[HeatTable, ...]
    coverage: CoverageWords
    notes: tuple[NoteSection, ...]
    notes_language: str
    corrections: tuple[CorrectionRow, ...]
    corrections_sentence: str
    labels: Mapping[str, str]
    legend: tuple[str, ...]

    @property
    def targets(self) -> tuple[LineRow, ...]:
        """The lines with a target."""
        return tuple(line for line in self.lines if line.aim)

    @property
    def top_share(self) -> Decimal:
        """The end of the scale on which the shares of all targets can be drawn."""
        shares = [
            line.aim.share_value for line in self.lines if line.aim and line.aim.share_value is not None
        ]
        return max([Decimal(110), *shares])

    @property
    def shares_of_above(self) -> bool:
        """Some line has a share of the unit above."""
        return any(line.share_of_above_value is not None for line in self.lines)
