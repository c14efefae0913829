"""The score of a unit in words: how many targets stand in which state."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from mandate.apps.targets.scoreboard import Board
from mandate.core.target import Scoreboard
from mandate.platform.i18n import formats
from mandate.platform.i18n.languages import current


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets stand in a state, as a number and in words ("4 exceeded")."""

    state: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    """``met`` of ``total`` judged targets are met or exceeded, and ``under_way`` are not judged yet;
    ``counts`` are the states that occur, the best first."""

    met: int
    total: int
    under_way: int
    counts: tuple[Count, ...]

    @property
    def targets(self) -> int:
        """All targets, judged or not."""
        return self.total + self.under_way

    @property
    def states(self) -> tuple[str, ...]:
        """The state of each target, the best first: one cell each."""
        return tuple(count.state for count in self.counts for _ in range(count.number))

    @property
    def words(self) -> str:
        """All counts in one line."""
        return ", ".join(count.words for count in self.counts)


def score_of(board: Board) -> Score:
    """The score of a scoreboard."""
    counts = board.counts
    return Score(
        counts.met_or_exceeded,
        counts.total,
        counts.under_way,
        tuple(count for count in _counts(counts) if count.number),
    )


def _counts(counts: Scoreboard) -> tuple[Count, ...]:
    return (
        _count(
            "exceeded", counts.exceeded, ngettext("%(count)s exceeded", "%(count)s exceeded", counts.exceeded)
        ),
        _count("met", counts.met, ngettext("%(count)s met", "%(count)s met", counts.met)),
        _count("missed", counts.missed, ngettext("%(count)s missed", "%(count)s missed", counts.missed)),
        _count(
            "no_data",
            counts.no_data,
            ngettext("%(count)s without data", "%(count)s without data", counts.no_data),
        ),
        _count(
            "under_way",
            counts.under_way,
            ngettext("%(count)s under way", "%(count)s under way", counts.under_way),
        ),
    )


def _count(state: str, number: int, text: str) -> Count:
    return Count(state, number, text % {"count": formats.number(number, 0, current())})
