"""Lists of members, beside what is known."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.memberlist import LineError, MemberLine, continued
from mandate.core.membership import LASTING, Chain, Ended, Kind, Spell

KINDS = {"P": Kind(frozenset({"F"}), first=True, months=12), "F": Kind(first=True)}
FIRST = date(2023, 12, 28)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]

lines = st.builds(
    MemberLine,
    row=st.integers(2, 99),
    unit=st.sampled_from((1, 2)),
    kind=st.sampled_from(sorted(KINDS)),
    starts=st.sampled_from(DAYS),
    ends=st.none() | st.sampled_from(DAYS),
    ended=st.none() | st.sampled_from(list(Ended)),
).filter(lambda line: line.ends is None or line.ends > line.starts)


def parsed(text: str) -> list[MemberLine]:
    """Rows as they stand in the worked table."""
    found = []
    for number, one in enumerate(filter(lambda one: one != "–", text.split("; ")), start=2):
        unit, kind, starts, *rest = one.split()
        ends, ended = [*rest, "-", "-"][:2]
        line = MemberLine(
            number,
            ord(unit),
            kind,
            date.fromisoformat(starts),
            None if ends == "-" else date.fromisoformat(ends),
            None if ended == "-" else Ended(ended),
        )
        found.append(line)
    return found


def told(spell: Spell) -> str:
    end = f" {spell.ended} {spell.ends}" if spell.ends else ""
    return f"{chr(spell.unit)} {spell.kind} {spell.began} {spell.starts}{end}"


def test_the_worked_table_is_what_the_code_does(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for known, rows, answer in worked_table("memberlist", "known"):
        chain = continued((), parsed(known), KINDS)
        try:
            found = "; ".join(map(told, continued(chain, parsed(rows), KINDS)))
        except LineError as error:
            found = f"{error.column}: {error.code}"
        assert found == answer, (known, rows)


def tried(chain: Chain, some: list[MemberLine]) -> Chain | None:
    try:
        return continued(chain, some, KINDS)
    except LineError:
        return None


@given(st.lists(lines, max_size=4), st.lists(lines, max_size=3))
def test_what_is_known_stays_and_the_same_list_adds_nothing(
    some: list[MemberLine], more: list[MemberLine]
) -> None:
    chain = tried((), some)
    if chain is None:
        return
    assert tried(chain, some) == chain
    after = tried(chain, more)
    if after is not None:
        assert len(after) >= len(chain)
        for old, new in zip(chain, after, strict=False):
            assert (old.unit, old.kind, old.starts, old.began) == (new.unit, new.kind, new.starts, new.began)
            assert old.ends in (None, new.ends)


@given(st.lists(lines, max_size=5))
def test_no_day_has_two_memberships_and_a_list_of_the_chain_reads_back(some: list[MemberLine]) -> None:
    chain = tried((), some)
    if chain is None:
        return
    for day in [*DAYS, DAYS[-1] + timedelta(days=1)]:
        assert sum(spell.span.holds(day) for spell in chain) <= 1
    out = [
        MemberLine(2 + at, one.unit, one.kind, one.starts, one.ends, one.ended)
        for at, one in enumerate(chain)
    ]
    assert tried((), out) == chain == tried(chain, out)


@pytest.mark.parametrize("how", LASTING)
def test_a_membership_ends_in_each_lasting_way(how: Ended) -> None:
    chain = continued((), [MemberLine(2, 1, "F", DAYS[0], DAYS[1], how)], KINDS)
    assert (chain[-1].ends, chain[-1].ended) == (DAYS[1], how)
