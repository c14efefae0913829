"""A unit that closes leaves nobody behind: what is said of it, and all its members moved at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.apps.people.members import BEGUN, member
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.people.checks import check_members
from mandate.apps.people.models import DOCUMENT_LENGTH, Membership, Transfer
from mandate.apps.people.services.moving import MoveAll, move_all
from mandate.apps.people.services.transfers import Release, release
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

CLOSED = date(2023, 9, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Client:
    """The secretary of ward A."""
    return client_of(person(Role.SECRETARY, units["A"]))


def here(unit: Unit) -> list[str]:
    return sorted(Membership.objects.filter(unit=unit, ends=None).values_list("person__name", flat=True))


def test_a_closed_unit_says_who_is_left_until_all_are_moved(units: dict[str, Unit], keeper: Client) -> None:
    member(units["A1"]), member(units["A1"], "Bùi Thị Đào"), member(units["A2"], "Hà Văn Sơn")
    page = client_of(person(Role.ADMINISTRATOR, None, "admin@example.org")).get("/unit/A1/about/close/")
    assert "Members who belong to it stay on its list until they are moved" in page.content.decode()
    assert check_members() == []
    close_unit(console(), CloseUnit(units["A1"].pk, CLOSED))
    assert [one.text for one in check_members()] == [
        "unit A1 closes or is closed, and 2 members still belong to it"
    ]
    shown = keeper.get("/unit/A1/people/").content.decode()
    assert "This unit is closed on that day, and 2 members still belong to it." in shown
    assert "Admit a member" not in shown
    form = {"unit": "A2", "day": CLOSED.isoformat(), "document": "8-QĐ"}
    done = keeper.post("/unit/A1/people/move/", form)
    assert done["Location"] == "/unit/A2/people/"
    assert here(units["A1"]) == [] and here(units["A2"]) == ["Bùi Thị Đào", "Hà Văn Sơn", "Lê Văn Tám"]
    assert check_members() == []
    told = read([Entry.objects.latest("id")])[0].event.sentence()
    assert told == "Moved all 2 members of Phố 1 to Phố 2 on 1 September 2023"
    rows = Membership.objects.filter(unit=units["A2"], began="received").values_list("starts", "document")
    assert set(rows) == {(CLOSED, "8-QĐ")}


def test_all_are_moved_or_none(units: dict[str, Unit]) -> None:
    member(units["A1"]), member(units["A1"], "Bùi Thị Đào", CLOSED)
    later = date(2023, 9, 2)
    for day, unit, document, told in (
        (CLOSED, "A2", "", {"day": "Bùi Thị Đào: The day must lie after 1 September 2023"}),
        (later, "A1", "", {"unit": "The members belong to this unit already."}),
        (later, "A2", "8" * (DOCUMENT_LENGTH + 1), {"document": "This is too long."}),
    ):
        with pytest.raises(ValidationError) as caught:
            move_all(console(), MoveAll(units["A1"].pk, units[unit].pk, day, document))
        found = {field: words.partition(", the")[0] for field, (words,) in caught.value.message_dict.items()}
        assert found == told
    assert here(units["A1"]) == ["Bùi Thị Đào", "Lê Văn Tám"]
    close_unit(console(), CloseUnit(units["A2"].pk, CLOSED))
    with pytest.raises(ValidationError, match="not open"):
        move_all(console(), MoveAll(units["A1"].pk, units["A2"].pk, date(2023, 9, 2)))


def test_whoever_is_on_the_way_goes_along_and_is_still_to_be_received(units: dict[str, Unit]) -> None:
    away, back = member(units["A1"]), member(units["A1"], "Bùi Thị Đào")
    sent = release(console(), Release(away.pk, units["B1"].pk, date(2023, 8, 1)))
    within = release(console(), Release(back.pk, units["A2"].pk, date(2023, 8, 1)))
    assert move_all(console(), MoveAll(units["A1"].pk, units["A2"].pk, CLOSED)) == 2
    sent.refresh_from_db(), within.refresh_from_db()
    assert (sent.source, sent.outcome) == (units["A2"], "")
    assert (within.outcome, within.decided) == ("received", CLOSED)
    assert here(units["A2"]) == ["Bùi Thị Đào", "Lê Văn Tám"]
    assert Transfer.objects.filter(outcome="").count() == 1


def test_only_whoever_keeps_both_lists_moves_all(units: dict[str, Unit]) -> None:
    member(units["A1"])
    for unit in ("A1", "B1", "A"):
        with pytest.raises(Forbidden):
            move_all(acting(Role.SECRETARY, units[unit]), MoveAll(units["A1"].pk, units["B1"].pk, CLOSED))
    assert here(units["A1"]) == ["Lê Văn Tám"]
    assert move_all(acting(Role.SECRETARY, units["C"]), MoveAll(units["A1"].pk, units["B1"].pk, CLOSED)) == 1


def test_a_member_of_a_day_on_which_the_unit_was_not_open_is_told(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    Membership.objects.filter(person=user).update(starts=CLOSED)
    close_unit(console(), CloseUnit(units["A1"].pk, CLOSED))
    assert [one.text for one in check_members()] == [
        "unit A1 closes or is closed, and 1 members still belong to it",
        f"person {user.pk} came to unit A1 on 2023-09-01, when it was not open",
    ]
    assert BEGUN < CLOSED
