"""The places at the side, the tabs of a unit, and what a page says of where it stands."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.organisation import NOW, acting, client_of, console, person, tree
from tests.support.reporting import world

from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.target import Direction
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.database.reading import reading_once
from mandate.platform.parts import leaves
from mandate.platform.parts import tree as tree_of
from mandate.platform.places import MEETINGS, PLACES
from mandate.platform.ui.pages import Here
from mandate.platform.ui.shell import UnitHead
from mandate.site.navigation import pages_of_place, places, unit_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def shown(actor: Actor, section: str = "", unit: Unit | None = None) -> list[str]:
    """The places of a page; the current one in brackets."""
    here = Here(section, unit.pk if unit else None)
    items = places(actor, here, tree_of().around(actor, here.unit_id))
    return [f"[{one.label}]" if one.current else one.label for one in items]


def head(actor: Actor, section: str, unit: Unit) -> UnitHead:
    here = Here(section, unit.pk)
    found = unit_head(actor, here, tree_of().around(actor, unit.pk))
    assert found is not None
    return found


def test_there_are_seven_places_and_each_page_is_in_one() -> None:
    assert len(PLACES) == len({one.name for one in PLACES}) == 7
    assert len({(one.place, one.section) for one in leaves()}) == len(leaves())
    for role in Role:
        mine = [one.section for one in leaves() if one.is_for(acting(role, None))]
        assert len(mine) == len(set(mine)), role


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.OBSERVER, ["Desk", "My unit", "Organisation", "Library"]),  # the indicators
        (Role.REPORTER, ["Desk", "My unit", "Organisation", "Work", "Library"]),
        (Role.REVIEWER, ["Desk", "My unit", "Organisation", "Work", "Library", "Set-up"]),  # the journal
        (Role.SECRETARY, ["Desk", "My unit", "Organisation", "Work", "Library", "Set-up"]),
        (Role.ADMINISTRATOR, ["Desk", "My unit", "Organisation", "Set-up"]),
    ],
)
def test_a_place_in_which_a_person_can_open_nothing_does_not_show(
    units: dict[str, Unit], role: Role, expected: list[str]
) -> None:
    actor = acting(role, units["A"])
    assert shown(actor) == expected
    client = client_of(User.objects.get(pk=actor.user_id))
    for address in re.findall(r'<a href="([^"]+)"', _nav(client.get("/").content.decode())):
        assert client.get(address).status_code == 200, address
    assert not [one for one in leaves() if one.place is MEETINGS], "then it shows: say so above"


def _nav(page: str) -> str:
    return page[page.index('<ul id="nav"') : page.index("</ul>", page.index('<ul id="nav"'))]


def test_whoever_has_no_role_has_only_the_desk(units: dict[str, Unit]) -> None:
    nobody = User.objects.create_user("nobody@example.org", name="nobody")
    assert re.findall(r"<span>([^<]+)</span>", _nav(client_of(nobody).get("/").content.decode())) == ["Desk"]


def test_the_side_never_means_the_unit_that_is_looked_at(units: dict[str, Unit]) -> None:
    actor = acting(Role.SECRETARY, units["A"])
    assert "[My unit]" in shown(actor, "unit", units["A"])
    for other in ("A1", "A2"):
        assert "[Organisation]" in shown(actor, "reports", units[other])
    page = client_of(User.objects.get(pk=actor.user_id)).get("/unit/A1/").content.decode()
    assert '<a href="/unit/A/"><span>My unit</span>' in _nav(page)
    assert "[Organisation]" in shown(actor, "units") and "[Set-up]" in shown(actor, "journal")
    assert not [one for one in shown(actor, "inbox") if one.startswith("[")]


def test_the_indicators_lie_in_the_place_where_a_person_has_them(units: dict[str, Unit]) -> None:
    reader, keeper = acting(Role.REVIEWER, units["A"]), acting(Role.ADMINISTRATOR, None)
    assert "[Library]" in shown(reader, "indicators") and "[Set-up]" in shown(keeper, "indicators")
    page = client_of(User.objects.get(pk=reader.user_id)).get("/indicators/").content.decode()
    assert re.search(
        r'<a href="/indicators/"\s+aria-current="page"><svg', _nav(page).replace("<span>", "<svg")
    )


def test_a_street_is_named_with_its_ward_at_the_top(units: dict[str, Unit]) -> None:
    reporter = client_of(person(Role.REPORTER, units["A1"]))
    for address in ("/", "/unit/A1/"):
        frame = reporter.get(address).context["shell"]
        assert (frame.standing, frame.standing_above) == ("Phố 1", "Phường A"), address
    city = client_of(person(Role.OBSERVER, units["C"], "city@example.org"))
    assert city.get("/unit/A1/").context["shell"].standing_above == "Phường A"
    assert city.get("/unit/A/").context["shell"].standing_above == ""
    assert city.get("/").context["shell"].standing_above == ""


@pytest.mark.parametrize("address", ["/nowhere/", "/unit/B1/", "/unit/B1/about/move/"])
def test_a_page_that_there_is_not_keeps_the_frame_and_says_nothing_of_it(
    units: dict[str, Unit], address: str
) -> None:
    client = client_of(person(Role.OBSERVER, units["A"]))
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404 and "There is no such page" in page
    assert "My unit" in _nav(page) and "Phường A" in page
    assert "Phường B" not in page and "B1" not in page.replace(address, "")
    assert "<nav" not in Client().get("/nowhere/").content.decode()
    assert "<nav" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_what_one_may_not_do_keeps_the_frame(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.OBSERVER, units["A"]))
    answer = client.get("/unit/A/about/names/")
    assert answer.status_code == 403 and "My unit" in _nav(answer.content.decode())


def test_a_place_of_several_pages_names_them_all(units: dict[str, Unit]) -> None:
    administrator = acting(Role.ADMINISTRATOR, None)
    labels = [one.label for one in pages_of_place(administrator, Here("kinds"))]
    assert labels[:4] == ["Indicators", "Forms", "Rules", "Kinds of unit"]
    assert [one.label for one in pages_of_place(administrator, Here("kinds")) if one.current] == [
        "Kinds of unit"
    ]
    assert pages_of_place(administrator, Here("desk")) == ()
    assert pages_of_place(administrator, Here("unit", units["A"].pk)) == ()


def test_the_head_of_a_unit_says_where_it_lies_and_what_it_is(units: dict[str, Unit]) -> None:
    ward = acting(Role.OBSERVER, units["A"])
    found = head(ward, "unit", units["A1"])
    assert [(one.label, one.url) for one in found.path] == [("Thành phố", ""), ("Phường A", "/unit/A/")]
    assert (found.name, found.url, found.open) == ("Phố 1", "/unit/A1/", True)
    assert [one.label for one in found.tabs] == ["Overview", "Figures", "Reports", "Reviews"]
    assert [one.label for one in found.further] == ["The unit"]
    assert [one.label for one in found.tabs if one.current] == ["Overview"]
    current = head(ward, "place", units["A1"]).further_current
    assert current is not None and current.label == "The unit"


def test_a_tab_that_nobody_uses_stays_hidden_until_it_is_used(units: dict[str, Unit]) -> None:
    city = world()
    observer = acting(Role.OBSERVER, city.units["C"])
    assert "Targets" not in [one.label for one in head(observer, "unit", city.units["A"]).tabs]
    assert "Targets" in [one.label for one in head(observer, "targets", city.units["A"]).tabs]
    assert "Targets" in [
        one.label for one in head(acting(Role.SECRETARY, None), "unit", city.units["A"]).tabs
    ]
    command = SetTarget(city.units["A"].pk, city.families.pk, "2023", "50", Direction.AT_LEAST.value, "Plan")
    set_target(console(), command)
    assert "Targets" in [one.label for one in head(observer, "unit", city.units["A"]).tabs]


def test_a_closed_unit_keeps_its_page_and_says_so(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, NOW.date()))
    found = head(acting(Role.OBSERVER, units["C"]), "place", units["A1"])
    assert [one.label for one in found.path] == ["Thành phố", "Phường A"] and not found.open
    page = (
        client_of(person(Role.OBSERVER, units["C"], "c@example.org")).get("/unit/A1/about/").content.decode()
    )
    assert "not open today" in page


def test_the_frame_costs_the_same_wherever_a_unit_lies(units: dict[str, Unit]) -> None:
    actor = acting(Role.OBSERVER, units["C"])

    def cost(unit: str) -> int:
        here = Here("unit", units[unit].pk)
        with reading_once(), CaptureQueriesContext(connection) as asked:
            around = tree_of().around(actor, here.unit_id)
            places(actor, here, around)
            unit_head(actor, here, around)
        return len(asked)

    cost("C")  # the structure is read once
    assert cost("C") == cost("A1")


# The switcher


def switch(client: Client, query: str = "") -> str:
    response = client.get(f"/units/-/switch/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_switcher_offers_ones_own_units_and_those_opened_last(units: dict[str, Unit]) -> None:
    user = person(Role.OBSERVER, units["A"])
    client = client_of(user)
    for code in ("A1", "A2", "A1"):
        client.get(f"/unit/{code}/")
    found = re.findall(r'href="/unit/(\w+)/"', switch(client))
    assert found == ["A", "A1", "A2"]
    client.get("/unit/A/")
    assert re.findall(r'href="/unit/(\w+)/"', switch(client)) == ["A", "A1", "A2"], "one's own stands once"
    assert "Phố 1" in switch(client, "?q=pho+1") and "/unit/B1/" not in switch(client, "?q=pho+1")
    assert "No unit has this name." in switch(client, "?q=nowhere")


def test_nobody_gets_anothers_visits_or_a_unit_that_is_not_theirs(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.OBSERVER, units["A"]))
    client.get("/unit/A1/")
    kept = client.cookies["visited"]
    assert kept["httponly"] and kept["samesite"] == "Lax"
    other = client_of(person(Role.OBSERVER, units["C"], "other@example.org"))
    other.cookies["visited"] = kept.value
    assert "/unit/A1/" not in switch(other)
    own, _, _rest = kept.value.partition(".")
    for forged in (f"{own}.{units['B1'].pk}", f"{own}.{'9' * 5000}", f"{own}.²", "..", own, f"{own}.-1.x"):
        client.cookies["visited"] = forged
        assert re.findall(r'href="/unit/(\w+)/"', switch(client)) == ["A"]


def test_what_is_to_do_is_counted_once_however_often_it_is_shown(units: dict[str, Unit]) -> None:
    actor, here = acting(Role.SECRETARY, units["A"]), Here("work")
    around = tree_of().around(actor, None)
    with reading_once():  # as every request does
        places(actor, here, around)
        with CaptureQueriesContext(connection) as asked:
            assert [one.label for one in pages_of_place(actor, here)] == ["Reports", "Reviews"]
        assert not asked
