"""Names that people keep for the addresses of lists."""

import re

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import acting, client_of, person, tree

from mandate.platform.access.actor import Role
from mandate.platform.listing import saved
from mandate.platform.listing.saved import SaveView, here, remove_view, save_view, views_of

pytestmark = pytest.mark.django_db
LIST = "/unit/A/reports/?show=missing&q=pho+1&sort=-due"


def kept(actor) -> list[tuple[str, str]]:
    return [(view.name, view.address) for view in views_of(actor)]


def test_a_view_is_kept_opened_and_removed_on_the_page():
    client = client_of(person(Role.SECRETARY, tree()["A"]))
    page = client.get("/views/", {"of": LIST}).content.decode()
    assert "No saved views yet" in page and "Keep this view" in page
    response = client.post("/views/", {"name": "Late ones"}, query_params={"of": LIST})
    assert response.status_code == 302 and response["Location"] == LIST
    page = client.get("/views/").content.decode()
    assert 'href="/unit/A/reports/?show=missing&amp;q=pho+1&amp;sort=-due">Late ones</a>' in page
    assert "Keep this view" not in page, "there is no list to keep"
    (remove,) = re.findall(r'action="(/views/\d+/remove/)"', page)
    client.post(remove)
    assert "No saved views yet" in client.get("/views/").content.decode()


def test_a_view_says_of_which_list_it_is():
    client = client_of(person(Role.SECRETARY, tree()["A"]))
    asked = {"of": LIST, "list": "Reports: Phường A"}
    client.post("/views/", {"name": "All of them"}, query_params=asked)
    assert ">Reports: Phường A</td>" in client.get("/views/").content.decode()


def test_views_are_ones_own():
    units = tree()
    first, second = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["B"])
    view = save_view(first, SaveView("Mine", LIST))
    save_view(second, SaveView("Mine", "/people/"))
    assert kept(second) == [("Mine", "/people/")]
    remove_view(second, view.pk)
    assert kept(first) == [("Mine", LIST)]
    remove_view(first, view.pk)
    assert kept(first) == [] and kept(second) == [("Mine", "/people/")]


def test_a_name_that_is_there_gets_the_new_address():
    actor = acting(Role.OBSERVER, tree()["A"])
    save_view(actor, SaveView("  A   view ", LIST))
    save_view(actor, SaveView("A view", "/indicators/?kind=ratio"))
    assert kept(actor) == [("A view", "/indicators/?kind=ratio")]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "people/",
        "https://elsewhere.example/people/",
        "//elsewhere.example/people/",
        "//[",
        "//\u2100.example/people/",
        "/\\elsewhere.example/people/",
        "javascript:alert(1)",
        "/no/such/page/",
        "/people/?q=" + "x" * 2000,
    ],
)
def test_only_a_page_of_this_site_is_kept(address):
    actor = acting(Role.OBSERVER, tree()["A"])
    assert here(address) == ""
    with pytest.raises(ValidationError):
        save_view(actor, SaveView("Away", address))
    client = client_of(person(Role.OBSERVER, None, "other@example.org"))
    assert client.post("/views/", {"name": "Away"}, query_params={"of": address}).status_code == 422
    assert kept(actor) == []


def test_there_is_an_end_to_them(monkeypatch):
    monkeypatch.setattr(saved, "MOST", 2)
    actor = acting(Role.OBSERVER, tree()["A"])
    for name in ("one", "two", "two"):
        save_view(actor, SaveView(name, "/people/"))
    with pytest.raises(ValidationError, match="Remove one first"):
        save_view(actor, SaveView("three", "/people/"))
    assert [name for name, address in kept(actor)] == ["one", "two"]
