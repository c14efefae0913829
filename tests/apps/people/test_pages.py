"""The pages of members: what they show to whom, and what they ask for."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, console, person, tree

from mandate.apps.people.models import Membership, Transfer
from mandate.apps.people.queries.members import members_page
from mandate.apps.people.services.members import Admit, EndMembership, admit, end_membership
from mandate.apps.people.services.transfers import Decline, Receive, Release, decline, receive, release
from mandate.apps.units.models import Unit
from mandate.apps.units.services import MoveUnit, move_unit
from mandate.core.membership import Ended
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

FORM = {"name": "Đỗ Thị Sáu", "number": "A 1", "kind": "full", "day": "2023-05-01", "document": "3-QĐ"}


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Client:
    """The secretary of ward A."""
    return client_of(person(Role.SECRETARY, units["A"]))


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_a_member_is_admitted_by_the_form_and_taken_back_by_the_offer(
    units: dict[str, Unit], keeper: Client
) -> None:
    done = keeper.post("/unit/A1/people/admit/", FORM)
    row = Membership.objects.select_related("person", "kind").get()
    assert done["Location"] == f"/members/{row.person_id}/"
    assert (row.unit, row.kind.code, row.starts, row.document) == (
        units["A1"],
        "full",
        date(2023, 5, 1),
        "3-QĐ",
    )
    page = text(keeper, done["Location"])
    assert "Đỗ Thị Sáu is a member now." in page and "Take back" in page
    back = keeper.post(f"/members/{row.person_id}/undo/", {"spell": str(row.pk), "ended": ""})
    assert back["Location"] == "/unit/A1/people/" and not Membership.objects.exists()


def test_what_was_typed_survives_an_error(keeper: Client) -> None:
    response = keeper.post("/unit/A1/people/admit/", FORM | {"name": "  ", "day": "2023-05-32"})
    page = response.content.decode()
    assert response.status_code == 422 and not Membership.objects.exists()
    assert 'value="A 1"' in page and "3-QĐ" in page and 'value="2023-05-32"' in page


def test_the_list_shows_those_of_a_day_of_the_unit_and_below(units: dict[str, Unit], keeper: Client) -> None:
    member(units["A"], "Lê Văn Tám"), member(units["A2"], "Bùi Thị Đào", date(2023, 6, 1), number="HR 0О7")
    gone = member(units["A1"], "Võ Văn Kiệt", date(2020, 1, 1))
    end_membership(console(), EndMembership(gone.pk, Ended.LEFT, date(2023, 4, 1)))
    names = ("Lê Văn Tám", "Bùi Thị Đào", "Võ Văn Kiệt")

    def shown(query: str) -> list[bool]:
        page = text(keeper, f"/unit/A/people/?{query}")
        return [name in page for name in names]

    assert shown("") == [True, True, False]
    assert shown("on=2023-03-31") == [True, False, True]
    assert shown("of=own") == [True, False, False]
    assert shown("q=dao+BUI") == [False, True, False]
    assert shown("q=hr007") == [False, True, False]
    assert shown("kind=full") == [False, False, False]
    assert "No member is called “Xuan”." in text(keeper, "/unit/A/people/?q=Xuan")
    assert shown("on=yesterday") == [True, True, False]


def test_nobody_finds_a_member_by_the_address_by_which_they_sign_in(
    units: dict[str, Unit], keeper: Client
) -> None:
    here = member(units["A1"])
    here.email, here.is_active = "tam.secret@example.org", True
    here.save()
    assert "Lê Văn Tám" in text(keeper, "/unit/A/people/?q=tam")
    assert "Lê Văn Tám" not in text(keeper, "/unit/A/people/?q=secret")


def test_a_member_is_found_by_name_and_by_number(units: dict[str, Unit], keeper: Client) -> None:
    here, beside = member(units["A1"], "Bùi Thị Đào", number="HR 7"), member(units["B1"], "Bùi Thị Đào")
    for words in ("dao+bui", "hr7", "HR+7"):
        page = text(keeper, f"/find/hints/?q={words}")
        assert f"/members/{here.pk}/" in page and "Phố 1, Phường A" in page
        assert f"/members/{beside.pk}/" not in page
    assert "/members/" not in text(client_of(person(Role.OBSERVER, units["A"])), "/find/hints/?q=dao+bui")
    whole = text(client_of(person(Role.ADMINISTRATOR, None)), "/find/hints/?q=dao+bui")
    assert f"/members/{here.pk}/" in whole and f"/people/{here.pk}/" not in whole


def test_a_list_that_goes_out_is_told_in_the_journal(units: dict[str, Unit], keeper: Client) -> None:
    member(units["A1"], number="HR 1")
    response = keeper.get("/unit/A/people/?file=csv&kind=probationary&on=2023-04-01")
    assert "HR 1" in response.content.decode()
    entry = Entry.objects.latest("id")
    assert (entry.code, entry.data["rows"], entry.data["filters"]) == (
        "people.members_taken",
        1,
        [["unit", "A"], ["on", "2023-04-01"], ["kind", "probationary"]],
    )
    told = read([entry])[0].event.sentence()
    assert "Unit, with all below it: A; On: 1 April 2023; Kind: probationary" in told


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REVIEWER, Role.OBSERVER])
def test_names_are_for_those_who_keep_the_list(units: dict[str, Unit], role: Role) -> None:
    here = member(units["A1"])
    reader = client_of(person(role, units["A"]))
    assert [reader.get(one).status_code for one in ("/unit/A/people/", f"/members/{here.pk}/")] == [403, 404]
    assert "/unit/A/people/" not in text(reader, "/unit/A/")


def test_of_a_person_only_what_ones_own_units_know_is_shown(units: dict[str, Unit], keeper: Client) -> None:
    here = member(units["B1"], day=date(2020, 1, 1))
    end_membership(console(), EndMembership(here.pk, Ended.STRUCK_OFF, date(2021, 1, 1)))
    assert keeper.get(f"/members/{here.pk}/").status_code == 404
    from mandate.apps.people.services.members import Admit, admit

    admit(console(), Admit(here.pk, units["A1"].pk, "full", date(2022, 1, 1)))
    page = text(keeper, f"/members/{here.pk}/")
    assert "Phố 1, Phường A" in page and "Phường B" not in page and "struck off" not in page


def test_a_transfer_is_received_by_the_unit_that_it_goes_to(units: dict[str, Unit], keeper: Client) -> None:
    coming = member(units["B1"])
    sent = release(console(), Release(coming.pk, units["A1"].pk, date(2023, 6, 1)))
    page = text(keeper, "/unit/A1/people/")
    assert "To be received" in page and "Phố 1, Phường B" in page
    page = text(keeper, f"/members/{coming.pk}/")
    assert f"/transfers/{sent.pk}/receive/" in page and "withdraw" not in page
    beside = client_of(person(Role.SECRETARY, units["B1"]))
    page = text(beside, f"/members/{coming.pk}/")
    assert "withdraw" in page and "receive/" not in page and "/end/" not in page
    assert beside.post(f"/transfers/{sent.pk}/receive/", {"day": "2023-07-01"}).status_code == 403
    keeper.post(f"/transfers/{sent.pk}/receive/", {"day": "2023-07-01"})
    assert Membership.objects.get(person=coming, ends=None).unit == units["A1"]
    assert keeper.get(f"/transfers/{sent.pk}/receive/").status_code == 404


@pytest.mark.parametrize("written", ["B1", "b1", "Phường B"])
def test_a_member_goes_to_any_unit_that_stands(units: dict[str, Unit], keeper: Client, written: str) -> None:
    going = member(units["A1"])
    said = {"unit": written, "day": "2023-06-01", "document": "7-GT"}
    assert keeper.post(f"/members/{going.pk}/release/", said).status_code == 302
    assert Transfer.objects.get().target in (units["B1"], units["B"])


def test_a_unit_of_others_is_found_by_the_whole_of_its_name_alone(
    units: dict[str, Unit], keeper: Client
) -> None:
    going = member(units["A1"])
    for written, told in (
        ("Phố 3 Phường", "No unit has this code or name."),
        ("B", ""),
        ("Phố 3", ""),
        ("Phố 1", "Several units have this name; write the code."),
        ("nowhere", "No unit has this code or name."),
    ):
        said = {"unit": written, "day": "2023-06-01", "document": ""}
        answer = keeper.post(f"/members/{going.pk}/release/", said)
        assert (answer.status_code == 302) is not bool(told), written
        if told:
            said_so = answer.content.decode()
            assert told in said_so and "Phường B" not in said_so, written
        Transfer.objects.all().delete()


def test_whoever_was_not_received_is_nobodys_to_know_where_they_would_have_come(
    units: dict[str, Unit], keeper: Client
) -> None:
    coming = member(units["B1"])
    sent = release(console(), Release(coming.pk, units["A1"].pk, date(2023, 6, 1)))
    decline(console(), Decline(sent.pk, "no"))
    assert keeper.get(f"/members/{coming.pk}/").status_code == 404


def test_a_unit_of_once_learns_nothing_of_the_way_from_the_unit_of_now(
    units: dict[str, Unit], keeper: Client
) -> None:
    moved = member(units["A1"])
    sent = release(console(), Release(moved.pk, units["B1"].pk, date(2023, 6, 1)))
    receive(console(), Receive(sent.pk, date(2023, 6, 1)))
    release(console(), Release(moved.pk, units["B2"].pk, date(2023, 9, 1)))
    page = text(keeper, f"/members/{moved.pk}/")
    assert "moved to another unit" in page and "On the way" not in page and "Phường B" not in page
    assert "/admit/" not in page  # they are a member elsewhere


def test_the_time_of_a_kind_goes_on_in_the_next_unit(units: dict[str, Unit], keeper: Client) -> None:
    coming = member(units["B1"], day=date(2023, 3, 1))
    sent = release(console(), Release(coming.pk, units["A1"].pk, date(2023, 9, 1)))
    receive(console(), Receive(sent.pk, date(2023, 9, 1)))
    assert "1 March 2024" in text(keeper, f"/members/{coming.pk}/")


def test_on_another_day_the_units_below_are_those_of_that_day(units: dict[str, Unit]) -> None:
    member(units["A1"])
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2023, 6, 1)))
    above = client_of(person(Role.SECRETARY, units["C"]))
    for day, holds in (("2023-05-31", [True, False]), ("2023-06-01", [False, True])):
        pages = [text(above, f"/unit/{code}/people/?on={day}") for code in "AB"]
        assert ["Lê Văn Tám" in page for page in pages] == holds


def test_what_the_page_offers_is_what_can_be_done(units: dict[str, Unit], keeper: Client) -> None:
    here = member(units["A1"], day=NOW.date() - timedelta(days=400))
    page = text(keeper, f"/members/{here.pk}/")
    assert all(f"/{deed}/" in page for deed in ("kind", "end", "release")) and "To be decided by" in page
    keeper.post(f"/members/{here.pk}/kind/", {"kind": "full", "day": "2023-12-01"})
    assert "To be decided by" not in text(keeper, f"/members/{here.pk}/")
    keeper.post(f"/members/{here.pk}/release/", {"unit": "A2", "day": "2023-12-15", "document": ""})
    keeper.post(f"/transfers/{Transfer.objects.get().pk}/decline/", {"reason": "no"})
    keeper.post(f"/members/{here.pk}/end/", {"how": "left", "day": "2023-12-20"})
    page = text(keeper, f"/members/{here.pk}/")
    assert "/admit/" in page and "/end/" not in page
    keeper.post(f"/members/{here.pk}/admit/", {"unit": "A2", "kind": "full", "day": "2024-01-02"})
    assert [row.unit.code for row in Membership.objects.order_by("starts")] == ["A1", "A1", "A2"]


def test_a_longer_list_takes_no_more_queries(units: dict[str, Unit], keeper: Client) -> None:
    asked = []
    for number in (1, 12):
        for one in range(number):
            member(units["A1" if one % 2 else "A2"], f"Member {number} {one}")
        text(keeper, "/unit/A/people/")
        with asked_anew() as captured:
            text(keeper, "/unit/A/people/")
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_who_should_be_of_another_kind_by_the_day_of_the_list_is_marked_late(
    units: dict[str, Unit], keeper: Client
) -> None:
    member(units["A1"], "Trần Văn Ba", date(2022, 12, 1))
    member(units["A1"], "Lê Thị Tư", date(2023, 12, 1))
    member(units["A1"], "Vũ Thị Năm", date(2020, 12, 1), "full")

    def late(day: date) -> list[str]:
        page = members_page(console(), "A1", day, {})
        return [row.name for row in page.members if row.overdue]

    assert (late(NOW.date()), late(date(2023, 11, 30))) == (["Trần Văn Ba"], [])
    assert text(keeper, "/unit/A1/people/?on=2023-12-31").count("probationary member <span") == 1


def test_the_list_finds_who_is_a_member_for_so_many_years(units: dict[str, Unit], keeper: Client) -> None:
    """From the first to the last day of the year in which they were admitted, and from then on without a
    break: who moved meanwhile counts, who left and came back does not."""
    admitted = {
        "Lê Văn Tám": date(1994, 1, 1),
        "Bùi Thị Đào": date(1994, 12, 31),
        "Võ Văn Kiệt": date(1993, 12, 31),
        "Hà Văn Sơn": date(1995, 1, 1),
        "Lý Thị Mai": date(1994, 5, 1),
        "Ngô Văn An": date(1994, 5, 2),
    }
    *_, moved, back = (member(units["A1"], name, day) for name, day in admitted.items())
    sent = release(console(), Release(moved.pk, units["A2"].pk, date(2000, 1, 1)))
    receive(console(), Receive(sent.pk, date(2000, 2, 1)))
    end_membership(console(), EndMembership(back.pk, Ended.LEFT, date(2001, 1, 1)))
    admit(console(), Admit(back.pk, units["A1"].pk, "full", date(2002, 1, 1)))
    page = text(keeper, "/unit/A/people/?on=2024-06-01&years=30")
    assert [name in page for name in admitted] == [True, True, False, False, True, False]
    assert "30 years in 2024" in page
    assert "Võ Văn Kiệt" in text(keeper, "/unit/A/people/?on=2023-06-01&years=30")
