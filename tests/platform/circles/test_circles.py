"""Of a confidential matter nobody learns anything who is not in its circle: by no question about a right, no
list, no count, no search, no page, no file and no live message."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.platform.access.test_agreement import (
    PEOPLE,
    SLOW,
    TODAY,
    Drawn,
    defined,
    organisations,
    registered,
)
from tests.support.organisation import NOW, client_of, console, person, tree

from mandate.apps.units.events import UnitMoved
from mandate.apps.units.models import Unit
from mandate.platform.access import decide
from mandate.platform.access.actions import Where
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden, can, has_role_for, require, visible, who_can
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.circles.conditions import InCircle
from mandate.platform.circles.events import BroughtIn
from mandate.platform.circles.members import circles_of
from mandate.platform.circles.models import Circle, Member
from mandate.platform.circles.services import HandOver, StillThereError, hand_over, name_people
from mandate.platform.journal.audience import Deed, Hears, audience_of
from mandate.platform.journal.events import changes_rights
from mandate.platform.journal.models import Entry
from mandate.platform.journal.record import record, record_many
from mandate.platform.live.missed import replayed

FEW = settings(SLOW, max_examples=8)  # each asks everybody about everything
#: Of each matter: its unit, a further unit that it touches, who did it, and its circle (None: none).
Matter = tuple[int, int, int, set[int] | None]
MATTERS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 7),
        st.integers(0, PEOPLE - 1),
        st.one_of(st.none(), st.sets(st.integers(0, PEOPLE - 1), min_size=1)),
    ),
    min_size=1,
    max_size=5,
)


@contextmanager
def served(action: str) -> Iterator[None]:
    """A journal's row as a matter with a page."""
    decide.serve(Entry, action, "unit_id")
    try:
        yield
    finally:
        del decide._served[Entry]


def circle_with(*people: User) -> Circle:
    circle = Circle.objects.create()
    Member.objects.bulk_create([Member(circle=circle, user=one) for one in people])
    return circle


def moved(actor: Actor, unit: Unit, circle: Circle | None, touched: int | None = None) -> Entry:
    """A deed on a unit that touches another one, in a circle."""
    event = UnitMoved(unit.code, "X", "Y", "2024-01-01", "")
    return record(actor, event, unit_id=unit.pk, touched=[touched], circle_id=circle.pk if circle else None)


class Matters(TestCase):
    """On any tree, with any roles, for any circles."""

    @FEW
    @given(organisations(), st.sampled_from(Where), st.sets(st.sampled_from(Role), min_size=1), MATTERS)
    def test_the_four_questions_agree_and_tell_nobody_else(
        self,
        drawn: Drawn,
        where: Where,
        roles: set[Role],
        matters: list[Matter],
    ) -> None:
        units, people, posts = drawn.make()
        rows = [self.row(units, people, *one) for one in matters if max(one[:2]) < len(units)]
        found = Entry.objects.filter(pk__in=[row.pk for row in rows])
        with registered(posts), defined(roles, where, InCircle("circle")) as name, served(name):
            for user in people:
                one = actor_of(user, NOW)
                allowed = {row.pk for row in rows if can(one, name, row.unit_id, row)}
                assert allowed == keys(visible(one, found))
                assert allowed == {row.pk for row in rows if user in who_can(name, row.unit_id, TODAY, row)}
                assert allowed == {row.pk for row in rows if required(one, name, row)}
                mine = {None, *circles_of(user.pk)}
                assert all(row.circle_id in mine for row in rows if row.pk in allowed)

    @FEW
    @given(organisations(), MATTERS)
    def test_the_journal_and_the_live_messages_tell_the_same_and_nobody_else(
        self, drawn: Drawn, matters: list[Matter]
    ) -> None:
        units, people, posts = drawn.make()
        rows = [self.row(units, people, *one) for one in matters if max(one[:2]) < len(units)]
        found = Entry.objects.filter(pk__in=[row.pk for row in rows])
        with registered(posts):
            for user in people:
                audience = audience_of(actor_of(user, NOW))
                told = {row.pk: audience.hears(deed_of(row)) for row in rows}
                assert {pk for pk, how in told.items() if how} == keys(audience.narrow(found))
                assert {pk for pk, how in told.items() if how == Hears.WHOLE} == set(
                    found.filter(audience.whole()).values_list("pk", flat=True)
                )
                mine = circles_of(user.pk)
                assert all(row.circle_id in {None, *mine} for row in rows if told[row.pk])
                again = {one.id for one in replayed(audience, Entry.objects.all())}
                assert again & set(told) == {pk for pk, how in told.items() if how}

    @FEW
    @given(
        organisations(),
        st.integers(0, 7),
        st.lists(st.sets(st.integers(0, PEOPLE - 1), min_size=1), min_size=1, max_size=3),
        st.sampled_from([NOW - timedelta(days=200), NOW, NOW + timedelta(days=500)]),
    )
    def test_at_each_moment_it_takes_the_circle_and_the_unit(
        self, drawn: Drawn, at: int, circles: list[set[int]], now: datetime
    ) -> None:
        """As people come and go: nobody sees by the one alone, and the journal tells no others."""
        units, people, posts = drawn.make()
        unit, circle = units[at % len(units)], circle_with(*people)
        row = moved(console(), unit, circle)
        with registered(posts), defined(Role, Where.UNIT, InCircle("circle")) as name, served(name):
            for named in circles:
                name_people(console(), circle, unit.pk, [people[number].pk for number in named])
                told = Entry.objects.filter(circle=circle)
                able = who_can(name, unit.pk, actor_of(people[0], now).today, row)
                for number, user in enumerate(people):
                    one = actor_of(user, now)
                    may = number in named and has_role_for(one, name, unit.pk)
                    assert can(one, name, unit.pk, row) == may == (user in able)
                    assert keys(visible(one, told)) == (keys(told) if may else set())
                    assert keys(audience_of(one).narrow(told)) == (keys(told) if may else set())

    def row(
        self, units: list[Unit], people: list[User], unit: int, further: int, by: int, circle: set[int] | None
    ) -> Entry:
        made = None if circle is None else circle_with(*(people[number] for number in sorted(circle)))
        return moved(actor_of(people[by], NOW), units[unit], made, units[further].pk)


def keys(found: QuerySet[Entry]) -> set[int]:
    return set(found.values_list("pk", flat=True))


def deed_of(row: Entry) -> Deed:
    touched = tuple(one.unit_id for one in row.touched.all())
    return Deed(row.code, row.unit_id, None, row.user_id, touched, row.circle_id)


def required(one: Actor, name: str, row: Entry) -> bool:
    try:
        require(one, name, row.unit_id, row)
    except Forbidden:
        return False
    return True


@pytest.mark.django_db
def test_the_page_its_search_its_filters_and_its_file_are_silent() -> None:
    units = tree()
    inside, outside = (
        person(Role.ADMINISTRATOR, units["C"], f"{name}@example.org") for name in ("in", "out")
    )
    moved(actor_of(inside, NOW), units["A1"], circle_with(inside))
    address = reverse("desk:journal")
    for asked in ("", "?q=A1", "?kind=units.", "?unit=A1", "?person=in", "?file=csv"):
        assert "A1" in client_of(inside).get(address + asked).content.decode(), asked
        told = client_of(outside).get(address + asked).content.decode()
        assert "Moved" not in told and "Chuyển" not in told, asked


@pytest.mark.django_db
def test_whoever_runs_the_site_sees_all() -> None:
    units = tree()
    row = moved(console(), units["A1"], circle_with(person(Role.OBSERVER, units["C"])))
    assert audience_of(console()).hears(deed_of(row)) == Hears.WHOLE


@pytest.mark.django_db
def test_people_are_named_brought_in_and_let_go() -> None:
    units = tree()
    one, two = (person(Role.SECRETARY, units["A"], f"{name}@example.org") for name in ("one", "two"))
    circle = name_people(console(), None, units["A"].pk, [one.pk])
    assert name_people(console(), circle, units["A"].pk, [one.pk, two.pk]) == circle
    name_people(console(), circle, units["A"].pk, [two.pk])
    told = Entry.objects.filter(circle=circle).order_by("pk").values_list("code", "subject_id")
    assert list(told) == [
        ("circles.brought_in", one.pk),
        ("circles.brought_in", two.pk),
        ("circles.let_go", one.pk),
    ]
    assert circles_of(one.pk) == frozenset() and circles_of(two.pk) == {circle.pk}
    assert circles_of(None) == frozenset()
    # An open page of the person is cut off, and comes back with what may be seen then.
    assert changes_rights("circles.brought_in") and changes_rights("circles.let_go")
    assert not audience_of(actor_of(one, NOW)).narrow(Entry.objects.filter(circle=circle)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "somebody who may not sign in", "somebody who is not there"])
def test_a_circle_has_somebody_who_may_sign_in(who: str) -> None:
    units = tree()
    one = person(Role.SECRETARY, units["A"])
    User.objects.filter(pk=one.pk).update(is_active=False)
    people = {"nobody": [], "somebody who may not sign in": [one.pk], "somebody who is not there": [10**9]}[
        who
    ]
    with pytest.raises(ValidationError) as refused:
        name_people(console(), None, units["A"].pk, people)
    assert set(refused.value.error_dict) == {"people"}
    assert not Circle.objects.exists() and not Entry.objects.filter(code=BroughtIn.code).exists()


@pytest.mark.django_db
def test_whoever_may_no_longer_sign_in_keeps_nobody_from_being_named() -> None:
    units = tree()
    one, two = (person(Role.SECRETARY, units["A"], f"{name}@example.org") for name in ("one", "two"))
    circle = name_people(console(), None, units["A"].pk, [one.pk])
    User.objects.filter(pk=one.pk).update(is_active=False)
    name_people(console(), circle, units["A"].pk, [one.pk, two.pk])
    assert set(circle.people.all()) == {one, two}


@pytest.mark.django_db
def test_the_last_of_a_circle_who_may_sign_in_is_not_let_go() -> None:
    units = tree()
    gone, last, new = (person(Role.SECRETARY, units["A"], f"{name}@example.org") for name in "abc")
    circle = name_people(console(), None, units["A"].pk, [gone.pk, last.pk])
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        name_people(console(), circle, units["A"].pk, [gone.pk])
    assert set(circle.people.all()) == {gone, last}
    with pytest.raises(StillThereError):
        hand_over(console(), HandOver(circle.pk, new.pk))


@pytest.mark.django_db
def test_who_must_go_goes_and_the_circle_is_handed_over_by_whoever_runs_the_site() -> None:
    units = tree()
    administrator = person(Role.ADMINISTRATOR, None)
    last, new = (person(Role.SECRETARY, units["A"], f"{name}@example.org") for name in "ab")
    circle = name_people(console(), None, units["A"].pk, [last.pk])
    change_user(actor_of(administrator, NOW), ChangeUser(last.pk, "", is_active=False))
    with pytest.raises(Forbidden):
        hand_over(actor_of(administrator, NOW), HandOver(circle.pk, administrator.pk))
    hand_over(console(), HandOver(circle.pk, new.pk))
    assert set(circle.people.all()) == {last, new}
    told = Entry.objects.filter(circle=circle).latest("pk")
    assert (told.code, told.subject_id, told.unit_id) == ("circles.brought_in", new.pk, units["A"].pk)


@pytest.mark.django_db
def test_deeds_that_are_recorded_together_stay_in_their_circle_too() -> None:
    units = tree()
    inside, outside = (
        person(Role.ADMINISTRATOR, units["C"], f"{name}@example.org") for name in ("in", "out")
    )
    event = UnitMoved("A1", "X", "Y", "2024-01-01", "")
    record_many(console(), [(event, units["A1"].pk, None)], circle_id=circle_with(inside).pk)
    found = Entry.objects.filter(code=event.code)
    assert audience_of(actor_of(inside, NOW)).narrow(found).count() == 1
    assert audience_of(actor_of(outside, NOW)).narrow(found).count() == 0
