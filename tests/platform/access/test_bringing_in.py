"""A role for somebody whose address is known already: nobody learns a name from an address."""

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import acting, console, person, tree

from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.services import AddUser, bring_in

pytestmark = pytest.mark.django_db

LAN = "lan@example.org"


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def lan(units: dict[str, Unit]) -> User:
    """Somebody of ward B."""
    user = person(Role.REPORTER, units["B"], LAN)
    User.objects.filter(pk=user.pk).update(name="Trần Thị Lan")
    return user


def granted(actor: Actor, name: str, unit: Unit) -> bool:
    """Whether the actor gives the person a role on a unit under a name; who is known stays one record."""
    try:
        user, new = bring_in(actor, AddUser(LAN.upper(), name, Role.OBSERVER, unit.pk))
    except ValidationError as error:
        assert list(error.message_dict) == ["name"] and "Lan" not in str(error)
        return False
    assert user.email == LAN and not new
    return Grant.objects.filter(user=user, unit=unit, role="observer").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [("Trần Thị Lan", True), ("lan tran THI", True), ("Trần Thị", False), ("Lê Văn Hai", False)],
)
def test_who_does_not_see_the_person_writes_the_name_as_it_is(
    units: dict[str, Unit], lan: User, name: str, told: bool
) -> None:
    assert granted(acting(Role.ADMINISTRATOR, units["A"]), name, units["A"]) is told


def test_who_sees_the_person_and_the_operator_need_no_name(units: dict[str, Unit], lan: User) -> None:
    assert granted(acting(Role.ADMINISTRATOR, units["C"]), "Lê Văn Hai", units["A"])
    assert granted(console(), "Lê Văn Hai", units["C"])


def test_a_new_address_is_a_new_person(units: dict[str, Unit]) -> None:
    user, new = bring_in(console(), AddUser("new@example.org", "Hai", Role.OBSERVER, units["A"].pk))
    assert new and user.name == "Hai" and user.grants.get().unit == units["A"]
