"""What posts count, what the check of the site finds, the command, the search, and the page of a person."""

from datetime import date

import pytest
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put, term
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.people.services.members import EndMembership, end_membership
from mandate.apps.posts.checks import check_posts
from mandate.apps.posts.models import Holding, Post, Term
from mandate.apps.posts.queries.ending import ending_terms
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.membership import Ended as Left
from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of
from mandate.platform.parts import fixed_counts

pytestmark = pytest.mark.django_db

FIRST, UNTIL = date(2023, 1, 1), date(2024, 1, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def counted(name: str, units: dict[str, Unit], first: date = FIRST, until: date = UNTIL) -> dict[str, int]:
    """By the unit's code, without zeros."""
    codes = {unit.pk: code for code, unit in units.items()}
    found = fixed_counts()[name].values(list(codes), first, until)
    return {codes[pk]: int(number) for pk, number in found.items() if number}


def test_what_is_vacant_is_counted_on_the_last_day(units: dict[str, Unit]) -> None:
    several = post(units["A"], "member", places=3)
    put(member(units["A1"], day=BEGUN), several)
    put(member(units["A1"], "Lê Thị Chín", BEGUN), several, ends=date(2023, 12, 31))
    post(units["A1"])
    assert counted("posts.vacant", units) == {"A": 2, "A1": 1}
    assert counted("posts.vacant", units, until=date(2023, 12, 31)) == {"A": 1, "A1": 1}
    assert counted("posts.vacant", units, date(2019, 1, 1), date(2020, 1, 1)) == {}


def test_a_closed_unit_has_no_figure(units: dict[str, Unit]) -> None:
    post(units["B3"])
    close_unit(console(), CloseUnit(units["B3"].pk, FIRST))
    found = fixed_counts()["posts.vacant"].values([units["B3"].pk, units["B1"].pk], FIRST, UNTIL)
    assert found == {units["B1"].pk: 0}


def test_whoever_has_several_posts_is_counted_once_and_levels_add_up(units: dict[str, Unit]) -> None:
    one, other = member(units["A1"], day=BEGUN), member(units["A1"], "Lê Thị Chín", BEGUN)
    put(one, post(units["A"], "secretary"))
    put(one, post(units["A1"], "head_of_village"))
    put(one, post(units["B"], "member"))
    put(other, post(units["A1"], "secretary"))
    assert counted("posts.several", units) == {"A": 1}
    put(other, Post.objects.create(unit=units["B"], kind=Post.objects.first().kind, starts=BEGUN))  # type: ignore[union-attr]
    assert sum(counted("posts.several", units).values()) == 2


def test_counting_takes_no_more_queries_for_more_units(units: dict[str, Unit]) -> None:
    for unit in units.values():
        put(member(unit, f"Lê Văn {unit.code}", BEGUN), post(unit))
    for name in ("posts.vacant", "posts.several"):
        asked = []
        fixed_counts()[name].values([], FIRST, UNTIL)  # reads the tree
        for some in ([units["A"].pk], [unit.pk for unit in units.values()]):
            with asked_anew() as captured:
                fixed_counts()[name].values(some, FIRST, UNTIL)
            asked.append(len(captured))
        assert asked[0] == asked[1], name


def test_the_check_finds_what_the_services_would_refuse_and_what_happened_beside(
    units: dict[str, Unit],
) -> None:
    committee = body(units["A"])
    term(committee)
    secretary, somebody = post(units["A"], within=committee), member(units["A1"], day=BEGUN)
    row = put(somebody, secretary)
    put(member(units["B3"], "Lê Thị Chín", BEGUN), post(units["B3"]))
    assert check_posts() == []
    end_membership(console(), EndMembership(somebody.pk, Left.LEFT, date(2023, 9, 1)))
    close_unit(console(), CloseUnit(units["B3"].pk, date(2024, 1, 1)))
    other = Holding.objects.create(
        person=member(units["A1"]), post=secretary, how="elected", starts=row.starts
    )
    Term.objects.create(body=committee, ordinal=18, starts=date(2025, 6, 1), ends=date(2030, 6, 1))
    Holding.objects.filter(pk=other.pk).update(starts=date(2020, 5, 1), ends=date(2099, 1, 1))
    Holding.objects.filter(pk=row.pk).update(ends=date(2099, 1, 1))
    told = " ".join(one.text for one in check_posts())
    for words in (
        "beyond its days",
        "more holders than places",
        "across two terms",
        "are no members any more",
        "still held",
    ):
        assert words in told, words


def test_bodies_and_posts_are_found_by_words_in_any_language(units: dict[str, Unit]) -> None:
    committee = body(units["A"], name="Đảng ủy phường")
    secretary = post(units["A"], within=committee)
    beside = post(units["B"])
    keeper = client_of(person(Role.OBSERVER, units["A"]))

    def found(words: str) -> str:
        return keeper.get(f"/find/hints/?q={words}").content.decode()

    assert f"/bodies/{committee.pk}/" in found("dang+uy") and f"/posts/{secretary.pk}/" in found("bi+thu")
    assert f"/posts/{secretary.pk}/" in found("secretary")
    assert f"/posts/{beside.pk}/" not in found("secretary")


def test_the_posts_of_a_person_stand_on_their_page(units: dict[str, Unit]) -> None:
    somebody = member(units["A1"], day=BEGUN)
    put(somebody, post(units["A"], name="Trưởng ban A"))
    put(somebody, post(units["B"], name="Trưởng ban B"))
    page = client_of(person(Role.SECRETARY, units["A"])).get(f"/members/{somebody.pk}/").content.decode()
    assert "Trưởng ban A" in page and "Trưởng ban B" not in page
    above = client_of(person(Role.SECRETARY, units["C"])).get(f"/members/{somebody.pk}/").content.decode()
    assert "Trưởng ban A" in above and "Trưởng ban B" in above


def test_a_term_that_ends_soon_waits_for_whoever_keeps_the_posts(units: dict[str, Unit]) -> None:
    ward, above = person(Role.SECRETARY, units["A"]), person(Role.SECRETARY, units["C"])
    watching = person(Role.OBSERVER, units["A"])
    committee, now = body(units["A"]), console().now
    term(committee, ends=date(2024, 6, 1))

    def waiting() -> list[list[str]]:
        return [[one.body for one in ending_terms(actor_of(user, now))] for user in (ward, above, watching)]

    assert waiting() == [["Committee"], [], []]
    term(committee, 18, date(2024, 6, 1), date(2029, 6, 1))
    assert waiting() == [[], [], []]
    far = body(units["A"], "office")
    term(far, ends=date(2024, 7, 4))  # 181 days from today
    assert waiting() == [[], [], []]
    Term.objects.filter(body=far).update(ends=date(2024, 7, 3))
    assert waiting() == [["Office"], [], []]
