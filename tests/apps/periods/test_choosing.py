"""The chooser of periods: what is asked for now comes first, all kinds can be found, and the page stays."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from tests.support.organisation import client_of, console, person, tree
from tests.support.reporting import world

from mandate.apps.periods.choosing import choice_page
from mandate.apps.periods.services import AddPeriod, add_period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    return client_of(person(Role.OBSERVER, tree()["A"]))


def choose(client: Client, **query: str) -> str:
    response = client.get("/periods/choose/", query, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_is_asked_for_now_comes_first_and_then_all_kinds() -> None:
    world()
    add_period(console(), AddPeriod("2020-2025", date(2020, 10, 1), date(2025, 9, 30)))
    groups = dict(choice_page("/unit/A/", "2023Q2", "").groups)
    assert list(groups) == ["Open now", "Years", "Within 2023", "Financial years and terms"]
    assert [one.name for one in groups["Open now"]] == ["2023"]
    assert [one.name for one in groups["Years"]][:3] == ["2024", "2022", "2021"], "2023 stands above"
    within = [one.name for one in groups["Within 2023"]]
    assert len(within) == 2 + 4 + 12 and within[3] == "Q2 2023"
    assert [one.name for one in groups["Within 2023"] if one.current] == ["Q2 2023"]


def test_no_year_between_the_shown_one_and_the_newest_is_left_out() -> None:
    world("2028")
    groups = dict(choice_page("/unit/A/", "2023", "").groups)
    assert [one.name for one in groups["Years"]] == [str(year) for year in range(2027, 2018, -1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-05", ["May 2024"]),
        ("may 2024", ["May 2024"]),
        ("q3", ["Q3 2023"]),
        ("2022 first half", ["First half of 2022"]),
        ("week 7 2020", ["Week 7 of 2020"]),
        ("never", []),
        ("0000", []),
        ("9" * 5000, []),
        ("\x00", []),
    ],
)
def test_a_period_is_found_by_its_code_or_words(text: str, found: list[str]) -> None:
    page = choice_page("/", "2023", text)
    assert page.found is not None
    assert [one.name for one in page.found][: len(found)] == found and bool(page.found) == bool(found)


def test_a_week_has_its_neighbours_and_the_edges_of_the_calendar_hold() -> None:
    (within,) = [
        ways for heading, ways in choice_page("/", "2023-W05", "").groups if heading == "Within 2023"
    ]
    assert {"Week 4 of 2023", "Week 6 of 2023"} <= {one.name for one in within}
    for edge in ("1900", "2200", "1900-W01", "2200-12"):
        assert choice_page("/", edge, "").groups


def test_the_page_keeps_what_it_was_asked_for_but_its_place_in_a_list(reader: Client) -> None:
    shown = choose(reader, of="/unit/A/compare/?view=table&page=3&period=2023", period="2023")
    ways = [unescape(one) for one in re.findall(r'href="([^"]+)"', shown)]
    way = next(one for one in ways if one.endswith("take=2022"))
    assert reader.get(way)["Location"] == "/unit/A/compare/?view=table&period=2022"
    whole = reader.get("/periods/choose/", {"of": "/unit/A/", "period": "2023"}).content.decode()
    assert "<html" in whole and "take=2023-11" in whole


@pytest.mark.parametrize(
    "of",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "",
        "\\\\evil",
        "evil",
        "?take=2022",
        "periods:calendar",
    ],
)
def test_it_leads_nowhere_else(reader: Client, of: str) -> None:
    links = re.findall(r'href="([^"]+)"', choose(reader, of=of, period="2023"))
    assert links and all(reader.get(unescape(link))["Location"].startswith("/?period=") for link in links)


@pytest.mark.parametrize("of", ["evil", "?x", "periods:calendar", "units:unit"])
def test_what_is_no_address_is_the_home(reader: Client, of: str) -> None:
    assert reader.get("/periods/choose/", {"of": of, "take": "2023"})["Location"] == "/?period=2023"
    assert reader.get("/periods/choose/", {"of": of, "take": "x"})["Location"] == "/"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Purpose": "prefetch;prerender"}, False),
        ({"Purpose": "prefetch"}, False),
    ],
)
def test_a_link_from_elsewhere_takes_no_period_for_all_pages(
    reader: Client, headers: dict[str, str], taken: bool
) -> None:
    said = {"of": "/unit/A/", "take": "2022"}
    assert reader.get("/periods/choose/", said, headers=headers)["Location"] == "/unit/A/?period=2022"
    assert (reader.session.get("period") == "2022") is taken
    reader.head("/periods/choose/", {"of": "/", "take": "2021"})
    assert reader.session.get("period") != "2021"


def test_nonsense_in_the_address_is_nothing(reader: Client) -> None:
    for period in ("", "x", "9" * 5000, "2023-13"):
        assert "evil" not in choose(reader, of="/", period=period)
        if period:
            assert (
                reader.get("/periods/choose/", {"of": "/unit/A/", "take": period})["Location"] == "/unit/A/"
            )


def shown(client: Client, address: str) -> tuple[str, str]:
    """The period that a page is about, and what it says beside it."""
    frame = client.get(address).context["shell"]
    return frame.period, frame.period_told


def test_a_link_sets_the_period_of_its_own_page_alone() -> None:
    client = client_of(person(Role.OBSERVER, world("2023").units["C"]))
    assert shown(client, "/unit/C/") == ("2023", "Reports are collected for it now.")
    assert shown(client, "/unit/C/?period=2023-10") == ("October 2023", "On this page only; elsewhere 2023.")
    assert shown(client, "/unit/C/reports/?in=2023-11") == (
        "November 2023",
        "On this page only; elsewhere 2023.",
    )
    assert shown(client, "/unit/C/targets/") == ("2023", "Reports are collected for it now."), (
        "the tabs stay where they were"
    )


def test_what_is_chosen_holds_for_all_pages_until_another_is() -> None:
    client = client_of(person(Role.OBSERVER, world("2023").units["C"]))
    answer = client.get("/periods/choose/", {"of": "/unit/C/", "take": "2023-10"}, follow=True)
    assert (answer.context["shell"].period, answer.context["shell"].period_told) == ("October 2023", "")
    assert shown(client, "/unit/C/?period=2022") == ("2022", "On this page only; elsewhere October 2023.")
    assert shown(client, "/unit/C/targets/") == ("October 2023", "")


def test_a_period_that_there_is_not_is_said() -> None:
    client = client_of(person(Role.OBSERVER, world("2023").units["C"]))
    for asked in ("2023-13", "spring"):
        period, told = shown(client, f"/unit/C/?period={asked}")
        assert (period, told) == ("2023", f"There is no period “{asked}”.")
        assert f"There is no period “{asked}”." in client.get(f"/unit/C/?period={asked}").content.decode()
