"""Every list of the house: its file is for whoever sees the list, holds the rows of its pages, and nothing of
a unit that is not the reader's."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.services import SubmitReport
from mandate.apps.units import queries as units
from mandate.apps.units.services import CloseUnit, RenameUnit, close_unit, rename_unit
from mandate.platform.access.actor import Role
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db

#: Lists, and whether they are about one unit.
LISTS = {
    "/people/": False,
    "/indicators/": False,
    "/journal/": False,
    "/units/-/closed/": False,
    "/unit/{}/reports/?show=all&period=2023": True,
    "/unit/{}/reports/?show=waiting": True,
    "/unit/{}/reports/?show=missing&period=2023": True,
    "/unit/{}/reports/?show=not_due&period=2023": True,
    "/unit/{}/reviews/": True,
}
OPEN_TO_ALL = {address for address in LISTS if address not in ("/people/", "/journal/")}
PEOPLE = {Role.ADMINISTRATOR, Role.SECRETARY}
JOURNAL = {Role.ADMINISTRATOR, Role.SECRETARY, Role.REVIEWER}
#: What tells a unit that is not in ward A: its own name, or its people.
ELSEWHERE = ("Beta", "observer-b1")


@pytest.fixture
def city() -> World:
    """Reports in every state, a closed street in each ward, deeds and people everywhere."""
    made = world()
    for code in ("B", "B1", "B2", "B3"):
        rename_unit(console(), RenameUnit(made.units[code].pk, {"en": f"Beta {code}"}))
        person(Role.OBSERVER, made.units[code])
    for code in ("A1", "B1"):
        made.save(made.report(code), console(), families=5)
        services.submit_report(console(), SubmitReport(made.report_ids[code]))
    for code in ("A2", "B2"):
        close_unit(console(), CloseUnit(made.units[code].pk, date(2023, 7, 1)))
    return made


def file_of(client: Client, address: str, status: int = 200, suffix: str = "csv") -> list[dict[str, str]]:
    """The rows of a list's file."""
    response = client.get(f"{address}{'&' if '?' in address else '?'}file={suffix}")
    assert response.status_code == status
    if status != 200:
        return []
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def rows_on(client: Client, address: str) -> int:
    """How many rows the page of a list says, or shows."""
    page = client.get(address).content.decode()
    counted = re.search(r"(\d+)\s+in this list", page)
    return int(counted[1]) if counted else page.count('<li id="deed-')


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", list(LISTS))
def test_the_file_is_for_whoever_sees_the_list(city: World, role: Role, address: str) -> None:
    client = client_of(person(role, city.units["A"], "reader@example.org"))
    seen = address in OPEN_TO_ALL or role in (PEOPLE if address == "/people/" else JOURNAL)
    own = address.format("A")
    shown = rows_on(client, own)  # before: a file with what concerns people leaves a row in the journal
    rows = file_of(client, own, 200 if seen else 403)
    if seen:
        assert len(rows) == shown
        told = "\n".join(cell for row in rows for cell in row.values())
        assert [word for word in ELSEWHERE if word in told] == []
    else:
        assert client.get(own).status_code == 403
    if LISTS[address]:
        for elsewhere in ("B", "C"):
            file_of(client, address.format(elsewhere), 404)
            assert client.get(address.format(elsewhere)).status_code == 404


@pytest.mark.parametrize("address", list(LISTS))
def test_nobody_gets_a_file_without_signing_in(city: World, address: str) -> None:
    file_of(Client(), address.format("A"), 302)


@pytest.mark.parametrize("place", ["C", None])
@pytest.mark.parametrize("address", list(LISTS))
def test_whoever_sees_all_gets_all(city: World, address: str, place: str | None) -> None:
    client = client_of(person(Role.SECRETARY, city.units[place] if place else None, "reader@example.org"))
    shown = rows_on(client, address.format("C"))
    rows = file_of(client, address.format("C"))
    assert len(rows) == shown
    if address in ("/people/", "/journal/", "/units/-/closed/", "/unit/{}/reports/?show=all&period=2023"):
        assert any("Beta" in cell or "observer-b1" in cell for row in rows for cell in row.values())


def test_a_file_of_reports_is_as_they_are_filtered_and_sorted(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"], "reader@example.org"))
    found = file_of(client, "/unit/C/reports/?period=2023&show=all&q=phuong+a&sort=-unit")
    assert [row["Code"] for row in found] == ["A", "A2", "A1"]
    assert {row["Code"]: row["Under"] for row in found}["A2"] == "Phường A", "closed, and still told apart"
    submitted = file_of(client, "/unit/C/reports/?period=2023&show=all&state=submitted")
    assert [(row["Code"], row["State"]) for row in submitted] == [("B1", "submitted"), ("A1", "submitted")]


def test_two_of_one_name_are_told_apart_and_found_by_what_they_lie_under() -> None:
    made = world()
    for code in ("A1", "B1"):
        close_unit(console(), CloseUnit(made.units[code].pk, date(2023, 7, 1)))
    everyone = acting(Role.ADMINISTRATOR, None)
    closed = units.closed(everyone)
    assert [(row.unit.name, row.above) for row in show(closed, {})] == [
        ("Phố 1", "Phường A"),
        ("Phố 1", "Phường B"),
    ]
    assert [row.unit.code for row in show(closed, {"q": "phuong b pho 1"})] == ["B1"]
    assert [row.unit.code for row in show(closed, {"sort": "-code"})] == ["B1", "A1"]
    found = {row.unit.code: row.above for row in units.search(everyone, "phuong b")}
    assert found == {"B": "Thành phố", "B1": "Phường B", "B2": "Phường B", "B3": "Phường B"}
    street = acting(Role.OBSERVER, made.units["A2"])
    assert [row.unit.code for row in units.search(street, "phuong")] == ["A2"], "no more than one may see"


@pytest.mark.parametrize("address", list(LISTS))
def test_a_list_costs_the_same_for_few_and_many(city: World, address: str) -> None:
    client = client_of(person(Role.SECRETARY, None, "reader@example.org"))

    def cost(code: str) -> int:
        with asked_anew() as captured:
            client.get(address.format(code))
        return len(captured)

    cost("C")
    few = cost("A1" if LISTS[address] else "C")
    if not LISTS[address]:
        for number in range(12):
            made = person(Role.REPORTER, city.units["A1"], f"more{number}@example.org")
            rename_unit(console(), RenameUnit(city.units["A1"].pk, {"en": f"Street {made.pk}"}))
    assert cost("C") <= few + 4, "a unit with others below it has crumbs and previews besides"


def test_a_unit_that_moved_or_closed_keeps_its_name_in_the_journal(city: World) -> None:
    rename_unit(console(), RenameUnit(city.units["A2"].pk, {"en": "Street 2"}))
    client = client_of(person(Role.SECRETARY, city.units["C"], "reader@example.org"))
    rows = [row for row in file_of(client, "/journal/") if row["Unit"] == "Street 2"]
    assert rows and {row["Under"] for row in rows} == {"Phường A"}
