"""A list as an address asks for it: searched, filtered, sorted, by pages, and all of it in a file."""

import csv
import io
import re
from collections.abc import Iterator
from typing import cast

import pytest
from django.http import HttpRequest, QueryDict
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.accounts.listed import people_list
from mandate.platform.access.actor import Role
from mandate.platform.access.request import ActorRequest
from mandate.platform.listing import files
from mandate.platform.listing.files import file_of
from mandate.platform.listing.showing import every, show
from mandate.platform.listing.value import Column, Filter, Listing, options
from mandate.platform.tables.reading import read_table

pytestmark = pytest.mark.django_db
NAMES = ["=1+1", "+49 30", "-5", "@cmd", "'quoted", "Đặng Ánh", "Anna, B.", "line\tbreak"]


@pytest.fixture
def people() -> list[str]:
    """The names of 60 people with a role."""
    units = tree()
    names = NAMES + [f"Person {number:02}" for number in range(60 - len(NAMES))]
    for number, name in enumerate(names):
        user = person(Role.REPORTER, units["A1"], f"p{number:02}@example.org")
        user.name, user.is_active = name, number % 10 != 0
        user.save()
    return names


@pytest.fixture
def client(people: list[str]) -> Client:
    return client_of(person(Role.ADMINISTRATOR, None, "admin@example.org"))


def rows_of(client: Client, query: str) -> list[list[str]]:
    """A file of CSV as its reader has it."""
    response = client.get(f"/people/?file=csv{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_it_is_searched_filtered_sorted_and_shown_by_pages(people):
    listing = people_list(console())
    shown = show(listing, {})
    assert (len(shown), shown.total, shown.narrowed) == (50, 60, False)
    assert [row.name for row in show(listing, {"q": "dang anh"})] == ["Đặng Ánh"]
    assert show(listing, {"signs_in": "no"}).total == 6
    emails = [row.email for row in show(listing, {"sort": "-email", "page": "2"})]
    assert emails == sorted(emails, reverse=True) and len(emails) == 10
    head = {head.name: (head.sorted, head.sort) for head in show(listing, {"sort": "email"}).heads}
    assert head["email"] == ("ascending", "-email") and head["name"] == ("", "name")
    assert head["roles"] == ("", ""), "it cannot be sorted by roles"


@pytest.mark.parametrize(
    "query", [{"sort": "nothing"}, {"sort": "roles"}, {"sort": "--email"}, {"signs_in": "maybe"}, {"q": "  "}]
)
def test_what_is_not_understood_changes_nothing(people, query):
    listing = people_list(console())
    assert [row.id for row in show(listing, query)] == [row.id for row in show(listing, {})]
    assert not show(listing, query).narrowed


def test_a_page_that_is_not_there_is_the_last_one(people):
    assert len(show(people_list(console()), {"page": "99"})) == 10


def test_a_file_holds_all_pages_in_the_order_of_the_list(client, people):
    heading, *rows = rows_of(client, "&sort=-email&page=2")
    assert heading == ["Name", "Email", "Roles today", "may sign in"]
    emails = [row[1] for row in rows]
    assert len(emails) == 61 and emails == sorted(emails, reverse=True)
    assert [row[1] for row in rows_of(client, "&q=p1&signs_in=no")[1:]] == ["p10@example.org"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_file_is_read_back_as_it_was_and_no_cell_is_a_formula(client, people, suffix):
    response = client.get(f"/people/?file={suffix}&sort=email")
    table = read_table(response.content, ("name", "email"), ("roles_today", "may_sign_in"))
    found = {row["email"]: row["name"] for row in table.rows}
    for number, name in enumerate(NAMES):
        assert found[f"p{number:02}@example.org"] == name
    assert table.rows[1]["roles_today"] == "reporter · Phố 1, Phường A"


def test_a_list_that_is_too_long_for_a_file_says_so(client, people, monkeypatch):
    monkeypatch.setattr(files, "MOST", 59)
    response = client.get("/people/?file=xlsx")
    assert response.status_code == 422
    assert "A file holds at most 59 rows" in response.content.decode()
    assert client.get("/people/?file=xlsx&signs_in=yes").status_code == 200


def test_a_page_costs_the_same_whatever_is_asked(people):
    def cost(**query: str) -> int:
        with asked_anew() as captured:
            show(people_list(console()), query)
        return len(captured)

    cost()  # reads the tree, which is then kept in memory
    assert cost() == cost(sort="-email") == cost(signs_in="yes", page="2") == cost(q="person")


def test_a_list_of_values_is_narrowed_and_written_too():
    even = Filter(
        "even", "Even", options((("yes", "yes"),)), lambda found, _: [n for n in found if n % 2 == 0]
    )
    column: Column[int] = Column("number", "Number", lambda number: number)
    listing = Listing("numbers", "Numbers", range(120), list, (column,), filters=(even,))
    assert list(show(listing, {"page": "3"})) == list(range(100, 120))
    assert list(every(listing, {"even": "yes"}, stretch=7)) == list(range(0, 120, 2))
    request = cast(ActorRequest, HttpRequest())
    request.GET, request.actor = QueryDict("file=csv&even=yes"), console()
    response = file_of(request, listing)
    assert response is not None and response.content.decode("utf-8-sig").split()[:3] == ["Number", "0", "2"]


def test_the_page_keeps_what_is_asked_and_says_what_is_sorted(client, people):
    page = client.get("/people/?q=person&signs_in=yes&sort=-name").content.decode()
    assert 'value="person"' in page and re.search(r'<option value="yes" selected>', page)
    assert page.count('aria-sort="descending"') == 1
    files_of = [href for href in links(page) if "file=" in href]
    assert files_of == [
        f"?q=person&amp;signs_in=yes&amp;sort=-name&amp;file={suffix}" for suffix in ("xlsx", "csv")
    ]
    assert 'data-label="Roles today"' in page
    empty = client.get("/people/?q=nobody+at+all").content.decode()
    assert "Nobody is called “nobody at all”." in empty and "0 in this list" in empty


def links(page: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(r'href="([^"]*)"', page))
