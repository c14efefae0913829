"""Memberships: what the deeds do, what they refuse, and what the database keeps."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.apps.people.members import BEGUN, member
from tests.support.organisation import NOW, acting, console, tree

from mandate.apps.people.models import REASON_LENGTH, Membership, Particulars
from mandate.apps.people.queries.person import member_page
from mandate.apps.people.services import members, transfers
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.membership import Ended
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    """City C, wards A (A1, A2) and B (B1, B2, B3)."""
    return tree()


def told(person: User) -> list[str]:
    """The memberships of a person in a line each."""
    rows = Membership.objects.filter(person=person).select_related("unit", "kind").order_by("starts")
    return [
        f"{row.unit.code} {row.kind.code} {row.began} {row.starts:%m-%d}"
        + (f" {row.ended} {row.ends:%m-%d}" if row.ends else "")
        for row in rows
    ]


def faults(caught: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else {"": caught.value.messages}


def last_sentence() -> str:
    return read([Entry.objects.latest("id")])[0].event.sentence()


def test_a_member_becomes_full_and_leaves_and_all_of_it_can_be_taken_back(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    assert last_sentence() == "Entered Lê Văn Tám as a member (probationary member) from 1 March 2023"
    members.change_member_kind(console(), members.ChangeMemberKind(person.pk, "full", SEPTEMBER, "30-QĐ"))
    assert last_sentence() == "Lê Văn Tám is a member of another kind (full member) from 1 September 2023"
    members.end_membership(console(), members.EndMembership(person.pk, Ended.LEFT, OCTOBER))
    assert last_sentence() == "Ended the membership of Lê Văn Tám on 1 October 2023: left"
    kept = ["A1 probationary admitted 03-01 step 09-01", "A1 full step 09-01 left 10-01"]
    assert told(person) == kept
    for ended, left in ((True, [kept[0], "A1 full step 09-01"]), (False, ["A1 probationary admitted 03-01"])):
        last = Membership.objects.filter(person=person).latest("starts")
        members.undo_membership(console(), members.UndoMembership(person.pk, last.pk, ended))
        assert told(person) == left
    assert last_sentence() == "Took back what was entered of Lê Văn Tám for 1 September 2023"


def test_nothing_is_taken_back_that_was_changed_meanwhile(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    seen = members.UndoMembership(person.pk, person.memberships.get().pk, ended=False)
    members.end_membership(console(), members.EndMembership(person.pk, Ended.DIED, SEPTEMBER))
    with pytest.raises(ValidationError, match="changed again meanwhile"):
        members.undo_membership(console(), seen)
    assert told(person) == ["A1 probationary admitted 03-01 died 09-01"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "A" * 201}, "name"),
        ({"number": "TH 0O1"}, "number"),  # TH 001 is there
        ({"number": "ｔｈ-００１".replace("-", "")}, "number"),
        ({"number": "9" * 41}, "number"),
        ({"number": "½" * 20}, "number"),  # each looks like three signs
        ({"phone": "9" * 41}, "phone"),
        ({"born": date(2024, 2, 1)}, "born"),
        ({"born": date(2023, 9, 2)}, "day"),
        ({"kind": "emperor"}, "kind"),
        ({"document": "x" * 301}, "document"),
        ({"day": date(2024, 6, 1), "unit": "B3"}, "day"),  # closed by then
    ],
)
def test_bad_input_stands_at_its_field_and_nothing_is_kept(
    units: dict[str, Unit], given: dict[str, object], field: str
) -> None:
    member(units["A2"], number="TH 001")
    close_unit(console(), CloseUnit(units["B3"].pk, date(2024, 5, 1)))
    said = {"name": "Trần Ba", "number": "", "born": None, "phone": "", "kind": "full", "day": SEPTEMBER}
    said |= {"document": "", "unit": "A1"} | given
    entered = EnterPerson(*(said[one] for one in ("name", "number", "born", "phone")))  # type: ignore[arg-type]
    command = members.AdmitPerson(
        entered,
        units[str(said["unit"])].pk,
        *(said[one] for one in ("kind", "day", "document")),  # type: ignore[arg-type]
    )
    before = User.objects.count()
    with pytest.raises(ValidationError) as caught:
        members.admit_person(console(), command)
    assert list(faults(caught)) == [field]
    assert User.objects.count() == before and not Membership.objects.filter(unit=units["A1"]).exists()


def test_a_name_of_one_word_and_one_of_two_hundred_letters_are_names(units: dict[str, Unit]) -> None:
    for name in ("Suharto", "Ă" * 200):
        assert member(units["A1"], name).name == name


def test_a_rule_that_is_broken_is_told_in_the_words_of_the_organisation(units: dict[str, Unit]) -> None:
    person = member(units["A1"], kind="full")
    with pytest.raises(ValidationError) as caught:
        members.change_member_kind(console(), members.ChangeMemberKind(person.pk, "probationary", SEPTEMBER))
    assert faults(caught) == {"kind": ["No step leads from “full member” to “probationary member”."]}
    with pytest.raises(ValidationError) as caught:
        members.admit(console(), members.Admit(person.pk, units["B"].pk, "full", SEPTEMBER))
    assert faults(caught) == {"day": ["This person has been a member since 1 March 2023."]}


def test_the_database_itself_refuses_two_memberships_on_one_day(units: dict[str, Unit]) -> None:
    row = member(units["A1"]).memberships.get()
    row.pk, row.unit, row.starts = None, units["B"], OCTOBER
    with pytest.raises(IntegrityError, match="membership_one_at_a_time"), transaction.atomic():
        row.save()


def test_a_member_on_the_way_counts_where_they_were_until_received(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    sent = transfers.release(console(), transfers.Release(person.pk, units["B1"].pk, SEPTEMBER, "7-GT"))
    assert told(person) == ["A1 probationary admitted 03-01"]
    assert last_sentence() == "Released Lê Văn Tám to Phố 1 on 1 September 2023"
    transfers.receive(acting(Role.SECRETARY, units["B1"]), transfers.Receive(sent.pk, OCTOBER))
    assert told(person) == [
        "A1 probationary admitted 03-01 moved 10-01",
        "B1 probationary received 10-01",
    ]
    assert Membership.objects.get(person=person, ends=None).document == "7-GT"
    with pytest.raises(ValidationError, match="decided already"):
        transfers.withdraw(console(), transfers.Withdraw(sent.pk))


def test_while_somebody_is_on_the_way_only_their_membership_can_end(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    sent = transfers.release(console(), transfers.Release(person.pk, units["B1"].pk, SEPTEMBER))
    row = person.memberships.get().pk
    for deed in (
        lambda: transfers.release(console(), transfers.Release(person.pk, units["B2"].pk, SEPTEMBER)),
        lambda: members.change_member_kind(console(), members.ChangeMemberKind(person.pk, "full", SEPTEMBER)),
        lambda: members.undo_membership(console(), members.UndoMembership(person.pk, row, ended=False)),
    ):
        with pytest.raises(ValidationError, match="on the way to another unit"):
            deed()
    members.end_membership(console(), members.EndMembership(person.pk, Ended.DIED, OCTOBER))
    sent.refresh_from_db()
    assert (sent.outcome, sent.decided) == ("withdrawn", console().today)
    with pytest.raises(ValidationError, match="decided already"):
        transfers.receive(console(), transfers.Receive(sent.pk, OCTOBER))


@pytest.mark.parametrize(("outcome", "unit"), [("declined", "B1"), ("withdrawn", "A1")])
def test_a_transfer_that_is_stopped_leaves_the_member_where_they_are(
    units: dict[str, Unit], outcome: str, unit: str
) -> None:
    person, actor = member(units["A1"]), acting(Role.SECRETARY, units[unit])
    sent = transfers.release(console(), transfers.Release(person.pk, units["B1"].pk, SEPTEMBER))
    if outcome == "declined":
        with pytest.raises(ValidationError, match="Give a reason"):
            transfers.decline(actor, transfers.Decline(sent.pk, " "))
        with pytest.raises(ValidationError, match="too long"):
            transfers.decline(actor, transfers.Decline(sent.pk, "x" * (REASON_LENGTH + 1)))
        transfers.decline(
            actor, transfers.Decline(sent.pk, "Lê Văn Tám lives elsewhere. ".ljust(REASON_LENGTH, "x"))
        )
        assert "lives elsewhere" not in str(Entry.objects.latest("id").data)  # it is kept apart
        assert Apart.objects.filter(entry=Entry.objects.latest("id")).exists()
    else:
        transfers.withdraw(actor, transfers.Withdraw(sent.pk))
    sent.refresh_from_db()
    assert sent.outcome == outcome and told(person) == ["A1 probationary admitted 03-01"]
    transfers.release(console(), transfers.Release(person.pk, units["B2"].pk, SEPTEMBER))


@pytest.mark.parametrize(
    ("target", "day", "field"),
    [("A1", SEPTEMBER, "unit"), ("B3", SEPTEMBER, "unit"), ("B1", BEGUN, "day")],
)
def test_nobody_is_released_to_their_own_unit_or_a_closed_one_or_before_they_came(
    units: dict[str, Unit], target: str, day: date, field: str
) -> None:
    close_unit(console(), CloseUnit(units["B3"].pk, date(2023, 5, 1)))
    person = member(units["A1"])
    with pytest.raises(ValidationError) as caught:
        transfers.release(console(), transfers.Release(person.pk, units[target].pk, day))
    assert list(faults(caught)) == [field]


def test_a_unit_that_closed_meanwhile_receives_nobody(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    sent = transfers.release(console(), transfers.Release(person.pk, units["B3"].pk, SEPTEMBER))
    close_unit(console(), CloseUnit(units["B3"].pk, date(2023, 9, 15)))
    for day in (date(2023, 8, 31), OCTOBER):
        with pytest.raises(ValidationError) as caught:
            transfers.receive(console(), transfers.Receive(sent.pk, day))
        assert list(faults(caught)) == ["day"]
    transfers.receive(console(), transfers.Receive(sent.pk, date(2023, 9, 14)))


def test_somebody_who_left_comes_back_and_whoever_died_does_not(units: dict[str, Unit]) -> None:
    left, died = member(units["A1"]), member(units["A1"], "Lê Thị Chín")
    members.end_membership(console(), members.EndMembership(left.pk, Ended.STRUCK_OFF, SEPTEMBER))
    members.end_membership(console(), members.EndMembership(died.pk, Ended.DIED, SEPTEMBER))
    members.admit(console(), members.Admit(left.pk, units["B1"].pk, "full", SEPTEMBER))
    assert told(left)[1] == "B1 full admitted 09-01"
    with pytest.raises(ValidationError, match="died on 1 September 2023"):
        members.admit(console(), members.Admit(died.pk, units["A1"].pk, "full", OCTOBER))


def test_what_is_kept_of_a_person_is_theirs_and_the_membership_the_organisations(
    units: dict[str, Unit],
) -> None:
    person = member(units["A1"], number="TH 77")
    particulars = Particulars.objects.get(user=person)
    assert (particulars.number, particulars.number_key, person.email) == ("TH 77", "th77", None)
    assert not person.is_active and not person.has_usable_password()


def test_what_is_taken_back_whole_leaves_the_number_to_others(units: dict[str, Unit]) -> None:
    wrong = member(units["A1"], "Lê Văn Tan", number="TH 77")
    row = wrong.memberships.get().pk
    members.undo_membership(console(), members.UndoMembership(wrong.pk, row, ended=False))
    right = member(units["A1"], number="TH 77")
    assert list(Particulars.objects.values_list("user", flat=True)) == [right.pk]


def test_whoever_has_no_address_is_renamed_but_cannot_be_let_in(units: dict[str, Unit]) -> None:
    person = member(units["A1"])
    with pytest.raises(ValidationError) as caught:
        change_user(console(), ChangeUser(person.pk, "Lê Văn Tân", is_active=True))
    assert faults(caught) == {"is_active": ["Nobody signs in without an email address."]}
    change_user(console(), ChangeUser(person.pk, "Lê Văn Tân", is_active=False))
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("Lê Văn Tân", False)


def test_who_must_be_another_kind_of_member_by_today_is_late_and_not_a_day_before(
    units: dict[str, Unit],
) -> None:
    """Twelve months after the admission, on the page of the member as in the list."""
    a_year_ago = date(2023, 1, 5)
    assert NOW.date() == date(2024, 1, 5)
    due = [member(units["A1"], day=a_year_ago), member(units["A1"], "Bùi Thị Đào", date(2023, 1, 6))]
    pages = [member_page(console(), one.pk) for one in due]
    assert [(page.due, page.overdue) for page in pages] == [
        (date(2024, 1, 5), True),
        (date(2024, 1, 6), False),
    ]
