"""The organisation chart of a unit: what it draws, marks and leaves to the list."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put, term
from tests.apps.units.sisters import linked, sister_unit
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.posts.queries.chart import chart_page
from mandate.apps.units.models import Unit
from mandate.core.holding import How
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 5)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def drawing(unit: Unit, day: date = DAY) -> ET.Element:
    """The chart as a tree of elements."""
    page = chart_page(console(), unit.code, day)
    assert page.drawing is not None
    return ET.fromstring(page.drawing)


def words(svg: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in svg.iter("text")]


def looks(svg: ET.Element) -> list[str]:
    return [one.get("class", "") for one in svg.iter("rect")]


def test_it_draws_the_unit_its_bodies_and_their_posts(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    term(committee)
    put(member(units["A1"], "Lê Thị Hai", BEGUN), there := post(units["A"], "secretary", committee, places=2))
    put(member(units["A1"], "Lê Thị Ba", BEGUN), there, how=How.ACTING)
    post(units["A"], "deputy_secretary", committee)
    body(units["A"], "office", "Văn phòng")
    svg = drawing(units["A"])
    told = words(svg)
    assert told[:2] == ["Phường A", "Ward"]
    assert told[3].startswith("no. 17: ") and "Lê Thị Hai" in told and "◌ Lê Thị Ba, acting" in told
    assert "▼ 1 place vacant" in told and told[-1] == "Văn phòng"
    assert looks(svg) == ["o-unit", "o-body", "o-post", "o-vacant", "o-body"]
    assert len(list(svg.iter("polyline"))) == 4
    links = [one.get("href") for one in svg.iter("a")]
    assert f"/posts/{there.pk}/" in links and f"/bodies/{committee.pk}/" in links
    titles = [one.text for one in svg.iter("title")]
    assert any("Lê Thị Hai" in (one or "") and "acting" in (one or "") for one in titles)


def test_several_posts_of_one_person_and_posts_without_a_body(units: dict[str, Unit]) -> None:
    somebody = member(units["A1"], "Lê Thị Hai", BEGUN)
    put(somebody, post(units["A"], "secretary", name="Bí thư"))
    put(somebody, post(units["A"], "head", name="Trưởng ban"))
    told = words(drawing(units["A"]))
    assert "Posts of the unit itself" in told
    assert "also: Trưởng ban, Phường A" in told and "also: Bí thư, Phường A" in told


def test_a_body_of_many_names_some_and_says_how_many_more(units: dict[str, Unit]) -> None:
    there = post(units["A"], "member", body(units["A"]), places=20)
    for number in range(15):
        put(member(units["A1"], f"Lê Thị {number:02}", BEGUN), there)
    told = words(drawing(units["A"]))
    assert "Lê Thị 11" in told and "Lê Thị 12" not in told and "and 3 more" in told
    assert "▼ 5 places vacant" in told


def test_it_is_that_of_its_day(units: dict[str, Unit]) -> None:
    there = post(units["A"], "secretary")
    put(member(units["A1"], "Lê Thị Hai", BEGUN), there, date(2023, 5, 1), date(2024, 1, 5))
    assert "Lê Thị Hai" in words(drawing(units["A"], date(2024, 1, 4)))
    assert "Lê Thị Hai" not in words(drawing(units["A"]))
    assert chart_page(console(), "A", date(2020, 5, 31)).drawing is None


def test_the_page_has_the_list_too_and_is_for_those_of_the_unit(units: dict[str, Unit]) -> None:
    put(member(units["A1"], "Lê <i>Hai</i>", BEGUN), post(units["A"], "secretary"))
    reader = client_of(person(Role.OBSERVER, units["C"]))
    page = reader.get("/unit/A/posts/chart/").content.decode()
    assert page.count("Lê &lt;i&gt;Hai&lt;/i&gt;") >= 2 and "<i>Hai" not in page
    assert "No bodies and posts on this day" in reader.get("/unit/B/posts/chart/").content.decode()
    assert client_of(person(Role.SECRETARY, units["B"])).get("/unit/A/posts/chart/").status_code == 404
    assert Client().get("/unit/A/posts/chart/").status_code == 302


def test_sister_organisations_stand_beside_it_with_who_heads_them(units: dict[str, Unit]) -> None:
    union = sister_unit()
    linked(union, units["A"], date(2023, 6, 1))
    put(member(union, "Bùi Thị Lan", BEGUN), post(union, "chair", name="Chủ tịch Hội"))
    svg = drawing(units["A"])
    assert words(svg) == ["Phường A", "Ward", "Union F", "Bùi Thị Lan (Chủ tịch Hội)"]
    assert looks(svg) == ["o-unit", "o-beside", "o-inner"]
    assert [one.get("class") for one in svg.iter("polyline")] == ["o-line o-dashed"]
    assert chart_page(console(), "A", date(2023, 5, 31)).drawing is None
    reader = client_of(person(Role.OBSERVER, units["C"]))
    page = reader.get("/unit/A/posts/chart/").content.decode()
    assert "Sister organisations" in page and "/unit/F/" not in page
