"""The directory: who heads a unit, who reports for it, who decides on that, and who may read it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put
from tests.support.organisation import PASSWORD, client_of, console, person, tree

from mandate.apps.posts.queries.charges import charges_of, heads_of
from mandate.apps.posts.queries.directory import directory, directory_rows
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.holding import How
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.nearest import nearest
from mandate.platform.journal.models import Entry
from mandate.platform.listing.showing import every

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 5)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def told(unit: Unit, name: str, day: date = TODAY) -> list[tuple[str, str, str]]:
    """Who is in charge of something in a unit: (name, office, place)."""
    row = next(one for one in charges_of(console(), [unit.pk], day)[unit.pk] if one.name == name)
    return [(one.name, one.office, one.place) for one in row.people]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_whoever_is_nearest_reports_and_the_nearest_above_decides(units: dict[str, Unit]) -> None:
    assert told(units["A1"], "reports") == []
    person(Role.SECRETARY, units["C"], "city@example.org")
    assert told(units["A1"], "reports") == [("city", "Secretary", "Thành phố")]
    person(Role.SECRETARY, units["A"], "ward@example.org")
    person(Role.REPORTER, units["A1"], "street@example.org")
    person(Role.REPORTER, units["A1"], "also@example.org")
    assert told(units["A1"], "reports") == [
        ("also", "Reporter", "Phố 1, Phường A"),
        ("street", "Reporter", "Phố 1, Phường A"),
    ]
    assert told(units["A1"], "decides") == [("ward", "Secretary", "Phường A, Thành phố")]
    assert told(units["A"], "decides") == [("city", "Secretary", "Thành phố")]
    assert told(units["C"], "decides") == [("city", "Secretary", "Thành phố")]  # a top unit on itself
    assert told(units["B1"], "reports") == [("city", "Secretary", "Thành phố")]


def test_who_has_a_post_is_told_by_the_post_that_carries_the_role(units: dict[str, Unit]) -> None:
    who = person(Role.OBSERVER, units["C"], "an@example.org")
    put(who, post(units["A"], "deputy_secretary"))
    there = post(units["A"], "secretary", role=Role.SECRETARY, name="Bí thư Đảng ủy")
    put(who, there, date(2023, 2, 1), date(2024, 1, 5))
    assert told(units["A1"], "decides", date(2024, 1, 4)) == [("an", "Bí thư Đảng ủy", "Phường A, Thành phố")]
    assert told(units["A1"], "decides") == []  # the end is exclusive
    assert told(units["A1"], "decides", date(2023, 1, 31)) == []


def test_who_may_not_sign_in_is_in_charge_of_nothing(units: dict[str, Unit]) -> None:
    gone = person(Role.REPORTER, units["A1"], "gone@example.org")
    person(Role.SECRETARY, units["A"], "ward@example.org")
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert told(units["A1"], "reports") == [("ward", "Secretary", "Phường A, Thành phố")]


def test_a_role_on_everything_stands_last(units: dict[str, Unit]) -> None:
    whole = person(Role.SECRETARY, None, "all@example.org")
    found = nearest("reports.decide", [units["A1"].pk, units["C"].pk], TODAY)
    assert {one.unit_id for one in found.values()} == {None}
    assert told(units["A1"], "decides") == [("all", "Secretary", "the whole organisation")]
    person(Role.REVIEWER, units["C"], "city@example.org")
    found = nearest("reports.decide", [units["A1"].pk], TODAY)[units["A1"].pk]
    assert found.unit_id == units["C"].pk and whole.pk not in found.people
    shared = nearest("forms.manage", [units["A1"].pk], TODAY)[units["A1"].pk]
    assert (shared.unit_id, shared.people) == (None, {})


def test_the_first_post_heads_and_a_vacant_one_is_said_to_be(units: dict[str, Unit]) -> None:
    unit = units["A"]
    assert heads_of(console(), [unit.pk], TODAY) == {}
    committee = body(unit)
    first = post(unit, "secretary", committee)
    second = post(unit, "deputy_secretary", committee)
    (only,) = heads_of(console(), [unit.pk], TODAY)[unit.pk]
    assert only.holder is None and only.post_id == first.pk
    put(member(units["A1"], "Lê Thị Hai"), second, date(2023, 4, 1))
    vacant, held = heads_of(console(), [unit.pk], TODAY)[unit.pk]
    assert vacant.holder is None and held.holder is not None and held.holder.name == "Lê Thị Hai"
    put(member(units["A1"], "Lê Thị Một"), first, date(2023, 4, 1), how=How.ACTING)
    (held,) = heads_of(console(), [unit.pk], TODAY)[unit.pk]
    assert held.holder is not None and held.holder.acting and held.post_id == first.pk
    (row,) = directory_rows(console(), [unit.pk], TODAY)
    assert row.head_names == "Lê Thị Một (Secretary, acting)"


def test_the_page_finds_a_unit_by_itself_and_what_it_lies_under(units: dict[str, Unit]) -> None:
    person(Role.REPORTER, units["A1"], "street@example.org")
    reader = client_of(person(Role.OBSERVER, units["C"], "reader@example.org"))
    page = text(reader, "/directory/?q=pho+1+phuong+a")
    assert "Phố 1, Phường A" in page and "Phố 1, Phường B" not in page and "street" in page
    assert "Nobody" not in page and "nobody" in page  # nobody decides
    page = text(reader, "/directory/?level=ward")
    assert "Phường B, Thành phố" in page and "Phố 1, Phường A" not in page
    body(units["B"])
    page = text(reader, "/directory/?body=committee")
    assert "Phường B, Thành phố" in page and "Phường A, Thành phố" not in page
    assert "Phường B, Thành phố" not in text(reader, "/directory/?body=committee&on=2020-05-31")
    assert "No unit is called “zz”" in text(reader, "/directory/?q=zz")


def test_nobody_reads_of_units_that_are_not_theirs(units: dict[str, Unit]) -> None:
    person(Role.REPORTER, units["B1"], "merganser@example.org")
    put(member(units["B1"], "Ẩn Danh", BEGUN), post(units["B"]))
    reader = client_of(person(Role.OBSERVER, units["A"], "reader@example.org"))
    for address in ("/directory/", "/directory/posts/", "/directory/?file=csv", "/directory/posts/?file=csv"):
        answer = reader.get(address).content.decode()
        assert "Phường B" not in answer and "merganser" not in answer and "Ẩn Danh" not in answer, address
    assert Client().get("/directory/").status_code == 302
    roleless = User.objects.create_user("roleless@example.org", PASSWORD, name="roleless")
    assert client_of(roleless).get("/directory/").status_code == 403
    assert client_of(roleless).get("/directory/posts/").status_code == 403


def test_who_stands_above_is_told_by_office_and_unit_alone(units: dict[str, Unit]) -> None:
    person(Role.SECRETARY, units["C"], "merganser@example.org")
    person(Role.SECRETARY, units["C"], "goosander@example.org")
    reader = client_of(person(Role.OBSERVER, units["A1"], "reader@example.org"))
    for address in ("/directory/", "/unit/A1/posts/"):
        page = text(reader, address)
        assert page.count("Secretary, Thành phố") >= 2 and "/unit/C/posts/" not in page
        assert "merganser" not in page and "goosander" not in page
    assert "Secretary, Thành phố" in reader.get("/directory/?file=csv").content.decode()


def test_the_posts_of_all_units_are_found_by_words_that_stand_in_several_places(
    units: dict[str, Unit],
) -> None:
    put(member(units["A1"], "Lê Thị Hai", BEGUN), post(units["A"], "secretary", name="Bí thư"))
    put(member(units["B1"], "Lê Thị Ba", BEGUN), post(units["B"], "secretary", name="Bí thư"))
    reader = client_of(person(Role.OBSERVER, units["C"], "reader@example.org"))
    page = text(reader, "/directory/posts/?q=bi+thu+phuong+ba")
    assert "Lê Thị Ba" in page and "Lê Thị Hai" not in page
    page = text(reader, "/directory/posts/?q=hai+bi+thu")
    assert "Lê Thị Hai" in page and "Lê Thị Ba" not in page
    assert "Lê Thị" not in text(reader, "/directory/posts/?level=street")
    assert "Lê Thị" not in text(reader, "/directory/posts/?body=committee")


def test_a_file_of_it_leaves_a_trace(units: dict[str, Unit]) -> None:
    reader = client_of(person(Role.OBSERVER, units["A"], "reader@example.org"))
    file = reader.get("/directory/?level=street&file=csv").content.decode()
    assert "Phố 2, Phường A" in file and "Phường A, Thành phố" not in file
    (row,) = Entry.objects.filter(code="posts.directory_taken")
    assert row.unit_id == units["A"].pk
    assert "Decides on its reports" in file


def test_a_closed_unit_stands_in_it_until_it_closes(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["A1"].pk, date(2024, 2, 1)))
    for day, there in ((date(2024, 1, 31), True), (date(2024, 2, 1), False)):
        rows = every(directory(console(), None, day), {})
        assert (units["A1"].pk in {row.unit.id for row in rows}) is there


def test_the_number_of_queries_does_not_grow(units: dict[str, Unit]) -> None:
    put(member(units["A1"], "Lê Thị Hai", BEGUN), post(units["A"]))
    person(Role.REPORTER, units["A1"], "street@example.org")
    reader = client_of(person(Role.OBSERVER, units["C"], "reader@example.org"))
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(
            connection,
        ) as few:
            reader.get("/directory/")
        counts.append(len(few))
        for code in ("B", "B1", "B2", "B3"):
            put(member(units[code], f"Lê Thị {code}", BEGUN), post(units[code]))
            person(Role.REPORTER, units[code], f"{code}@example.org".lower())
    assert counts[1] <= counts[0] + 1, counts
