"""The four questions agree with one another, on any tree and on any day."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.support.organisation import NOW, acting, console, person, tree

from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, CreateUnit, close_unit, create_unit
from mandate.platform.access.actions import table
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can, covered_units, visible, who_can
from mandate.platform.access.edge import actor_of
from mandate.platform.access.models import Grant, User


def codes(actor: Actor) -> set[str]:
    return set(visible(actor, Unit.objects.all()).values_list("code", flat=True))


@pytest.mark.django_db
def test_visible_is_the_subtree_and_nothing_else() -> None:
    units = tree()
    assert codes(acting(Role.OBSERVER, units["A"])) == {"A", "A1", "A2"}
    assert codes(acting(Role.OBSERVER, units["B3"])) == {"B3"}
    assert codes(acting(Role.OBSERVER, None)) == set(units)
    assert codes(console()) == set(units)
    assert codes(Actor(user_id=1, name="", now=NOW)) == set()


@pytest.mark.django_db
def test_a_unit_that_is_not_open_is_visible_to_whom_it_was_or_will_be_under() -> None:
    units = tree()
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 7, 1)))
    command = CreateUnit("B9", "street", {"vi": "Phố 9"}, units["B"].pk, date(2025, 1, 1))
    units["B9"] = create_unit(console(), command)
    assert codes(acting(Role.OBSERVER, units["A"])) == {"A", "A1", "A2"}
    assert codes(acting(Role.OBSERVER, units["B"])) == {"B", "B1", "B2", "B3", "B9"}
    for held in units.values():
        actor = actor_of(person(Role.REPORTER, held), NOW)
        assert codes(actor) == {code for code, unit in units.items() if can(actor, "units.view", unit.pk)}


@pytest.mark.django_db
def test_a_model_that_is_not_registered_cannot_be_served() -> None:
    with pytest.raises(LookupError, match="Session"):
        visible(console(), Session.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2024, 2, 29), False),
        (date(2024, 3, 1), True),  # the first day counts
        (date(2024, 3, 30), True),
        (date(2024, 3, 31), False),  # the end is exclusive
    ],
)
def test_the_days_of_a_role_are_half_open(day: date, held: bool) -> None:
    units = tree()
    user = User.objects.create_user("x@example.org", name="x")
    Grant.objects.create(
        user=user,
        role=Role.REPORTER.value,
        unit=units["A"],
        starts=date(2024, 3, 1),
        ends=date(2024, 3, 31),
    )
    actor = actor_of(user, datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo))
    assert can(actor, "reports.write", units["A1"].pk) is held
    assert (user in who_can("reports.write", units["A1"].pk, day)) is held


@pytest.mark.django_db
def test_who_may_not_sign_in_can_nothing() -> None:
    units = tree()
    user = person(Role.REVIEWER, units["C"])
    assert who_can("reports.decide", units["A"].pk, NOW.date()) == [user]
    User.objects.update(is_active=False)
    assert who_can("reports.decide", units["A"].pk, NOW.date()) == []


Drawn = tuple[list[int], list[tuple[int, Role, int]]]


@st.composite
def organisations(draw: st.DrawFn) -> Drawn:
    """Parents by number (-1: a root), and grants of (person, role, unit; -1 everywhere)."""
    size = draw(st.integers(1, 9))
    parents = [-1, *(draw(st.integers(-1, number - 1)) for number in range(1, size))]
    grant = st.tuples(st.integers(0, 2), st.sampled_from(Role), st.integers(-1, size - 1))
    return parents, draw(st.lists(grant, max_size=6, unique=True))


class Agreement(TestCase):
    """On random trees."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(organisations())
    def test_who_can_visible_and_can_agree(
        self, drawn: tuple[list[int], list[tuple[int, Role, int]]]
    ) -> None:
        parents, grants = drawn
        made = tree([(f"U{n}", f"U{p}" if p >= 0 else "", "unit", f"U{n}") for n, p in enumerate(parents)])
        units = [made[f"U{number}"] for number in range(len(parents))]
        people = [User.objects.create_user(f"p{n}@example.org", name=f"p{n}") for n in range(3)]
        for number, role, unit in grants:
            Grant.objects.create(
                user=people[number], role=role.value, unit=units[unit] if unit >= 0 else None
            )
        actors = [actor_of(user, NOW) for user in people]
        # Nothing else of a row is asked: one of each kind stands for all.
        for row in {(row.roles, row.where): row for row in table()}.values():
            for place in [*(unit.pk for unit in units), None]:
                named = set(who_can(row.name, place, NOW.date()))
                assert named == {
                    user for user, actor in zip(people, actors, strict=True) if can(actor, row.name, place)
                }
        for actor in actors:
            seen = set(visible(actor, Unit.objects.all()).values_list("pk", flat=True))
            assert seen == {unit.pk for unit in units if can(actor, "units.view", unit.pk)}
            covered = covered_units(actor, "units.view")
            assert covered is None or set(covered.tolist()) == seen


@pytest.mark.django_db
def test_a_role_of_tomorrow_is_not_held_today() -> None:
    units = tree()
    user = User.objects.create_user("y@example.org", name="y")
    tomorrow = NOW.date() + timedelta(days=1)
    Grant.objects.create(user=user, role=Role.OBSERVER.value, unit=units["A"], starts=tomorrow)
    assert codes(actor_of(user, NOW)) == set()
    assert codes(actor_of(user, NOW + timedelta(days=1))) == {"A", "A1", "A2"}
