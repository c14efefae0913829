"""The pages on units: what they show to whom, and what their forms do."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.organisation import client_of, console, person, tree

from mandate.apps import units as units_part
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


def visit(client: Client, name: str, *args: str, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(f"units:{name}", args=args) + query)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def administrator(units: dict[str, Unit]) -> Client:
    return client_of(person(Role.ADMINISTRATOR, units["C"]))


@pytest.fixture
def reporter(units: dict[str, Unit]) -> Client:
    return client_of(person(Role.REPORTER, units["A"]))


@pytest.mark.parametrize("name", ["tree", "closed", "kinds", "create", "suggest"])
def test_a_guest_is_sent_to_sign_in(name: str) -> None:
    response = Client().get(reverse(f"units:{name}"))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_a_fresh_site_gives_the_first_step() -> None:
    page = visit(client_of(person(Role.ADMINISTRATOR, None)), "tree")
    assert "/exchange/units/" in page
    assert reverse("units:create") in page
    assert "/exchange/units/" not in visit(client_of(person(Role.OBSERVER, None)), "tree")


def test_the_tree_opens_and_folds_by_links(administrator: Client) -> None:
    first = visit(administrator, "tree")
    assert "Phường A" in first and "Phố 1" not in first
    opened = visit(administrator, "tree", query="?open=C&open=A")
    assert opened.count("Phố 1") == 1 and 'aria-expanded="true"' in opened
    assert "Phường A" not in visit(administrator, "tree", query="?open=")


def test_the_tree_begins_where_the_reader_may_see(reporter: Client) -> None:
    page = visit(reporter, "tree", query="?open=C&open=B&open=A")
    assert "Phố 1" in page
    assert "Phường B" not in page


def test_search_on_the_page(administrator: Client, reporter: Client) -> None:
    assert visit(administrator, "tree", query="?q=phuong+b").count('<th scope="row">') == 4
    assert "0 units for “phuong b”" in visit(reporter, "tree", query="?q=phuong+b")


@pytest.mark.parametrize("code", ["B", "C", "B1", "NOWHERE", "..%2f", "<script>"])
def test_a_forged_code_tells_nothing(reporter: Client, code: str) -> None:
    for address in (f"/unit/{code}/about/", f"/unit/{code}/about/move/", f"/unit/{code}/about/names/"):
        assert reporter.get(address).status_code == 404


@pytest.mark.parametrize("action", ["names", "kind", "move", "close", "reopen", "undo"])
def test_who_may_see_but_not_do_gets_403(reporter: Client, action: str) -> None:
    address = reverse(f"units:{action}", args=["A"])
    assert reporter.post(address, {}).status_code == 403
    assert Placement.objects.count() == 8
    page = visit(reporter, "unit", "A")
    assert address not in page


def test_the_page_of_a_unit(administrator: Client, units: dict[str, Unit]) -> None:
    rename_unit(console(), RenameUnit(units["C"].pk, {"en": "City", "vi": "Thành phố", "ru": "Город"}))
    page = visit(administrator, "unit", "C")
    for text in ("Wards: 2", "Streets: 5", "Phường A", "Город", 'lang="ru"', "from the beginning"):
        assert text in page
    for name in ("names", "kind", "move", "close"):
        assert reverse(f"units:{name}", args=["C"]) in page


def test_opening_a_unit_by_the_form(administrator: Client) -> None:
    said = {"code": "A3", "kind": "street", "names_en": "Street 3", "parent": "phuong a", "document": "5/QĐ"}
    response = administrator.post(reverse("units:create"), said)
    assert response["Location"] == reverse("units:unit", args=["A3"])
    assert Placement.objects.get(unit__code="A3").parent_id == Unit.objects.get(code="A").pk


def test_what_was_typed_survives_an_error(administrator: Client) -> None:
    said = {"code": "A1", "kind": "street", "names_en": "Kept name", "parent": "A", "document": "Kept"}
    response = administrator.post(reverse("units:create"), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a unit with this code already." in page
    assert 'value="Kept name"' in page and 'value="Kept"' in page


def test_a_name_of_several_units_asks_for_the_code(administrator: Client) -> None:
    said = {"parent": "pho 1", "starts": "2025-07-01"}
    response = administrator.post(reverse("units:move", args=["A2"]), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "A1 (Phố 1 · Phường A), B1 (Phố 1 · Phường B)" in page
    assert 'value="pho 1"' in page


def test_the_form_of_a_move_begins_with_the_present_place(administrator: Client) -> None:
    """Left alone it moves nothing."""
    shown = re.search(r'name="parent" value="([^"]*)"', visit(administrator, "move", "A1"))
    assert shown and shown[1] == "Phường A · Thành phố (A)"
    answer = administrator.post(
        reverse("units:move", args=["A1"]), {"parent": shown[1], "starts": "2024-01-01"}
    )
    assert answer.status_code == 422 and "is there already" in answer.content.decode()


@pytest.mark.parametrize("action", ["move", "reopen"])
def test_an_emptied_field_is_no_place(administrator: Client, action: str) -> None:
    stood = list(Placement.objects.values())
    if action == "reopen":
        administrator.post(reverse("units:close", args=["A1"]), {"ends": "2023-01-01"})
        stood = list(Placement.objects.values())
    for typed in ({"parent": ""}, {"parent": "", "sure": "yes"}):
        said = {"starts": "2024-01-01", **typed}
        answer = administrator.post(reverse(f"units:{action}", args=["A1"]), said)
        assert answer.status_code == 422
        assert (
            "Choose a unit, or say that it is placed at the top."
            in answer.context["form"].errors["parent"][0]
        )
    assert list(Placement.objects.values()) == stood


def test_a_unit_is_added_nowhere_by_an_empty_field(administrator: Client) -> None:
    said = {"code": "N", "kind": "street", "names_en": "New", "parent": ""}
    organisation = client_of(person(Role.ADMINISTRATOR, None, "all@example.org"))
    for client in (administrator, organisation):
        assert client.post(reverse("units:create") + "?under=C", said).status_code == 422
    assert not Unit.objects.filter(code="N").exists()
    assert organisation.post(reverse("units:create"), {**said, "top": "on"}).status_code == 302
    assert Placement.objects.get(unit__code="N").parent is None


def test_the_top_is_offered_to_whoever_manages_the_organisation(units: dict[str, Unit]) -> None:
    organisation = client_of(person(Role.ADMINISTRATOR, None, "all@example.org"))
    ward = client_of(person(Role.ADMINISTRATOR, units["A"], "ward@example.org"))
    assert 'name="top"' in visit(organisation, "move", "A1")
    assert 'name="top"' not in visit(ward, "move", "A1")
    said = {"parent": "", "top": "on", "starts": "2024-01-01", "sure": "yes"}
    assert ward.post(reverse("units:move", args=["A1"]), said).status_code == 422


def test_a_move_says_what_it_will_do_before_it_is_done(administrator: Client) -> None:
    address, said = (
        reverse("units:move", args=["A"]),
        {"parent": "b", "starts": "2024-01-01", "document": "7/NQ"},
    )
    stood = list(Placement.objects.values())
    page = administrator.post(address, said).content.decode()
    assert list(Placement.objects.values()) == stood
    assert "From 1 January 2024 on, Phường A lies under Phường B · Thành phố (B)." in page
    assert "Until then it lies under Thành phố (C)." in page
    assert "2 units below it go along." in page
    again = dict(re.findall(r'type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', page))
    assert administrator.post(address, again | {"again": "yes"}).context["form"]["document"].value() == "7/NQ"
    assert list(Placement.objects.values()) == stood
    assert administrator.post(address, again | {"sure": "yes"}).status_code == 302
    assert Placement.objects.get(unit__code="A", ends=None).document == "7/NQ"


def test_a_move_put_right_says_where_the_unit_lies_before_that_day(administrator: Client) -> None:
    address = reverse("units:move", args=["A1"])
    administrator.post(address, {"parent": "B", "starts": "2024-01-01", "sure": "yes"})
    page = administrator.post(address, {"parent": "C", "starts": "2024-01-01"}).content.decode()
    assert "Until then it lies under Phường A · Thành phố (A)." in page
    first = {"code": "N", "kind": "street", "names_en": "New", "parent": "A", "starts": "2024-01-01"}
    administrator.post(reverse("units:create"), first)
    said = {"parent": "B", "starts": "2024-01-01"}
    page = administrator.post(reverse("units:move", args=["N"]), said).content.decode()
    assert "lies under Phường B" in page and "Until then" not in page


def test_who_confirms_a_move_after_somebody_else_moved_the_unit_is_told(administrator: Client) -> None:
    address, said = reverse("units:move", args=["A1"]), {"parent": "B", "starts": "2024-01-01"}
    seen = re.search(r'name="seen" value="(\d+)"', visit(administrator, "move", "A1"))
    assert seen
    assert administrator.post(address, {**said, "parent": "C", "sure": "yes"}).status_code == 302
    late = administrator.post(address, {**said, "seen": seen[1], "sure": "yes"})
    assert late.status_code == 422 and "Somebody else has moved" in late.content.decode()
    assert Placement.objects.get(unit__code="A1", starts="2024-01-01").parent.code == "C"  # type: ignore[union-attr]


def test_what_cannot_be_is_refused_before_it_is_confirmed(administrator: Client) -> None:
    answer = administrator.post(reverse("units:move", args=["A"]), {"parent": "A1", "starts": "2024-01-01"})
    assert answer.status_code == 422 and answer.context["form"].errors["parent"]


def test_moving_closing_reopening_and_taking_back(administrator: Client) -> None:
    def post(action: str, **said: str) -> None:
        response = administrator.post(reverse(f"units:{action}", args=["A1"]), said)
        assert response["Location"] == reverse("units:unit", args=["A1"]), response.content.decode()

    post("move", parent="B", starts="2020-07-01", document="7/NQ", sure="yes")
    assert "7/NQ" in visit(administrator, "unit", "A1")
    post("close", ends="2021-01-01")
    page = visit(administrator, "unit", "A1")
    head = page.split('<main id="main"')[1].split("<dl")[0]
    assert "Closed from 1 January 2021" in head and "Closed from 1 January 2021" in page.split("<dl")[1]
    assert reverse("units:reopen", args=["A1"]) in page
    assert "A1" in visit(administrator, "closed")
    post("reopen", parent="A", starts="2022-01-01")
    for left in (2, 2, 1):
        post("undo")
        assert Placement.objects.filter(unit__code="A1").count() == left


def test_every_action_on_a_place_says_its_day(administrator: Client) -> None:
    def said(action: str, **typed: str) -> str:
        address = reverse(f"units:{action}", args=["A1"])
        return administrator.post(address, typed, follow=True).content.decode()

    assert "The unit is moved from 1 July 2020 on." in said(
        "move", parent="B", starts="2020-07-01", sure="yes"
    )
    assert "The unit is closed from 1 January 2021." in said("close", ends="2021-01-01")
    assert "The unit is open again from 1 January 2022." in said("reopen", parent="A", starts="2022-01-01")
    page = said("close", ends="2099-03-01")
    assert "The unit is closed from 1 March 2099." in page and "Closes on 1 March 2099" in page
    said("undo")
    said("undo")
    assert "Closed from 1 January 2021" in visit(administrator, "unit", "A1")
    page = said("reopen", parent="A", starts="2099-01-01")
    assert re.search(r"Closed from 1 January 2021,\s+open again from 1 January 2099", page)


def test_what_an_action_will_do_is_said_by_whom_it_concerns(administrator: Client) -> None:
    """Units know nothing of reports: the part of reports says what is expected."""
    close = visit(administrator, "close", "A1")
    assert "No report is expected from it for periods that begin on that day or later" in close
    assert "Its history and the roles that people hold on it stay." in close
    assert "forms that are opened for its kind expect its reports" in visit(administrator, "create")
    assert "Periods that are open already keep what they expect." in visit(administrator, "kind", "A1")
    administrator.post(reverse("units:close", args=["A1"]), {"ends": "2021-01-01"})
    assert "Reports that its closing excused" in visit(administrator, "reopen", "A1")
    for source in Path(units_part.__file__).parent.rglob("*.py"):
        assert not re.search(r"[\"'](reporting:|periods\.manage)", source.read_text(encoding="utf-8")), source


def test_names_and_kind_by_the_form(administrator: Client) -> None:
    administrator.post(reverse("units:names", args=["A"]), {"names_en": "Ward A", "names_vi": "Phường A"})
    administrator.post(reverse("units:kind", args=["A"]), {"kind": "commune"})
    unit = Unit.objects.get(code="A")
    assert unit.names == {"en": "Ward A", "vi": "Phường A"}
    assert unit.kind.code == "commune"


def test_kinds_are_named_by_the_administrator_of_the_organisation(
    administrator: Client, reporter: Client
) -> None:
    assert reporter.get(reverse("units:new_kind")).status_code == 403
    said = {"code": "guild", "names_en": "Guild", "plurals_en": "Guilds"}
    administrator.post(reverse("units:new_kind"), said)
    administrator.post(reverse("units:kind_names", args=["guild"]), {**said, "plurals_en": "The guilds"})
    assert UnitKind.objects.get(code="guild").plurals == {"en": "The guilds"}
    assert "The guilds" in visit(reporter, "kinds")
    assert administrator.get(reverse("units:kind_names", args=["none"])).status_code == 404


def test_suggestions_while_typing_are_escaped_and_only_of_what_one_may_see(
    reporter: Client, units: dict[str, Unit]
) -> None:
    rename_unit(console(), RenameUnit(units["A1"].pk, {"en": '"><script>pho'}))
    found = visit(reporter, "suggest", query="?field=parent&parent=pho")
    assert found.count("<option") == 3
    assert "<script>" not in found
    assert visit(reporter, "suggest") == ""
