"""What memberships count, held against core's flow, whatever was done to whom in which order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import console, tree

from mandate.apps.people.models import Membership, Transfer
from mandate.apps.people.queries.rules import spell_of
from mandate.apps.people.services import members, transfers
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.membership import LASTING, Began, Ended, flow
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.models import User
from mandate.platform.parts import counts

pytestmark = pytest.mark.django_db

FIRST, UNTIL = date(2023, 1, 1), date(2024, 1, 1)
DAYS = [date(2022, 12, 29) + timedelta(days=number) for number in range(8)]


def counted(name: str, units: dict[str, Unit], codes: str, first: date = FIRST, until: date = UNTIL) -> str:
    found = counts()[f"people.{name}"].values([units[code].pk for code in codes.split()], first, until)
    return " ".join(str(found.get(units[code].pk, "–")) for code in codes.split())


@pytest.mark.parametrize(
    ("day", "there", "new"),
    [(date(2022, 12, 31), 1, 0), (FIRST, 1, 1), (date(2023, 12, 31), 1, 1), (UNTIL, 0, 0)],
)
def test_a_member_counts_from_the_day_of_admission(day: date, there: int, new: int) -> None:
    units = tree()
    member(units["A1"], day=day)
    assert counted("members", units, "A1 A C") == f"{there} 0 0"
    assert counted("probationary", units, "A1") == str(there)
    assert counted("admitted", units, "A1 A") == f"{new} 0"


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [(FIRST, 0, 1), (date(2023, 12, 31), 0, 1), (UNTIL, 1, 0), (date(2022, 12, 31), 0, 0)],
)
def test_a_member_counts_until_the_day_before_the_end(day: date, there: int, gone: int) -> None:
    units = tree()
    person = member(units["A1"], day=date(2022, 1, 1), kind="full")
    members.end_membership(console(), members.EndMembership(person.pk, Ended.EXCLUDED, day))
    assert counted("members", units, "A1") == str(there)
    assert counted("left", units, "A1") == str(gone)
    assert counted("probationary", units, "A1") == "0"


def test_who_moves_goes_here_and_comes_there_on_one_day() -> None:
    units = tree()
    person = member(units["A1"])
    sent = transfers.release(console(), transfers.Release(person.pk, units["B1"].pk, date(2023, 6, 1)))
    assert counted("members", units, "A1 B1") == "1 0"
    transfers.receive(console(), transfers.Receive(sent.pk, date(2023, 7, 1)))
    assert counted("members", units, "A1 B1") == "0 1"
    assert counted("moved", units, "A1 B1") + counted("received", units, "A1 B1") == "1 00 1"
    assert counted("admitted", units, "A1 B1") == "1 0"


def test_a_unit_that_is_closed_in_the_whole_period_has_no_figure() -> None:
    units = tree()
    close_unit(console(), CloseUnit(units["B3"].pk, FIRST))
    assert counted("members", units, "B3 B2") == "– 0"


def test_any_number_of_units_is_counted_by_as_many_queries() -> None:
    units = tree()
    counted("members", units, "A1")  # reads the tree
    for name in ("members", "admitted", "left"):
        asked = []
        for codes in ("A1", "A1 A2 B1 B2 B3 A B C"):
            with asked_anew() as captured:
                counted(name, units, codes)
            asked.append(len(captured))
        assert asked[0] == asked[1] <= 3  # with the list of sources, each of which is a count


def test_whoever_is_erased_stays_in_the_counts_and_a_member_is_not_erased() -> None:
    units = tree()
    person = member(units["A1"], number="TH 5")
    with pytest.raises(ValidationError, match="still a member"):
        erase_person(console(), ErasePerson(person.pk))
    members.end_membership(console(), members.EndMembership(person.pk, Ended.LEFT, date(2023, 9, 1)))
    erase_person(console(), ErasePerson(person.pk))
    gone = User.objects.get(pk=person.pk)
    assert gone.name == "" and not hasattr(gone, "particulars")
    assert counted("admitted", units, "A1") + counted("left", units, "A1") == "11"
    with pytest.raises(ValidationError, match="erased"):
        members.admit(console(), members.Admit(person.pk, units["A1"].pk, "full", date(2023, 10, 1)))


deeds = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["admit", "kind", "release", "receive", "withdraw", "end", "undo"]),
    st.sampled_from(["A1", "A2", "B1"]),
    st.sampled_from(DAYS),
    st.sampled_from(LASTING),
)


def _do(person: User, what: str, unit: Unit, day: date, how: Ended) -> None:
    on_the_way = Transfer.objects.filter(person=person, outcome="").first()
    last = Membership.objects.filter(person=person).order_by("starts").last()
    if what == "admit":
        members.admit(console(), members.Admit(person.pk, unit.pk, "probationary", day))
    elif what == "kind":
        members.change_member_kind(console(), members.ChangeMemberKind(person.pk, "full", day))
    elif what == "release":
        transfers.release(console(), transfers.Release(person.pk, unit.pk, day))
    elif what == "end":
        members.end_membership(console(), members.EndMembership(person.pk, how, day))
    elif what == "undo" and last is not None:
        members.undo_membership(console(), members.UndoMembership(person.pk, last.pk, last.ends is not None))
    elif what == "receive" and on_the_way is not None:
        transfers.receive(console(), transfers.Receive(on_the_way.pk, day))
    elif what == "withdraw" and on_the_way is not None:
        transfers.withdraw(console(), transfers.Withdraw(on_the_way.pk))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, min_size=4, max_size=14))
def test_members_at_the_end_are_those_at_the_start_with_who_came_and_without_who_went(
    deeds_done: list,
) -> None:  # type: ignore[type-arg]
    Transfer.objects.all().delete()
    Membership.objects.all().delete()
    units = {unit.code: unit for unit in Unit.objects.all()} or tree()
    people = [User.objects.enter(f"Person {number}", "en") for number in range(3)]
    for who, what, code, day, how in deeds_done:
        try:
            _do(people[who], what, units[code], day, how)
        except ValidationError:
            continue
    spells = [spell_of(row) for row in Membership.objects.select_related("kind")]
    for day in DAYS:
        lasting = [
            row.person_id
            for row in Membership.objects.all()
            if row.starts <= day and not (row.ends and row.ends <= day)
        ]
        assert len(lasting) == len(set(lasting))
    first, until = DAYS[2], DAYS[6]
    for code in ("A1", "A2", "B1"):
        found = flow(spells, units[code].pk, first, until)
        told = [
            int(counted(name, units, code, first, until))
            for name in ("members", "admitted", "received", "moved", "left")
        ]
        went = sum(found.went[how] for how in LASTING)
        assert told == [
            found.end,
            found.came[Began.ADMITTED],
            found.came[Began.RECEIVED],
            found.went[Ended.MOVED],
            went,
        ]
        assert found.end == found.start + found.came.total() - found.went.total()
