"""What the rows of a list say of one person, beside the chain of memberships that is known: a list goes on
with what there is, and changes nothing of it. docs/algorithms/memberlist.md shows it on an example.

>>> from mandate.core.membership import Kind
>>> rules = {"probationary": Kind(frozenset({"full"}), first=True), "full": Kind(first=True)}
>>> rows = [MemberLine(2, 1, "probationary", date(2020, 1, 1)), MemberLine(3, 1, "full", date(2021, 1, 1)),
...         MemberLine(4, 7, "full", date(2023, 5, 1))]
>>> [(one.unit, one.kind, str(one.began)) for one in continued((), rows, rules)]
[(1, 'probationary', 'admitted'), (1, 'full', 'step'), (7, 'full', 'received')]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mandate.core import membership
from mandate.core.membership import LASTING, Chain, Ended, Kind, MembershipError, Spell


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A row of the list: a member of a kind in a unit from ``starts`` until before ``ends`` (None: still, or
    until the next row of this person). ``ended`` is how, where no other row follows on that day."""

    row: int
    unit: int
    kind: str
    starts: date
    ends: date | None = None
    ended: Ended | None = None


class LineError(Exception):
    """What is wrong with a row: a code with parameters, the column in which it stands, and the row."""

    def __init__(self, row: int, column: str, code: str, params: Mapping[str, object] | None = None) -> None:
        self.row, self.column, self.code, self.params = row, column, code, dict(params or {})
        super().__init__(f"row {row}, {column}: {code}")


def continued(
    chain: Chain, lines: Sequence[MemberLine], kinds: Mapping[str, Kind], born: date | None = None
) -> Chain:
    """The chain with what the lines add to it; the same where they add nothing. Raises LineError: a line
    that says something else than is known, lies before what is known, or is against the rules."""
    lines = sorted(lines, key=lambda line: line.starts)
    for before, after in pairwise(lines):
        if before.starts == after.starts:
            raise LineError(after.row, "from", "member_twice", {"row": before.row})
        if before.ends and before.ends > after.starts:
            raise LineError(after.row, "from", "member_overlaps", {"row": before.row})
    known = {spell.starts: spell for spell in chain}
    for line, follower in zip(lines, [*lines[1:], None], strict=False):
        spell = known.get(line.starts)
        if spell is None:
            chain = _begun(chain, line, kinds, born)
        elif (spell.unit, spell.kind) != (line.unit, line.kind):
            raise LineError(line.row, "from", "member_differs", {"day": line.starts})
        chain = _ended(chain, line, follower)
    return chain


def _begun(chain: Chain, line: MemberLine, kinds: Mapping[str, Kind], born: date | None) -> Chain:
    """The chain with the beginning of a line that is not known yet."""
    last = chain[-1] if chain else None
    try:
        if last is None or last.ends is not None:
            return membership.admit(chain, line.unit, line.kind, line.starts, kinds, born)
        if line.unit != last.unit and line.kind != last.kind:
            raise LineError(line.row, "kind", "member_both")
        if line.unit != last.unit:
            return membership.move(chain, line.unit, line.starts)
        return membership.step(chain, line.kind, line.starts, kinds)
    except MembershipError as error:
        column = "kind" if error.code in ("not_first", "no_step") else "from"
        raise LineError(line.row, column, f"membership_{error.code}", error.params) from None


def _ended(chain: Chain, line: MemberLine, follower: MemberLine | None) -> Chain:
    """The chain with the end of a line, unless another line, or what is known, goes on on that day."""
    place = next(place for place, spell in enumerate(chain) if spell.starts == line.starts)
    spell = chain[place]
    if spell.ends is not None:
        _agree(spell, line, follower)
        return chain
    if line.ends is None:
        if line.ended is not None:
            raise LineError(line.row, "until", "member_no_day")
        return chain
    if line.ended in LASTING:
        try:
            return membership.end(chain, line.ends, line.ended)
        except MembershipError as error:
            raise LineError(line.row, "until", f"membership_{error.code}", error.params) from None
    if follower is None or follower.starts != line.ends:
        raise LineError(line.row, "ended", "member_how")
    return chain


def _agree(spell: Spell, line: MemberLine, follower: MemberLine | None) -> None:
    """The end that a line says is the one that is known; a line without one says nothing of it where the
    person stayed a member."""
    if line.ends is None and line.ended is None and spell.ended not in LASTING:
        return
    told = line.ended or (spell.ended if spell.ended not in LASTING else None)
    if (line.ends, told) != (spell.ends, spell.ended):
        raise LineError(line.row, "until", "member_ended_otherwise", {"day": spell.ends})
