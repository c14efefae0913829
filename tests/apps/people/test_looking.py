"""A date of birth or a telephone shows for a purpose and for a day, and the person can read who looked."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.people.applicants import admitted, applicant
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree

from mandate.apps.people.models import Membership
from mandate.apps.people.queries.person import member_page
from mandate.apps.people.services.looking import LookAt, LookToCorrect, look_at, look_to_correct
from mandate.apps.people.services.members import Admit, EndMembership, admit, end_membership
from mandate.apps.people.services.transfers import Receive, Release, receive, release
from mandate.apps.people.tables.importing import ImportMembers, import_members
from mandate.apps.people.tables.kind import PEOPLE_TABLE
from mandate.apps.people.tables.rows import MemberRow
from mandate.apps.units.models import Unit
from mandate.core.membership import Ended
from mandate.core.problem import Problems
from mandate.platform.access import looks
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.fields import field_groups
from mandate.platform.access.models import Look, User
from mandate.platform.access.request import actor_of
from mandate.platform.mydata.telling import all_personal

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def shown(actor: Actor, person_id: int) -> dict[str, str]:
    return {one.group: one.value for one in member_page(actor, person_id).restricted}


def told(person_id: int) -> list[tuple[str, ...]]:
    found = next(one for one in all_personal(person_id, NOW.date()) if one.kind.name == "looks")
    return [line[1:] for line in found.lines]


def test_it_shows_for_the_day_to_whoever_said_for_what(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    keeper, other = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["C"])
    assert shown(keeper, user.pk) == {"birth": "", "contact": ""}
    look_at(keeper, LookAt(user.pk, "birth", "age"))
    assert shown(keeper, user.pk) == {"birth": "19 May 1990", "contact": ""}
    assert shown(other, user.pk) == {"birth": "", "contact": ""}
    keeper_user = Look.objects.get().by
    assert keeper_user is not None
    tomorrow = actor_of(keeper_user, NOW + timedelta(days=1))
    assert shown(tomorrow, user.pk) == {"birth": "", "contact": ""}
    assert told(user.pk) == [
        ("Date of birth", "To check an age limit or an anniversary", "secretary-a"),
    ]


def test_a_look_is_kept_once_a_day_and_never_of_oneself(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    keeper = acting(Role.SECRETARY, units["A"])
    for _ in range(2):
        look_at(keeper, LookAt(user.pk, "contact", "reach"))
    assert Look.objects.count() == 1
    look_at(keeper, LookAt(user.pk, "contact", "invite"))
    assert Look.objects.count() == 2
    group = next(one for one in field_groups() if one.name == "contact")
    looks.note_looks(actor_of(user, NOW), group, "reach", [user.pk])
    assert Look.objects.count() == 2


@pytest.mark.parametrize("purpose", ["", "reach", "correct", "table", "x" * 5000])
def test_a_purpose_of_another_group_or_of_a_deed_is_none(units: dict[str, Unit], purpose: str) -> None:
    user = member(units["A1"])
    with pytest.raises(ValidationError, match="Say what you need it for"):
        look_at(acting(Role.SECRETARY, units["A"]), LookAt(user.pk, "birth", purpose))
    assert not Look.objects.exists()


@pytest.mark.parametrize("place", ["B", "A1", "A2", "C"])
def test_only_who_keeps_the_list_may_look(units: dict[str, Unit], place: str) -> None:
    user = member(units["A1"])
    keeper = acting(Role.SECRETARY, units[place])
    if place in ("B", "A2"):
        with pytest.raises(Forbidden):
            look_at(keeper, LookAt(user.pk, "birth", "age"))
    else:
        look_at(keeper, LookAt(user.pk, "birth", "age"))
    assert Look.objects.exists() is (place not in ("B", "A2"))


def test_who_is_about_to_correct_sees_all_and_it_is_kept(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    page = keeper.get(f"/members/{user.pk}/correct/").content.decode()
    assert "0912 000 111" in page
    assert told(user.pk) == [
        ("Telephone", "To correct the entry", "secretary-a"),
        ("Date of birth", "To correct the entry", "secretary-a"),
    ]
    nothing = member(units["A1"], "Lê Thị Chín")
    nothing.particulars.born, nothing.particulars.phone = None, ""
    nothing.particulars.save()
    look_to_correct(console(), LookToCorrect(nothing.pk))
    assert told(nothing.pk) == []


def test_a_table_that_is_taken_is_a_look_at_everybody_in_it(units: dict[str, Unit]) -> None:
    for number in range(3):
        member(units["A1"], f"Lê Văn {number}")
    assert PEOPLE_TABLE.rows is not None
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(list(PEOPLE_TABLE.rows(console(), None).rows)) == 3
    assert Look.objects.filter(purpose="table", by=None).count() == 6
    for number in range(3, 20):
        member(units["B1"], f"Lê Văn {number}")
    with asked_anew() as many:
        assert len(list(PEOPLE_TABLE.rows(console(), None).rows)) == 20
    assert len(many) == len(few)
    assert Look.objects.filter(purpose="table", by=None).count() == 40


def test_the_page_asks_for_what_and_shows_it_then(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    page = f"/members/{user.pk}/"
    assert "0912 000 111" not in keeper.get(page).content.decode()
    asked = keeper.post(f"{page}look/contact/", {"purpose": ""})
    assert asked.status_code == 422 and not Look.objects.exists()
    answer = keeper.post(f"{page}look/contact/", {"purpose": "reach"}, follow=True).content.decode()
    assert "0912 000 111" in answer and "1990" not in answer
    assert keeper.get(f"{page}look/history/").status_code == 404


def test_nothing_shows_where_nothing_is_kept(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    user.particulars.born = None
    user.particulars.save()
    assert shown(acting(Role.SECRETARY, units["A"]), user.pk) == {"contact": ""}


def test_looks_go_with_the_person_and_stay_under_the_number_of_who_looked(units: dict[str, Unit]) -> None:
    user, other = member(units["A1"]), member(units["A1"], "Lê Thị Chín")
    keeper_user = person(Role.SECRETARY, units["A"])
    keeper = actor_of(keeper_user, NOW)
    for one in (user, other):
        look_at(keeper, LookAt(one.pk, "birth", "age"))
    end_membership(console(), EndMembership(user.pk, Ended.LEFT, date(2023, 12, 1)))
    erase_person(console(), ErasePerson(user.pk))
    assert list(Look.objects.values_list("person", "by")) == [(other.pk, keeper_user.pk)]
    keeper_user.grants.update(ends=date(2023, 12, 1), starts=date(2023, 1, 1))
    keeper_user.is_active = False
    keeper_user.save()
    erase_person(console(), ErasePerson(keeper_user.pk))
    assert [by for _group, _purpose, by in told(other.pk)] == [f"erased person no. {keeper_user.pk}"]


def test_an_application_is_opened_with_a_look_and_shows_nothing_once_it_is_decided(
    units: dict[str, Unit],
) -> None:
    row = applicant(units["A1"])
    address = f"/applications/{row.pk}/"
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    keeper.head(address)
    assert not Look.objects.exists()
    page = keeper.get(address).content.decode()
    assert "0911" in page and "3 February 1999" in page
    assert told(row.person_id) == [
        ("Telephone", "To see to an application", "secretary-a"),
        ("Date of birth", "To see to an application", "secretary-a"),
    ]
    decided = admitted(units["A1"], "Đỗ Thị Bảy")
    page = keeper.get(f"/applications/{decided.pk}/").content.decode()
    assert "0911" not in page and "1999" not in page and not told(decided.person_id)


def test_what_is_kept_of_a_member_goes_out_to_whoever_keeps_their_list_now(units: dict[str, Unit]) -> None:
    moved = member(units["A1"])
    sent = release(console(), Release(moved.pk, units["B1"].pk, date(2023, 9, 1)))
    receive(console(), Receive(sent.pk, date(2023, 9, 2)))
    assert PEOPLE_TABLE.rows is not None
    for place, seen in (("A", 0), ("B", 1), ("C", 2)):
        keeper = acting(Role.SECRETARY, units[place])
        rows = list(PEOPLE_TABLE.rows(keeper, None).rows)
        assert sum("0912 000 111" in row and "1990-05-19" in row for row in rows) == seen, place
        card = client_of(User.objects.get(pk=keeper.user_id)).get(f"/members/{moved.pk}/card/")
        assert ("0912 000 111" in card.content.decode()) is bool(seen), place
    by = Look.objects.filter(person=moved).values_list("by__name", "purpose")
    assert set(by) == {(f"secretary-{place}", how) for place in "bc" for how in ("card", "table")}


def test_no_refusal_tells_a_date_of_birth(units: dict[str, Unit]) -> None:
    known = member(units["A1"], number="HR 1")
    end_membership(console(), EndMembership(known.pk, Ended.LEFT, date(2023, 12, 1)))
    Membership.objects.update(starts=date(1980, 1, 1), ends=date(1981, 1, 1))
    with pytest.raises(ValidationError) as early:
        admit(console(), Admit(known.pk, units["A1"].pk, "full", date(1985, 1, 1)))
    other = MemberRow(2, "HR 1", "Lê Văn Tám", "A1", "full", "2023-12-05", born="1991-05-19")
    with pytest.raises(Problems) as wrong:
        import_members(console(), ImportMembers((other,), dry_run=True))
    assert early.value.messages == ["That is before the person was born."]
    assert [(one.code, one.params) for one in wrong.value.problems] == [("member_other_birth", {})]


def test_who_kept_the_list_before_is_offered_nothing_that_is_refused(units: dict[str, Unit]) -> None:
    moved, ward = member(units["A1"]), acting(Role.SECRETARY, units["A"])
    look_at(ward, LookAt(moved.pk, "contact", "reach"))
    assert shown(ward, moved.pk)["contact"] == "0912 000 111" and member_page(ward, moved.pk).may_manage
    sent = release(console(), Release(moved.pk, units["B1"].pk, date(2023, 9, 1)))
    receive(console(), Receive(sent.pk, date(2023, 9, 2)))
    page = member_page(ward, moved.pk)
    assert (page.restricted, page.may_manage, page.may_let_in) == ((), False, False)
    assert shown(acting(Role.SECRETARY, units["B"]), moved.pk) == {"birth": "", "contact": ""}


@pytest.mark.parametrize("address", ["/unit/A1/people/admit/", "/unit/A1/people/apply/"])
def test_who_is_told_of_somebody_alike_has_looked_at_their_date_of_birth(
    units: dict[str, Unit], address: str
) -> None:
    user = member(units["B1"])
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    form = {"name": "Lê Văn Tám", "kind": "full", "day": "2023-05-01", "born": "1990-05-20"}
    keeper.post(address, form | {"kind": "none"})
    assert not Look.objects.exists(), "another day"
    for _ in range(2):
        assert keeper.post(address, form | {"born": "1990-05-19"}).status_code == 422
    assert told(user.pk) == [("Date of birth", "To tell people of one name apart", "secretary-a")]
