"""Every action × every role × every place, allowed and denied, for the actions in the table of each part."""

import re
from pathlib import Path

import pytest
from tests.support import permissions
from tests.support.organisation import NOW, acting, console, tree

from mandate.apps.units.models import Unit
from mandate.platform.access.actions import UndefinedActionError, define, table
from mandate.platform.access.actor import Actor, Grant, Role, guest
from mandate.platform.access.decide import Forbidden, can, can_anywhere, has_role_for, require, who_can

pytestmark = pytest.mark.django_db

# Where a word of the table lets a role act: by the unit on which it is held, the units that may be acted on.
# The tree is C › A, B › A1 A2, B1 B2 B3; "all" stands for the organisation itself, asked for without a unit.
ALLOWED = {
    "unit": {"A": "A A1", "C": "C A A1 B all", "everywhere": "C A A1 B all"},
    "below": {"A": "A1", "C": "C A A1 B all", "everywhere": "C A A1 B all"},
    "whole": {"A": "", "C": "C A A1 B all", "everywhere": "C A A1 B all"},
    "-": {"A": "", "C": "", "everywhere": ""},
}
PLACES = ("C", "A", "A1", "B", "all")  # above, own, below, beside, the organisation: as seen from A


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def holding(role: Role, held: str, units: dict[str, Unit]) -> Actor:
    unit = None if held == "everywhere" else units[held].pk
    return Actor(user_id=1, name="x", now=NOW, grants=(Grant(role, unit),))


def part(file: Path) -> str:
    return "/".join(file.parent.relative_to(permissions.TESTS).parts)


def test_the_tables_of_the_parts_are_whole() -> None:
    assert sorted(permissions.everything()) == [row.name for row in table()]
    assert all(set(words) == set(Role) for words in permissions.everything().values())


@pytest.mark.parametrize("held", ["A", "C", "everywhere"])
@pytest.mark.parametrize("file", permissions.files(), ids=part)
def test_every_action_of_every_role_at_every_place(units: dict[str, Unit], file: Path, held: str) -> None:
    wrong = []
    for name, words in permissions.rows(file).items():
        for role, word in words.items():
            actor = holding(Role(role), held, units)
            for place in PLACES:
                asked = has_role_for(actor, name, None if place == "all" else units[place].pk)
                if asked is not (place in ALLOWED[word][held].split()):
                    wrong.append((name, role, held, place, asked))
    assert wrong == []


def test_the_guide_holds_the_same_table() -> None:
    """`make permissions` writes it there."""
    assert permissions.in_guide() == permissions.everything()


def test_several_roles_add_up(units: dict[str, Unit]) -> None:
    grants = (Grant(Role.OBSERVER, units["C"].pk), Grant(Role.REPORTER, units["B"].pk))
    actor = Actor(user_id=1, name="x", now=NOW, grants=grants)
    assert can(actor, "units.view", units["A1"].pk)
    assert can(actor, "reports.write", units["B1"].pk)
    assert not can(actor, "reports.write", units["A1"].pk)


def test_a_guest_may_nothing_and_the_operator_everything(units: dict[str, Unit]) -> None:
    for row in table():
        assert not has_role_for(guest(NOW), row.name, units["A"].pk)
        assert not can_anywhere(guest(NOW), row.name)
        assert has_role_for(console(), row.name, units["A"].pk)


def test_an_unknown_unit_is_nobodys_but_those_of_everything(units: dict[str, Unit]) -> None:
    assert not can(holding(Role.SECRETARY, "C", units), "units.view", 10**12)
    assert can(holding(Role.SECRETARY, "everywhere", units), "units.view", 10**12)


def test_require_raises_with_the_name_of_the_action(units: dict[str, Unit]) -> None:
    actor = acting(Role.OBSERVER, units["C"])
    require(actor, "units.view", units["A"].pk)
    with pytest.raises(Forbidden, match=re.escape("units.manage")):
        require(actor, "units.manage", units["A"].pk)


@pytest.mark.parametrize("ask", [can, require, can_anywhere])
def test_an_undefined_action_is_an_error(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UndefinedActionError):
        ask(console(), "units.burn")


def test_an_undefined_action_is_an_error_for_people_too() -> None:
    with pytest.raises(UndefinedActionError):
        who_can("units.burn", None, NOW.date())


def test_an_action_is_defined_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        define("units.view", [Role.OBSERVER])
