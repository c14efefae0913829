"""Where a number comes from: its target, the year before, the way back and the way up."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.targets.city import City
from tests.support.organisation import client_of, person

from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(town: City) -> Client:
    return client_of(person(Role.OBSERVER, None))


def source(unit: str, indicator: str, period: str = "2023") -> str:
    return reverse("reporting:source", args=[unit, indicator, period])


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def told(client: Client, address: str) -> str:
    """What stands beside the number."""
    page = client.get(address).content.decode()
    return page.split('<dl class="facts">')[1].split("</dl>")[0]


@pytest.mark.parametrize(
    ("unit", "indicator", "words"),
    [
        ("C", "cultural", ["400", "Plan 7", "exceeded", "105.0%"]),
        ("B", "families", ["400", "missed", "75.0%"]),
    ],
)
def test_a_number_has_its_target(client: Client, unit: str, indicator: str, words: list[str]) -> None:
    facts = told(client, source(unit, indicator))
    assert "<dt>Target</dt>" in facts and all(word in facts for word in words)


def test_a_number_has_the_year_before_and_none_without_a_target(client: Client) -> None:
    facts = told(client, source("A", "families"))
    assert "<dt>2022</dt>" in facts and ">190</a>" in facts
    assert source("A", "families", "2022") in facts
    facts = told(client, source("A", "cultural"))
    assert "Target" not in facts and ">no data</a>" in facts


def test_the_way_back_leads_to_the_page_where_the_tracing_began(client: Client) -> None:
    began = reverse("targets:compare", args=["C"]) + "?indicator=families&period=2023"
    first = client.get(source("C", "families"), headers={"referer": f"http://testserver{began}"}, follow=True)
    page = first.content.decode()
    address = first.redirect_chain[-1][0]
    assert f'href="{began.replace("&", "&amp;")}">Back</a>' in page
    # Every further link keeps it, a number of a unit below as well as another order.
    kept = address.partition("?")[2]
    assert f"{source('A', 'families')}?{kept}" in page
    assert all("from=" in part.split('"')[0] for part in main(page).split('href="?')[1:])
    further = client.get(
        f"{source('A', 'families')}?{kept}", headers={"referer": f"http://testserver{address}"}
    )
    assert began.replace("&", "&amp;") in main(further.content.decode())
    # Another period keeps it, too.
    assert (
        client.get(address + "&period=2022").headers["location"]
        == f"{source('C', 'families', '2022')}?{kept}"
    )


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_way_back_leads_to_this_site_alone(client: Client, where: str) -> None:
    page = client.get(source("C", "families"), {"from": where}, headers={"referer": where})
    assert page.status_code == 200 and ">Back</a>" not in page.content.decode()


def test_the_way_up_keeps_the_number(client: Client) -> None:
    for name, address in (
        ("source", source("A", "families")),
        ("indicator", reverse("targets:indicator", args=["A", "families"]) + "?period=2023"),
    ):
        page = client.get(address).content.decode()
        crumbs = page.split('<ol class="crumbs">')[1].split("</ol>")[0]
        up = address.replace("/A/", "/C/")
        assert f'href="{up}"' in crumbs, name


def test_the_order_is_said(client: Client) -> None:
    for sort, words in (("", "by name"), ("value", "largest first"), ("coverage", "most missing first")):
        page = client.get(source("C", "families"), {"sort": sort}).content.decode()
        caption = page.split('<caption class="unseen">')[1].split("</caption>")[0]
        assert " ".join(caption.split()) == f"Order: {words}"
