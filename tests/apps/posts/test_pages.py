"""The pages of posts: what they show to whom, and what they ask for."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.timezone import localdate
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put, term
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.people.services.members import EndMembership, end_membership
from mandate.apps.posts.models import Body, Holding, Post, Term
from mandate.apps.posts.queries.unit import posts_page
from mandate.apps.posts.services.bodies import CloseBody, close_body
from mandate.apps.posts.services.holdings import EndHolding, end_holding
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.holding import Ended, How
from mandate.core.membership import Ended as Left
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db


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


def test_from_nothing_to_somebody_in_a_post_by_the_forms(units: dict[str, Unit], keeper: Client) -> None:
    assert "Open a post" in text(keeper, "/unit/A/posts/")
    said = {"kind": "committee", "name": "Đảng ủy", "size": "15", "starts": "2020-06-01", "remit": "Leads."}
    done = keeper.post("/unit/A/posts/body/", said)
    made = Body.objects.get()
    assert done["Location"] == f"/bodies/{made.pk}/" and (made.size, made.remit) == (15, "Leads.")
    keeper.post(f"/bodies/{made.pk}/term/", {"ordinal": "17", "starts": "2020-06-01", "ends": "2025-06-01"})
    assert "no. 17" in text(keeper, f"/bodies/{made.pk}/")
    assert 'value="18"' in text(keeper, f"/bodies/{made.pk}/term/")  # the next one
    said = {"kind": "secretary", "body": str(made.pk), "places": "1", "starts": "2020-06-01", "role": "kind"}
    done = keeper.post("/unit/A/posts/post/", said)
    secretary = Post.objects.get()
    assert done["Location"] == f"/posts/{secretary.pk}/" and secretary.body == made
    assert "1 place vacant" in text(keeper, f"/posts/{secretary.pk}/")
    somebody = member(units["A1"], day=BEGUN)
    chooser = text(keeper, f"/posts/{secretary.pk}/fill/?q=tam")
    assert f"/posts/{secretary.pk}/fill/{somebody.pk}/" in chooser and "Phố 1, Phường A" in chooser
    assert "This list as a file" not in chooser  # it is only chosen from
    said = {"how": "elected", "starts": "2020-07-01", "number": "7-QĐ", "decided": "2020-06-28"}
    done = keeper.post(f"/posts/{secretary.pk}/fill/{somebody.pk}/", said)
    row = Holding.objects.get()
    assert (row.person, row.ends, row.number, row.decided) == (
        somebody,
        date(2025, 6, 1),
        "7-QĐ",
        date(2020, 6, 28),
    )
    page = text(keeper, "/unit/A/posts/?on=2024-01-05")
    assert "Lê Văn Tám" in page and "Đảng ủy" in page and "Places vacant: 0" in page
    said = {"ends": "2024-01-01", "why": "resigned", "number": "", "decided": ""}
    keeper.post(f"/holdings/{row.pk}/end/", said)
    page = text(keeper, f"/posts/{secretary.pk}/")
    assert "resigned" in page and "Take back" in page
    undone = page.split('name="undone" value="')[1].split('"')[0]
    keeper.post(f"/holdings/{row.pk}/end/take-back/", {"undone": undone})
    row.refresh_from_db()
    assert (row.ends, row.ended) == (date(2025, 6, 1), "")


def test_what_was_typed_survives_an_error(units: dict[str, Unit], keeper: Client) -> None:
    said = {"kind": "office", "name": "Văn phòng", "size": "0", "starts": "2020-06-32", "remit": "Long."}
    response = keeper.post("/unit/A/posts/body/", said)
    page = response.content.decode()
    assert response.status_code == 422 and not Body.objects.exists()
    assert 'value="Văn phòng"' in page and 'value="2020-06-32"' in page and "Long." in page
    office = body(units["A"], "office")
    secretary, somebody = post(units["A"], "head", office), member(units["A1"], day=BEGUN)
    said = {"how": "acting", "starts": "2019-01-01", "number": "7-QĐ"}
    response = keeper.post(f"/posts/{secretary.pk}/fill/{somebody.pk}/", said)
    page = response.content.decode()
    assert response.status_code == 422 and 'value="7-QĐ"' in page and "body begins on 1 June 2020" in page


def test_two_who_change_one_body_do_not_overwrite_each_other(units: dict[str, Unit], keeper: Client) -> None:
    office = body(units["A"], "office", "Văn phòng")
    address, said = f"/bodies/{office.pk}/change/", {"name": "Office A", "size": "3", "starts": "2020-06-01"}
    seen = text(keeper, address).split('name="seen" value="')[1].split('"')[0]
    keeper.post(address, said | {"seen": seen})
    response = keeper.post(address, said | {"name": "Office B", "seen": seen})
    assert response.status_code == 422 and "changed this meanwhile" in response.content.decode()
    assert Body.objects.get().name == "Office A"
    again = response.content.decode().split('name="seen" value="')[1].split('"')[0]
    keeper.post(address, said | {"name": "Office B", "seen": again})
    assert Body.objects.get().name == "Office B"


def test_a_vacancy_an_acting_holder_and_several_posts_are_seen_at_once(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    one, other = member(units["A1"], day=BEGUN), member(units["A1"], "An Văn Bình", BEGUN)
    put(one, post(units["A"], "secretary", committee), how=How.ACTING)
    put(one, post(units["A"], "member", committee, places=3))
    put(other, Post.objects.get(kind__code="member"))
    put(one, post(units["A"], "chair"))
    page = posts_page(console(), "A", date(2024, 1, 5))
    told = [(seat.post, seat.holder.name if seat.holder else seat.vacant) for seat in page.seats]
    assert told == [
        ("Secretary", "Lê Văn Tám"),
        ("Chair", "Lê Văn Tám"),
        ("Member", "An Văn Bình"),
        ("Member", "Lê Văn Tám"),
        ("Member", 1),
    ]
    assert (page.people, page.concurrent, page.vacant) == (2, 1, 1)
    (row,) = page.bodies
    assert (row.people, row.vacant) == (2, 1)  # one person in two posts of it is one person
    assert page.seats[1].holder is not None
    assert page.seats[1].holder.others == ("Secretary, Phường A", "Member, Phường A")
    shown = text(client_of(person(Role.OBSERVER, units["A"])), "/unit/A/posts/")
    assert "1 place vacant" in shown and "acting" in shown and "also: " in shown
    before = posts_page(console(), "A", date(2020, 6, 15))
    assert (before.people, before.vacant) == (0, 5)
    assert posts_page(console(), "A", date(2020, 5, 31)).seats == ()


def test_of_one_rank_the_unit_itself_comes_first_then_its_bodies_in_their_order(
    units: dict[str, Unit],
) -> None:
    office, committee = body(units["A"], "office"), body(units["A"], "committee")
    for within in (office, committee, None):
        post(units["A"], "member", within, name="" if within else "Ủy viên")
    page = posts_page(console(), "A", date(2024, 1, 5))
    assert [(seat.post, seat.body) for seat in page.seats] == [
        ("Ủy viên", ""),
        ("Member", "Committee"),
        ("Member", "Office"),
    ]


def test_the_list_holds_the_posts_of_the_unit_and_below(units: dict[str, Unit], keeper: Client) -> None:
    put(member(units["A1"], "Bùi Thị Đào", BEGUN), post(units["A1"], name="Bí thư Chi bộ"))
    post(units["A2"]), post(units["A"], "chair"), post(units["B"], "head")

    def shown(query: str) -> list[bool]:
        page = text(keeper, f"/unit/A/posts/all/?{query}")
        found = page.partition('id="found"')[2]
        return [name in found for name in ("Bí thư Chi bộ", ">Secretary<", ">Chair<", ">Head<")]

    assert shown("") == [True, True, True, False]
    assert shown("state=vacant") == [False, True, True, False]
    assert shown("kind=chair") == [False, False, True, False]
    assert shown("of=own") == [False, False, True, False]
    assert shown("q=dao") == [True, False, False, False]
    assert shown("q=bi+thu+chi") == [True, False, False, False]
    assert shown("on=2020-05-01") == [False] * 4
    told = keeper.get("/unit/A/posts/all/?file=csv").content.decode()
    assert "Bí thư Chi bộ" in told and "Bùi Thị Đào" in told and "Phố 1, Phường A" in told


def test_posts_are_for_everybody_with_a_role_there_and_nobody_beside(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    first, secretary = term(committee), post(units["A"], within=committee)
    row = put(member(units["A1"], day=BEGUN), secretary)
    pages = [
        "/unit/A/posts/", "/unit/A/posts/all/", f"/bodies/{committee.pk}/", f"/posts/{secretary.pk}/",
    ]  # fmt: skip
    deeds = [
        "/unit/A/posts/body/", "/unit/A/posts/post/", "/unit/A/posts/close/",
        f"/bodies/{committee.pk}/change/", f"/bodies/{committee.pk}/close/", f"/bodies/{committee.pk}/term/",
        f"/terms/{first.pk}/", f"/posts/{secretary.pk}/change/", f"/posts/{secretary.pk}/close/",
        f"/posts/{secretary.pk}/fill/", f"/holdings/{row.pk}/end/", f"/holdings/{row.pk}/correct/",
    ]  # fmt: skip
    reader, writer = (client_of(person(role, units["A"])) for role in (Role.OBSERVER, Role.SECRETARY))
    above, beside = (client_of(person(Role.SECRETARY, units[one])) for one in ("C", "B"))
    below = client_of(person(Role.ADMINISTRATOR, units["A1"]))
    assert [reader.get(one).status_code for one in pages] == [200] * 4
    assert {reader.get(one).status_code for one in deeds} == {403}
    for client in (writer, above):
        assert {client.get(one).status_code for one in (*pages, *deeds)} == {200}
    for client in (beside, below):
        assert {client.get(one).status_code for one in (*pages, *deeds)} <= {403, 404}


def test_whoever_left_as_a_member_is_seen_and_stays_in_the_post(
    units: dict[str, Unit], keeper: Client
) -> None:
    somebody = member(units["A1"], day=BEGUN)
    put(somebody, post(units["A"]))
    end_membership(console(), EndMembership(somebody.pk, Left.LEFT, date(2023, 9, 1)))
    page = text(keeper, "/unit/A/posts/")
    assert "1 person holds a post here and is no longer a member" in page and "Lê Văn Tám" in page
    assert "no longer" not in text(keeper, "/unit/A/posts/?on=2023-08-31")
    assert "no longer" not in text(client_of(person(Role.OBSERVER, units["A"])), "/unit/A/posts/")


def test_a_closed_unit_offers_to_close_what_is_left(units: dict[str, Unit], keeper: Client) -> None:
    put(member(units["A1"], day=BEGUN), post(units["A2"]))
    close_unit(console(), CloseUnit(units["A2"].pk, date(2024, 1, 1)))
    assert "/unit/A2/posts/close/" in text(keeper, "/unit/A2/posts/")
    reader = client_of(person(Role.OBSERVER, units["A"]))
    assert "still has bodies or posts" in text(reader, "/unit/A2/posts/")
    assert "/unit/A2/posts/close/" not in text(reader, "/unit/A2/posts/")
    keeper.post("/unit/A2/posts/close/", {"ends": "2024-01-01", "number": "9-QĐ"})
    assert Holding.objects.get().ends == date(2024, 1, 1)
    assert "/close/" not in text(keeper, "/unit/A2/posts/")


def test_a_longer_list_takes_no_more_queries(units: dict[str, Unit], keeper: Client) -> None:
    for address in ("/unit/A/posts/", "/unit/A/posts/all/"):
        asked = []
        for number in (1, 8):
            for one in range(number):
                into = post(units["A"], "head", body(units["A"], "office"))
                put(member(units["A1"], f"Member {number} {one}", BEGUN), into)
            text(keeper, address)
            with asked_anew() as captured:
                text(keeper, address)
            asked.append(len(captured))
        assert asked[0] == asked[1], address


def test_people_are_chosen_by_name_or_number_alone(units: dict[str, Unit], keeper: Client) -> None:
    secretary = post(units["A"])
    here = member(units["A1"], "Bùi Thị Đào", BEGUN, number="HR 7")
    here.email, here.is_active = "dao.secret@example.org", True
    here.save()
    for words, found in (("dao", True), ("hr7", True), ("secret", False), ("xuan", False)):
        page = text(keeper, f"/posts/{secretary.pk}/fill/?q={words}")
        assert (f"/fill/{here.pk}/" in page) is found, words
    beside = member(units["B1"], "Bùi Thị Đào", BEGUN)
    assert f"/fill/{beside.pk}/" not in text(keeper, f"/posts/{secretary.pk}/fill/?q=dao")
    assert keeper.get(f"/posts/{secretary.pk}/fill/{beside.pk}/").status_code == 404
    assert User.objects.filter(pk=beside.pk).exists() and not Term.objects.exists()


def test_what_is_closed_on_a_day_to_come_is_filled_until_then(units: dict[str, Unit], keeper: Client) -> None:
    committee = body(units["A"], "steering")
    secretary = post(units["A"], within=committee)
    ends = localdate() + timedelta(days=30)
    close_body(console(), CloseBody(committee.pk, ends))
    page, own = text(keeper, f"/bodies/{committee.pk}/"), text(keeper, f"/posts/{secretary.pk}/")
    assert "Open a post" in page and "Add a term" in page and "Put somebody into the post" in own
    Body.objects.update(ends=localdate())
    page, own = text(keeper, f"/bodies/{committee.pk}/"), text(keeper, f"/posts/{secretary.pk}/")
    assert "Open a post" not in page and "Add a term" not in page
    assert "Put somebody into the post" not in own


def test_the_reason_of_an_end_is_for_whoever_keeps_the_posts(units: dict[str, Unit], keeper: Client) -> None:
    row = put(member(units["A1"], day=BEGUN), post(units["A"]))
    end_holding(console(), EndHolding(row.pk, date(2023, 9, 1), Ended.RELIEVED))
    address = f"/posts/{row.post_id}/"
    assert "relieved of it" in text(keeper, address)
    assert "relieved of it" not in text(client_of(person(Role.OBSERVER, units["A"])), address)


def test_the_page_of_terms_is_called_so_once() -> None:
    for alone, times in ((True, 0), (False, 1)):
        part = render_to_string("posts/parts/ending.html", {"terms": (), "alone": alone})
        assert part.count("Terms that end soon") == times
