"""Bodies, terms, posts and holdings: what the deeds do, what they refuse, and what the database keeps."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, ELECTED, body, post, put, term
from tests.support.organisation import acting, console, tree

from mandate.apps.people.services.members import EndMembership, end_membership
from mandate.apps.posts.models import Body, Holding, Post, Term
from mandate.apps.posts.queries.rows import mark
from mandate.apps.posts.services import bodies, closing, holdings, posts, terms
from mandate.apps.posts.services.bodies import BodySaid
from mandate.apps.posts.services.holdings import HoldingSaid
from mandate.apps.posts.services.posts import PostSaid
from mandate.apps.posts.services.terms import TermSaid
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.holding import Ended, How
from mandate.core.membership import Ended as Left
from mandate.platform.access.actor import Role
from mandate.platform.access.erasing import why_not
from mandate.platform.access.models import User
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

SEPTEMBER, YEAR_END = date(2023, 9, 1), date(2024, 1, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    """City C, wards A (A1, A2) and B (B1, B2, B3)."""
    return tree()


def refused(deed: Callable[[], object]) -> dict[str, str]:
    """Why a deed is refused, by field."""
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        deed()
    error = caught.value
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {field: " ".join(words) for field, words in told.items()}


def last_sentence() -> str:
    return read([Entry.objects.latest("id")])[0].event.sentence()


def test_a_post_is_filled_given_up_and_both_can_be_taken_back(units: dict[str, Unit]) -> None:
    person, secretary = member(units["A1"], day=BEGUN), post(units["A"])
    assert last_sentence() == "Opened the post “Secretary” with 1 place from 1 June 2020"
    row = put(person, secretary, number=" 12-QĐ ", decided=date(2020, 6, 20))
    assert last_sentence() == "Lê Văn Tám holds the post “Secretary” from 1 July 2020 (elected)"
    assert (row.number, row.ends) == ("12-QĐ", None)
    holdings.end_holding(console(), holdings.EndHolding(row.pk, SEPTEMBER, Ended.RESIGNED, seen=mark(row)))
    assert last_sentence() == "Lê Văn Tám no longer holds the post “Secretary” from 1 September 2023"
    row.refresh_from_db()
    assert (row.ends, row.ended) == (SEPTEMBER, "resigned")
    holdings.take_back_end(console(), holdings.TakeBackEnd(row.pk, mark(row)))
    row.refresh_from_db()
    assert (row.ends, row.ended) == (None, "")
    by = {"number": "9-QĐ", "decided": date(2023, 8, 20)}
    holdings.end_holding(console(), holdings.EndHolding(row.pk, SEPTEMBER, Ended.RESIGNED, **by))
    holdings.end_holding(console(), holdings.EndHolding(row.pk, YEAR_END, Ended.RETIRED))
    row.refresh_from_db()
    before = holdings.TakeBackEnd(row.pk, mark(row), SEPTEMBER, Ended.RESIGNED, **by)
    holdings.take_back_end(console(), before)
    row.refresh_from_db()
    assert (row.ends, row.ended, row.ending_number, row.ending_decided) == (
        SEPTEMBER,
        "resigned",
        *by.values(),
    )
    holdings.remove_holding(console(), holdings.RemoveHolding(row.pk, mark(row)))
    assert not Holding.objects.exists()
    posts.remove_post(console(), posts.RemovePost(secretary.pk))
    assert not Post.objects.exists()


def test_a_holding_ends_with_its_term_its_body_or_its_post(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    term(committee)
    row = put(member(units["A1"], day=BEGUN), post(units["A"], within=committee))
    assert row.ends == date(2025, 6, 1)
    office = body(units["A"], "office")
    bodies.close_body(console(), bodies.CloseBody(office.pk, YEAR_END))
    assert put(member(units["A1"], "Lê Thị Chín"), post(units["A"], "head", office)).ends == YEAR_END
    assert put(member(units["A1"], "Lê Thị Mười"), post(units["A"], "member")).ends is None


def test_the_first_of_the_ends_of_term_body_and_post_is_the_holdings(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    term(committee)  # until 2025
    secretary = post(units["A"], within=committee)
    bodies.close_body(console(), bodies.CloseBody(committee.pk, YEAR_END))
    row = put(member(units["A1"], day=BEGUN), secretary)
    assert row.ends == YEAR_END
    posts.close_post(console(), posts.ClosePost(post(units["A"], "member", committee).pk, SEPTEMBER))
    last = Post.objects.get(kind__code="member")
    assert put(member(units["A1"], "Lê Thị Chín", BEGUN), last).ends == SEPTEMBER
    said = holdings.HoldingSaid(How.ELECTED, row.starts)
    holdings.end_holding(console(), holdings.EndHolding(row.pk, SEPTEMBER, Ended.RESIGNED, "9-QĐ"))
    holdings.correct_holding(console(), holdings.CorrectHolding(row.pk, said))  # nobody resigned after all
    row.refresh_from_db()
    assert (row.ends, row.ended, row.ending_number) == (YEAR_END, "", "")


def test_a_body_is_not_closed_before_a_post_of_it_begins(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    secretary = post(units["A"], within=committee)
    Post.objects.filter(pk=secretary.pk).update(starts=YEAR_END)
    found = refused(lambda: bodies.close_body(console(), bodies.CloseBody(committee.pk, YEAR_END)))
    assert "remove it first" in found["ends"]
    bodies.close_body(console(), bodies.CloseBody(committee.pk, date(2024, 1, 2)))


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"starts": date(2020, 5, 31)}, "starts", "no term on 31 May 2020"),
        ({"starts": date(2025, 6, 1)}, "starts", "no term on 1 June 2025"),
        ({"ends": date(2025, 6, 2)}, "ends", "term ends on 1 June 2025"),
        ({"ends": ELECTED}, "ends", "after the beginning"),
        ({"ends": date(2020, 1, 1)}, "ends", "after the beginning"),
        ({"starts": date(1, 1, 1)}, "starts", "not between"),
        ({"ends": date(9999, 12, 31)}, "ends", "not between"),
        ({"decided": date(9999, 12, 31)}, "decided", "not between"),
        ({"number": "9" * 101}, "number", "too long"),
    ],
)
def test_a_holding_that_cannot_be_is_told_at_its_field(
    units: dict[str, Unit], given: dict[str, date], field: str, words: str
) -> None:
    committee = body(units["A"])
    term(committee)
    person, secretary = member(units["A1"], day=BEGUN), post(units["A"], within=committee)
    said = {"starts": ELECTED} | given
    found = refused(lambda: put(person, secretary, **said))  # type: ignore[arg-type]
    assert list(found) == [field] and words in found[field]
    assert not Holding.objects.exists()


def test_a_holding_stays_within_its_post_and_its_body(units: dict[str, Unit]) -> None:
    person, office = member(units["A1"], day=BEGUN), body(units["A"], "office")
    head = post(units["A"], "head", office)
    assert "post begins" in refused(lambda: put(person, post(units["A"]), date(2020, 5, 1)))["starts"]
    posts.close_post(console(), posts.ClosePost(head.pk, YEAR_END))
    assert "post ends" in refused(lambda: put(person, head, ends=date(2024, 1, 2)))["ends"]
    posts.close_post(console(), posts.ClosePost(head.pk, None))
    bodies.close_body(console(), bodies.CloseBody(office.pk, SEPTEMBER))
    assert "body ends" in refused(lambda: put(person, head, ends=date(2023, 9, 2)))["ends"]
    assert put(person, head, ends=SEPTEMBER).ends == SEPTEMBER


def test_no_day_has_more_holders_than_places(units: dict[str, Unit]) -> None:
    members = [member(units["A1"], f"Lê Văn {name}", BEGUN) for name in ("Một", "Hai", "Ba")]
    two = post(units["A"], "member", places=2)
    put(members[0], two)
    put(members[1], two, date(2022, 1, 1), SEPTEMBER)
    found = refused(lambda: put(members[2], two, date(2023, 8, 31)))
    assert "31 August 2023" in found["starts"] and "(2)" in found["starts"]
    assert "places" in refused(
        lambda: posts.change_post(console(), posts.ChangePost(two.pk, PostSaid("", 1, BEGUN)))
    )
    row = put(members[2], two, SEPTEMBER)
    said = HoldingSaid(How.ELECTED, date(2023, 8, 31))
    assert "starts" in refused(
        lambda: holdings.correct_holding(console(), holdings.CorrectHolding(row.pk, said))
    )


def test_one_person_holds_one_post_once_and_the_database_sees_to_it(units: dict[str, Unit]) -> None:
    person, two = member(units["A1"], day=BEGUN), post(units["A"], "member", places=2)
    row = put(person, two)
    assert "already" in refused(lambda: put(person, two, SEPTEMBER))["starts"]
    with pytest.raises(IntegrityError, match="holding_one_post_once"), transaction.atomic():
        Holding.objects.create(person=person, post=two, how="elected", starts=SEPTEMBER)
    other = post(units["A"], "secretary")
    assert put(person, other).person == row.person  # another post is no hindrance


def test_a_decision_has_one_date_in_a_unit(units: dict[str, Unit]) -> None:
    one, other = member(units["A1"], day=BEGUN), member(units["A1"], "Lê Thị Chín", BEGUN)
    several = post(units["A"], "member", places=5)
    day = date(2020, 6, 20)
    put(member(units["A2"], "Lê Văn Ba", BEGUN), several, number="12-QĐ/TW")  # whose day nobody wrote down
    put(one, several, number="12-QĐ/TW", decided=day)
    found = refused(lambda: put(other, several, number="12-qđ/tw", decided=date(2020, 6, 21)))
    assert "20 June 2020" in found["number"]
    put(other, several, number="12-QĐ/TW", decided=day)
    third = member(units["B1"], "Lê Thị Mười", BEGUN)
    put(third, post(units["B"]), number="12-QĐ/TW", decided=date(2021, 1, 1))  # another unit's decision


def test_what_is_held_is_neither_closed_nor_removed(units: dict[str, Unit]) -> None:
    office = body(units["A"], "office")
    head = post(units["A"], "head", office)
    put(member(units["A1"], day=BEGUN), head, ends=SEPTEMBER)
    for deed in (
        lambda: bodies.close_body(console(), bodies.CloseBody(office.pk, date(2023, 8, 31))),
        lambda: posts.close_post(console(), posts.ClosePost(head.pk, date(2023, 8, 31))),
        lambda: bodies.close_body(console(), bodies.CloseBody(office.pk, BEGUN)),
    ):
        assert list(refused(deed)) == ["ends"]
    assert "has posts" in refused(lambda: bodies.remove_body(console(), bodies.RemoveBody(office.pk)))[""]
    assert "held this post" in refused(lambda: posts.remove_post(console(), posts.RemovePost(head.pk)))[""]
    later = BodySaid("", None, "", date(2020, 7, 2))
    assert (
        "Lê Văn Tám"
        in refused(lambda: bodies.change_body(console(), bodies.ChangeBody(office.pk, later)))["starts"]
    )
    bodies.close_body(console(), bodies.CloseBody(office.pk, SEPTEMBER))
    assert Body.objects.get().ends == SEPTEMBER
    bodies.close_body(console(), bodies.CloseBody(office.pk, None))
    assert Body.objects.get().ends is None and last_sentence() == "Took back the closing of the body “Office”"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "A" * 201}, "name"),
        ({"remit": "A" * 2001}, "remit"),
        ({"size": 0}, "size"),
        ({"size": 10000}, "size"),
        ({"starts": date(1, 1, 1)}, "starts"),
        ({"ends": BEGUN}, "ends"),
        ({"kind": "circle"}, "kind"),
        ({"unit": "B3", "starts": date(2024, 6, 1)}, "starts"),  # closed by then
    ],
)
def test_a_body_that_cannot_be_is_told_at_its_field(
    units: dict[str, Unit], given: dict[str, object], field: str
) -> None:
    close_unit(console(), CloseUnit(units["B3"].pk, date(2024, 5, 1)))
    said = {"name": "", "size": 3, "remit": "", "starts": BEGUN, "ends": None, "kind": "office", "unit": "A"}
    said |= given
    entered = BodySaid(*(said[one] for one in ("name", "size", "remit", "starts")))  # type: ignore[arg-type]
    command = bodies.OpenBody(units[str(said["unit"])].pk, str(said["kind"]), entered, said["ends"])  # type: ignore[arg-type]
    assert list(refused(lambda: bodies.open_body(console(), command))) == [field]
    assert not Body.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "A" * 201}, "name"),
        ({"places": 0}, "places"),
        ({"places": 10000}, "places"),
        ({"starts": date(2020, 5, 31)}, "starts"),  # the body begins later
        ({"ends": date(2020, 5, 31)}, "ends"),
        ({"kind": "emperor"}, "kind"),
        ({"body": 10**9}, "body"),
    ],
)
def test_a_post_that_cannot_be_is_told_at_its_field(
    units: dict[str, Unit], given: dict[str, object], field: str
) -> None:
    said = {"name": "", "places": 1, "starts": BEGUN, "ends": None, "kind": "head"} | given
    within = body(units["A"], "office")
    entered = PostSaid(*(said[one] for one in ("name", "places", "starts")))  # type: ignore[arg-type]
    command = posts.OpenPost(
        units["A"].pk,
        str(said["kind"]),
        entered,
        said.get("body", within.pk),  # type: ignore[arg-type]
        ends=said["ends"],  # type: ignore[arg-type]
    )
    assert list(refused(lambda: posts.open_post(console(), command))) == [field]
    assert not Post.objects.exists()


def test_what_began_before_its_unit_is_still_renamed_and_moved_nearer_but_not_further(
    units: dict[str, Unit],
) -> None:
    office = body(units["A"], "office")
    head = post(units["A"], "head", office)
    opened = date(1995, 1, 1)
    units["A"].placements.update(starts=opened)
    before, later, further = date(1990, 1, 2), date(1990, 1, 3), date(1990, 1, 1)
    Body.objects.update(starts=before)
    Post.objects.update(starts=before)
    for day in (before, later):
        posts.change_post(console(), posts.ChangePost(head.pk, PostSaid(f"Head {day}", 1, day)))
        bodies.change_body(console(), bodies.ChangeBody(office.pk, BodySaid(f"Office {day}", 3, "", day)))
    Body.objects.update(starts=further)
    told = refused(
        lambda: posts.change_post(console(), posts.ChangePost(head.pk, PostSaid("Head", 1, before)))
    )
    assert told == {"starts": "This unit is not open on that day."}


@pytest.mark.parametrize(
    ("ordinal", "starts", "ends", "field"),
    [
        (0, date(2025, 6, 1), date(2030, 6, 1), "ordinal"),
        (1000, date(2025, 6, 1), date(2030, 6, 1), "ordinal"),
        (17, date(2025, 6, 1), date(2030, 6, 1), "ordinal"),
        (18, date(2025, 5, 31), date(2030, 6, 1), "starts"),
        (18, date(2025, 6, 1), date(2025, 6, 1), "ends"),
        (16, date(2015, 6, 1), BEGUN, "starts"),  # before the body
        (18, date(2025, 6, 1), date(9999, 6, 1), "ends"),
    ],
)
def test_a_term_that_cannot_be_is_told_at_its_field(
    units: dict[str, Unit], ordinal: int, starts: date, ends: date, field: str
) -> None:
    committee = body(units["A"])
    term(committee)
    assert list(refused(lambda: term(committee, ordinal, starts, ends))) == [field]
    assert Term.objects.count() == 1


def test_a_term_is_put_right_and_removed_only_around_whoever_holds_a_post_in_it(
    units: dict[str, Unit],
) -> None:
    committee = body(units["A"])
    first = term(committee)
    row = put(member(units["A1"], day=BEGUN), post(units["A"], within=committee))
    shorter = TermSaid(17, BEGUN, date(2025, 5, 31))
    change = terms.ChangeTerm(first.pk, shorter)
    assert "Lê Văn Tám" in refused(lambda: terms.change_term(console(), change))["ends"]
    assert "Lê Văn Tám" in refused(lambda: terms.remove_term(console(), terms.RemoveTerm(first.pk)))[""]
    holdings.end_holding(console(), holdings.EndHolding(row.pk, SEPTEMBER, Ended.RELIEVED))
    terms.change_term(console(), change)
    assert Term.objects.get().ends == date(2025, 5, 31)
    with pytest.raises(IntegrityError, match="term_one_at_a_time"), transaction.atomic():
        Term.objects.create(body=committee, ordinal=18, starts=BEGUN, ends=SEPTEMBER)


def test_nothing_is_overwritten_that_somebody_else_changed_meanwhile(units: dict[str, Unit]) -> None:
    office = body(units["A"], "office")
    head = post(units["A"], "head", office)
    row = put(member(units["A1"], day=BEGUN), head)
    seen = [mark(one) for one in (office, head, row)]
    bodies.change_body(console(), bodies.ChangeBody(office.pk, BodySaid("Văn phòng", 3, "", BEGUN), seen[0]))
    posts.change_post(console(), posts.ChangePost(head.pk, PostSaid("Chánh Văn phòng", 1, BEGUN), seen[1]))
    holdings.end_holding(console(), holdings.EndHolding(row.pk, YEAR_END, Ended.RETIRED, seen=seen[2]))
    for deed in (
        lambda: bodies.change_body(
            console(), bodies.ChangeBody(office.pk, BodySaid("", 4, "", BEGUN), seen[0])
        ),
        lambda: posts.change_post(console(), posts.ChangePost(head.pk, PostSaid("", 2, BEGUN), seen[1])),
        lambda: holdings.end_holding(
            console(), holdings.EndHolding(row.pk, SEPTEMBER, Ended.DIED, seen=seen[2])
        ),
        lambda: holdings.remove_holding(console(), holdings.RemoveHolding(row.pk, seen[2])),
    ):
        assert "changed this meanwhile" in refused(deed)[""]
    row.refresh_from_db()
    assert (row.ends, Body.objects.get().size, Post.objects.get().places) == (YEAR_END, 3, 1)


def test_nobody_dead_or_erased_is_put_into_a_post(units: dict[str, Unit]) -> None:
    person, secretary = member(units["A1"], day=BEGUN), post(units["A"])
    end_membership(console(), EndMembership(person.pk, Left.DIED, SEPTEMBER))
    assert "died on 1 September 2023" in refused(lambda: put(person, secretary, SEPTEMBER))["starts"]
    put(person, secretary, ends=SEPTEMBER)  # until then they held it
    gone = User.objects.enter("", "en")
    gone.erased_at = console().now
    gone.save()
    assert "erased" in refused(lambda: put(gone, secretary, YEAR_END))["person"]


def test_whoever_holds_a_post_is_not_erased(units: dict[str, Unit]) -> None:
    person, secretary = User.objects.enter("Lê Thị Chín", "en"), post(units["A"])
    row = put(person, secretary, ends=date(2024, 1, 6))  # the day after today
    assert "holds a post" in why_not(console(), person)
    holdings.end_holding(console(), holdings.EndHolding(row.pk, date(2024, 1, 5), Ended.RETIRED))
    assert why_not(console(), person) == ""


def test_a_unit_that_closes_leaves_its_posts_until_all_are_closed(units: dict[str, Unit]) -> None:
    office = body(units["B3"], "office")
    put(member(units["B3"], day=BEGUN), post(units["B3"], "head", office))
    put(member(units["B3"], "Lê Thị Chín", BEGUN), post(units["B3"]), ends=SEPTEMBER)
    close_unit(console(), CloseUnit(units["B3"].pk, YEAR_END))
    assert Holding.objects.filter(ends=None).count() == 1
    ended = closing.close_all(console(), closing.CloseAll(units["B3"].pk, YEAR_END, "9-QĐ"))
    assert ended == 1
    assert set(Body.objects.values_list("ends", flat=True)) == {YEAR_END}
    assert set(Post.objects.values_list("ends", flat=True)) == {YEAR_END}
    assert sorted(Holding.objects.values_list("ends", "ended")) == [(SEPTEMBER, ""), (YEAR_END, "closed")]
    assert "bodies: 1, posts: 2, people in posts: 1" in last_sentence()


def test_what_is_to_begin_later_is_taken_back_before_all_is_closed(units: dict[str, Unit]) -> None:
    put(member(units["B3"], day=BEGUN), post(units["B3"]), date(2024, 6, 1))
    found = refused(lambda: closing.close_all(console(), closing.CloseAll(units["B3"].pk, YEAR_END)))
    assert "Lê Văn Tám" in found["ends"]


def test_only_people_of_whom_one_knows_are_put_into_a_post(units: dict[str, Unit]) -> None:
    stranger, secretary = member(units["B1"], day=BEGUN), post(units["A"])
    command = holdings.Fill(secretary.pk, stranger.pk, HoldingSaid(How.ELECTED, ELECTED))
    with pytest.raises(User.DoesNotExist):
        holdings.fill(acting(Role.SECRETARY, units["A"]), command)
    assert holdings.fill(acting(Role.SECRETARY, units["C"]), command).person == stranger
