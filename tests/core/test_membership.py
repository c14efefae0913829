"""Chains of memberships, held against looking at every day, whatever the order of deeds."""

import itertools
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core import membership
from mandate.core.membership import (
    Chain,
    Ended,
    Kind,
    MembershipError,
    admit,
    due,
    end,
    flow,
    joined,
    move,
    on,
    step,
)

KINDS = {
    "probationary": Kind(frozenset({"full"}), first=True, months=12),
    "full": Kind(frozenset({"honorary"}), first=True),
    "honorary": Kind(),
}
FIRST = date(2023, 12, 28)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]  # over the turn of a year
UNITS = (1, 2, 3)

deeds = st.tuples(
    st.sampled_from(["admit", "step", "move", "end", "undo"]),
    st.sampled_from(DAYS),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(membership.LASTING),
)


def done(chain: Chain, deed: tuple[str, date, int, str, Ended]) -> Chain:
    """The chain after a deed; the same where it is refused."""
    what, day, unit, kind, how = deed
    try:
        match what:
            case "admit":
                return admit(chain, unit, kind, day, KINDS)
            case "step":
                return step(chain, kind, day, KINDS)
            case "move":
                return move(chain, unit, day)
            case "end":
                return end(chain, day, how)
            case _:
                return membership.undo(chain)
    except MembershipError:
        return chain


def after(deeds: Iterable[tuple[str, date, int, str, Ended]], chain: Chain = ()) -> Chain:
    """The chain after deeds one after the other."""
    for deed in deeds:
        chain = done(chain, deed)
    return chain


@given(st.lists(deeds, max_size=25))
def test_a_person_belongs_to_one_unit_a_day_and_the_spells_follow_one_another(deeds) -> None:
    is_lawful(after(deeds))


@given(st.lists(deeds, max_size=8), st.lists(deeds, max_size=8), st.lists(deeds, max_size=8))
def test_two_records_of_one_person_become_a_lawful_chain_or_are_refused(one, other, later) -> None:
    """Whatever was done to each before and to both later; nothing is lost, and either may be first."""
    first, second = after(one), after(other)
    shared = any(on(first, day) and on(second, day) for day in DAYS)
    try:
        chain = joined(first, second)
    except MembershipError as error:
        assert shared or error.code == "died"
        return
    assert not shared and chain == joined(second, first)
    assert sorted(chain, key=str) == sorted((*first, *second), key=str)
    is_lawful(after(later, chain))


def is_lawful(chain: Chain) -> None:
    """One unit a day, and each spell is followed by what its end says."""
    for day in DAYS:
        holding = [spell for spell in chain if spell.span.holds(day)]
        assert len(holding) <= 1
        assert on(chain, day) == (holding[0] if holding else None)
    for before, after in itertools.pairwise(chain):
        assert before.ends is not None
        followed = membership._FOLLOWED.get(before.ended)
        if followed:
            assert (after.starts, after.began) == (before.ends, followed)
        else:
            assert after.starts >= before.ends and after.began is membership.Began.ADMITTED
        assert before.ended is not Ended.DIED
        assert (before.unit == after.unit) == (followed is membership.Began.STEP) or not followed
    if chain and chain[-1].ended is not None:
        assert chain[-1].ended in membership.LASTING
    assert not any(spell.span.is_empty for spell in chain)


@given(
    st.lists(st.tuples(st.integers(0, 3), deeds), max_size=40), st.sampled_from(DAYS), st.sampled_from(DAYS)
)
def test_who_is_there_is_who_was_there_and_came_without_who_went(deeds, one: date, other: date) -> None:
    chains: dict[int, Chain] = {}
    for person, deed in deeds:
        chains[person] = done(chains.get(person, ()), deed)
    spells = [spell for chain in chains.values() for spell in chain]
    first, until = min(one, other), max(one, other)
    for unit in UNITS:
        found = flow(spells, unit, first, until)
        assert found.end == found.start + found.came.total() - found.went.total()
        eve = until - timedelta(days=1)
        assert found.end == sum(spell.unit == unit and spell.span.holds(eve) for spell in spells)


@given(st.lists(deeds, max_size=15), deeds)
def test_the_last_deed_can_be_taken_back(deeds, last) -> None:
    chain: Chain = ()
    for deed in deeds:
        chain = done(chain, deed)
    after = done(chain, (last[0], *last[1:])) if last[0] != "undo" else chain
    if after != chain:
        assert membership.undo(after) == chain


def test_each_deed_taken_back_leaves_what_was_before() -> None:
    day = FIRST + timedelta(days=400)
    begun = admit((), 1, "probationary", FIRST, KINDS)
    gone = end(begun, day, Ended.LEFT)
    again = admit(gone, 2, "probationary", day, KINDS)
    for before, after in (
        ((), begun),
        (begun, move(begun, 2, day)),
        (begun, step(begun, "full", day, KINDS)),
        (begun, gone),
        (gone, again),
        (again, move(again, 3, day + timedelta(days=1))),
    ):
        assert membership.undo(after) == before != after


def test_the_worked_table_is_what_the_code_does(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for written, unit, *expected in worked_table("membership", "deeds"):
        found = flow(written_chain(written), "AB".index(unit), date(2024, 1, 1), date(2025, 1, 1))
        told = (
            str(found.start),
            *(", ".join(map(str, one)) for one in (found.came, found.went)),
            str(found.end),
        )
        assert [one if one not in ("", "0") else "–" for one in told] == expected, written


def written_chain(written: str) -> Chain:
    """The chain of deeds as the tables write them."""
    chain: Chain = ()
    for deed in written.split(", "):
        what, *where, day = deed.split()
        number = "AB".index(where[0]) if where else 0
        on_day = date.fromisoformat(day)
        if what == "admit":
            chain = admit(chain, number, "probationary", on_day, KINDS)
        elif what == "move":
            chain = move(chain, number, on_day)
        elif what == "full":
            chain = step(chain, "full", on_day, KINDS)
        else:
            chain = end(chain, on_day, Ended(what))
    return chain


def test_the_table_of_two_records_is_what_the_code_does(
    worked_table: Callable[[str, str], list[list[str]]],
) -> None:
    for one, other, expected in worked_table("membership", "one record"):
        try:
            chain = joined(written_chain(one), written_chain(other))
        except MembershipError as error:
            assert f"{error.code} on {error.params['day']}" == expected
            continue
        told = [f"{'AB'[spell.unit]} {spell.starts}{'' if spell.ends else ' still'}" for spell in chain]
        assert ", ".join(told) == expected


@pytest.mark.parametrize(
    ("code", "deed"),
    [
        ("member_already", lambda chain: admit(chain, 1, "full", DAYS[9], KINDS)),
        ("not_first", lambda _chain: admit((), 1, "honorary", DAYS[0], KINDS)),
        ("before_birth", lambda _chain: admit((), 1, "full", DAYS[0], KINDS, born=DAYS[1])),
        ("no_step", lambda chain: step(chain, "honorary", DAYS[5], KINDS)),
        ("no_member", lambda _chain: step((), "full", DAYS[5], KINDS)),
        ("same_unit", lambda chain: move(chain, 1, DAYS[5])),
        ("too_early", lambda chain: move(chain, 2, DAYS[2])),
        ("ended", lambda chain: move(end(chain, DAYS[5], Ended.LEFT), 2, DAYS[6])),
        ("died", lambda chain: step(end(chain, DAYS[5], Ended.DIED), "full", DAYS[6], KINDS)),
        ("died", lambda chain: admit(end(chain, DAYS[5], Ended.DIED), 1, "full", DAYS[6], KINDS)),
        ("member_later", lambda chain: admit(end(chain, DAYS[5], Ended.LEFT), 1, "full", DAYS[4], KINDS)),
        ("nothing", lambda _chain: membership.undo(())),
    ],
)
def test_a_deed_that_cannot_be_says_why(code: str, deed: Callable[[Chain], Chain]) -> None:
    chain = admit((), 1, "probationary", DAYS[2], KINDS)
    with pytest.raises(MembershipError) as refused:
        deed(chain)
    assert refused.value.code == code


def test_a_membership_begins_on_the_day_of_birth_and_again_on_the_day_it_ended() -> None:
    born = admit((), 1, "full", DAYS[0], KINDS, born=DAYS[0])
    again = admit(end(born, DAYS[5], Ended.LEFT), 2, "full", DAYS[5], KINDS)
    assert on(again, DAYS[5]) == again[-1]
    assert membership.undo(again) == end(born, DAYS[5], Ended.LEFT)


def test_time_is_over_at_the_end_of_a_shorter_month_and_of_the_calendar() -> None:
    kind = KINDS["probationary"]
    chain = admit((), 1, "probationary", date(2023, 1, 31), KINDS)
    assert due(chain, Kind(months=1)) == date(2023, 2, 28)
    assert due(chain, Kind(months=11)) == date(2023, 12, 31)
    assert due(chain, Kind()) is None
    assert due(end(chain, date(2023, 2, 1), Ended.LEFT), kind) is None
    assert due(admit((), 1, "probationary", date(9999, 5, 1), KINDS), kind) is None
    assert due(admit((), 1, "probationary", date(9998, 12, 31), KINDS), Kind(months=12)) == date(9999, 12, 31)
    assert due(admit((), 1, "probationary", date(9999, 1, 1), KINDS), Kind(months=12)) is None
    assert due((), kind) is None
