"""What is visible, and on which days; that the four questions agree is in test_agreement.py."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from tests.support.organisation import NOW, acting, console, person, tree

from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, CreateUnit, close_unit, create_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can, held_units, visible, who_can
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of


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
def test_a_role_held_everywhere_is_held_on_the_roots() -> None:
    units = tree((("C", "", "city", "Thành phố"), ("D", "", "city", "Đảo"), ("A", "C", "ward", "Phường A")))
    roots = {units["C"].pk, units["D"].pk}
    everywhere, ward = acting(Role.SECRETARY, None), acting(Role.SECRETARY, units["A"])
    assert held_units(everywhere, [Role.REPORTER, Role.SECRETARY]) == roots
    assert held_units(ward, [Role.SECRETARY]) == {units["A"].pk}
    assert held_units(everywhere, [Role.REPORTER]) == held_units(ward, []) == set()


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


@pytest.mark.django_db
def test_a_role_of_tomorrow_is_not_held_today() -> None:
    units = tree()
    user = User.objects.create_user("y@example.org", name="y")
    tomorrow = NOW.date() + timedelta(days=1)
    Grant.objects.create(user=user, role=Role.OBSERVER.value, unit=units["A"], starts=tomorrow)
    assert codes(actor_of(user, NOW)) == set()
    assert codes(actor_of(user, NOW + timedelta(days=1))) == {"A", "A1", "A2"}
