"""To which unit a person belongs, and as what: a chain of half-open spells, of which no two share a day.

A deed makes a new chain of the old one or is refused, so whoever is counted on a day is counted once. A spell
says how it began and how it ended, and the end of one is the beginning of the next where the person stayed a
member. So of any unit and any days: members at the end = members at the start + those who came − those who
went (:func:`flow`), which docs/algorithms/membership.md shows on an example.

>>> rules = {"probationary": Kind(frozenset({"full"}), first=True, months=12), "full": Kind(first=True)}
>>> chain = admit((), 1, "probationary", date(2023, 3, 1), rules)
>>> chain = step(chain, "full", date(2024, 3, 1), rules)
>>> chain = end(chain, date(2024, 9, 1), Ended.LEFT)
>>> [(spell.kind, str(spell.ended)) for spell in chain]
[('probationary', 'step'), ('full', 'left')]
>>> flow(chain, 1, date(2024, 1, 1), date(2025, 1, 1))
Flow(start=1, came=Counter(), went=Counter({<Ended.LEFT: 'left'>: 1}), end=0)
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

from mandate.core.errors import CoreError
from mandate.core.span import Span


class Began(StrEnum):
    """How a spell began."""

    ADMITTED = "admitted"
    RECEIVED = "received"  # from another unit, where the spell before ended on the same day
    STEP = "step"  # as another kind of member of the same unit


class Ended(StrEnum):
    """How a spell ended. MOVED and STEP are followed by another spell; the others end the membership."""

    MOVED = "moved"
    STEP = "step"
    LEFT = "left"
    DIED = "died"
    EXCLUDED = "excluded"
    STRUCK_OFF = "struck_off"


LASTING = (Ended.LEFT, Ended.DIED, Ended.EXCLUDED, Ended.STRUCK_OFF)
_FOLLOWED = {Ended.MOVED: Began.RECEIVED, Ended.STEP: Began.STEP}


class MembershipError(CoreError):
    """A deed that the chain or the rules do not allow; ``params`` carry the days and kinds concerned."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "member_already": "This person is a member since {day}.",
        "member_later": "This person has been a member from {day} on.",
        "no_member": "This person is no member on {day}.",
        "ended": "This membership ended on {day}.",
        "died": "This person died on {day}.",
        "too_early": "The day must lie after {day}, when the membership as it is now began.",
        "before_birth": "That is before the person was born.",
        "not_first": "Nobody begins as {kind}.",
        "no_step": "No step leads from {kind} to {other}.",
        "same_unit": "The person belongs to this unit already.",
        "nothing": "There is nothing to take back.",
        "twice": "By both records this person was a member on {day}.",
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """The rules of a kind of member: to which kinds a step leads from it, whether one may begin as such, and
    after how many months at the latest it must have become another (None: never)."""

    steps: frozenset[str] = frozenset()
    first: bool = False
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """From ``starts`` until before ``ends`` (None: still) a member of a kind in a unit."""

    unit: int
    kind: str
    starts: date
    began: Began
    ends: date | None = None
    ended: Ended | None = None

    @property
    def span(self) -> Span[date]:
        """Its days."""
        return Span(self.starts, self.ends)


Chain = tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The members of a unit on the first of some days and after the last, and who came and went between."""

    start: int = 0
    came: Counter[Began] = field(default_factory=Counter)
    went: Counter[Ended] = field(default_factory=Counter)
    end: int = 0


def admit(
    chain: Chain, unit: int, kind: str, day: date, kinds: Mapping[str, Kind], born: date | None = None
) -> Chain:
    """The chain of somebody who becomes a member, or one again after having left. Raises MembershipError."""
    if chain:
        last = chain[-1]
        if last.ends is None:
            raise MembershipError("member_already", {"day": last.starts})
        if last.ended is Ended.DIED:
            raise MembershipError("died", {"day": last.ends})
        if day < last.ends:
            raise MembershipError("member_later", {"day": last.starts})
    if born is not None and day < born:
        raise MembershipError("before_birth")
    if not kinds[kind].first:
        raise MembershipError("not_first", {"kind": kind})
    return (*chain, Spell(unit, kind, day, Began.ADMITTED))


def step(chain: Chain, kind: str, day: date, kinds: Mapping[str, Kind]) -> Chain:
    """The chain of a member who becomes one of another kind from a day on. Raises MembershipError."""
    last = _open(chain, day)
    if kind not in kinds[last.kind].steps:
        raise MembershipError("no_step", {"kind": last.kind, "other": kind})
    return _go_on(chain, day, Ended.STEP, last.unit, kind)


def move(chain: Chain, unit: int, day: date) -> Chain:
    """The chain of a member whom another unit receives on a day; until then they are counted where they
    were. Raises MembershipError."""
    last = _open(chain, day)
    if unit == last.unit:
        raise MembershipError("same_unit")
    return _go_on(chain, day, Ended.MOVED, unit, last.kind)


def end(chain: Chain, day: date, how: Ended) -> Chain:
    """The chain of somebody who is no member any more from a day on. Raises MembershipError."""
    last = _open(chain, day)
    if how not in LASTING:
        raise ValueError(how)
    return (*chain[:-1], replace(last, ends=day, ended=how))


def undo(chain: Chain) -> Chain:
    """The chain as it was before the last deed. Raises MembershipError of an empty one."""
    if not chain:
        raise MembershipError("nothing")
    *before, last = chain
    if last.ends is not None:
        return (*before, replace(last, ends=None, ended=None))
    if not before or last.began is Began.ADMITTED:
        return tuple(before)
    return (*before[:-1], replace(before[-1], ends=None, ended=None))


def joined(one: Chain, other: Chain) -> Chain:
    """The chain of one person of whom there were two records. Raises MembershipError where by both they were
    members on one day, or went on after their death.

    >>> one = (Spell(1, "full", date(2019, 1, 1), Began.ADMITTED, date(2021, 1, 1), Ended.LEFT),)
    >>> other = (Spell(2, "full", date(2023, 1, 1), Began.ADMITTED),)
    >>> [spell.unit for spell in joined(other, one)]
    [1, 2]
    """
    chain = tuple(sorted((*one, *other), key=lambda spell: spell.starts))
    for before, after in pairwise(chain):
        if before.ends is None or after.starts < before.ends:
            raise MembershipError("twice", {"day": after.starts})
        if before.ended is Ended.DIED:
            raise MembershipError("died", {"day": before.ends})
    return chain


def due(chain: Chain, kind: Kind) -> date | None:
    """The day by which a member, who is one of ``kind`` now, must have become one of another; None where no
    rule says so. The time runs from the day on which they became one of it, in whichever unit that was.

    >>> chain = (Spell(1, "probationary", date(2024, 2, 29), Began.ADMITTED),)
    >>> due(chain, Kind(months=12)), due(move(chain, 2, date(2024, 9, 1)), Kind(months=12))
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    """
    if kind.months is None or not chain or chain[-1].ends is not None:
        return None
    since = next(spell.starts for spell in reversed(chain) if spell.began is not Began.RECEIVED)
    months = since.year * 12 + since.month - 1 + kind.months
    year, month = divmod(months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def on(chain: Iterable[Spell], day: date) -> Spell | None:
    """The spell that holds on a day; there is never more than one."""
    return next((spell for spell in chain if spell.span.holds(day)), None)


def flow(spells: Sequence[Spell], unit: int, first: date, until: date) -> Flow:
    """The members of a unit from one day until before another, from the chains of all people together.
    Steps within the unit are no coming and no going."""
    here = [spell for spell in spells if spell.unit == unit]
    began = (spell.began for spell in here if first <= spell.starts < until)
    ended = (spell.ended for spell in here if spell.ends is not None and first <= spell.ends < until)
    return Flow(
        start=_on_the_eve(here, first),
        came=Counter(how for how in began if how is not Began.STEP),
        went=Counter(how for how in ended if how is not None and how is not Ended.STEP),
        end=_on_the_eve(here, until),
    )


def _on_the_eve(spells: Iterable[Spell], day: date) -> int:
    """How many are members when a day begins: on the day before, as it ends."""
    return sum(spell.starts < day and (spell.ends is None or spell.ends >= day) for spell in spells)


def _open(chain: Chain, day: date) -> Spell:
    """The last spell, which lasts; something happens to it on a day after its first."""
    if not chain:
        raise MembershipError("no_member", {"day": day})
    last = chain[-1]
    if last.ends is not None:
        raise MembershipError("died" if last.ended is Ended.DIED else "ended", {"day": last.ends})
    if day <= last.starts:
        raise MembershipError("too_early", {"day": last.starts})
    return last


def _go_on(chain: Chain, day: date, how: Ended, unit: int, kind: str) -> Chain:
    *before, last = chain
    ended = replace(last, ends=day, ended=how)
    return (*before, ended, Spell(unit, kind, day, _FOLLOWED[how]))
