"""Members as a table: read in all or nothing, and out so that it reads back."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from tests.apps.people.applicants import APPLIED, applicant
from tests.apps.people.members import member
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.people.models import Membership, Particulars
from mandate.apps.people.services.applications import TakeStep, withdraw_application
from mandate.apps.people.services.members import EndMembership, end_membership
from mandate.apps.people.tables.importing import ImportMembers, MembersImportSummary, import_members
from mandate.apps.people.tables.kind import PEOPLE_TABLE
from mandate.apps.people.tables.rows import MemberRow
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.membership import Ended
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import User
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

ROWS = (
    MemberRow(2, "HR 1", "Lê Văn Tám", "A1", "probationary", "2022-03-01", born="1990-05-19"),
    MemberRow(3, "HR 1", "Lê Văn Tám", "A1", "full", "2023-03-01", document="9-QĐ"),
    MemberRow(4, "HR 2", "Bùi Thị Đào", "A2", "full", "2020-01-01", "2023-06-01", "died"),
    MemberRow(5, "", "Hà Văn Sơn", "B1", "full", "2021-01-01", phone="0912"),
)


@pytest.fixture(autouse=True)
def units() -> dict[str, Unit]:
    return tree()


def load(*rows: MemberRow, correct: bool = False, dry_run: bool = False) -> MembersImportSummary:
    return import_members(console(), ImportMembers(rows, correct, dry_run))


def problems(*rows: MemberRow) -> list[tuple[int, str, str]]:
    before = (User.objects.count(), Membership.objects.count())
    with pytest.raises(Problems) as caught:
        load(*rows)
    assert (User.objects.count(), Membership.objects.count()) == before
    return [(one.row, one.column, one.code) for one in caught.value.problems]


def kept() -> list[str]:
    rows = Membership.objects.select_related("person__particulars", "unit", "kind")
    return [
        f"{row.person.name} {row.unit.code} {row.kind.code} {row.began} {row.starts}"
        + (f" {row.ended} {row.ends}" if row.ends else "")
        for row in rows.order_by("person_id", "starts")
    ]


def test_a_list_makes_people_and_their_memberships_and_the_same_again_changes_nothing() -> None:
    assert load(*ROWS) == MembersImportSummary(3, 4, 0, 0, 0)
    assert kept() == [
        "Lê Văn Tám A1 probationary admitted 2022-03-01 step 2023-03-01",
        "Lê Văn Tám A1 full step 2023-03-01",
        "Bùi Thị Đào A2 full admitted 2020-01-01 died 2023-06-01",
        "Hà Văn Sơn B1 full admitted 2021-01-01",
    ]
    told = Particulars.objects.get(number="HR 1")
    assert (told.born, told.user.is_active, told.user.has_usable_password()) == (
        date(1990, 5, 19),
        False,
        False,
    )
    assert User.objects.filter(search_key__contains="ha van son").exists()
    entry = Entry.objects.latest("id")
    assert read([entry])[0].event.sentence() == (
        "Imported members: 3 new people, 4 memberships begun, 0 ended, 0 entries corrected"
    )
    assert load(*ROWS) == MembersImportSummary(0, 0, 0, 0, 3)
    assert Entry.objects.latest("id") == entry


def test_a_later_list_goes_on_and_fills_in_what_was_missing() -> None:
    load(*ROWS)
    later = (
        MemberRow(2, "hr  1", "Lê Văn Tám", "B2", "full", "2023-09-01", phone="0913"),
        MemberRow(3, "", "Hà Văn Sơn", "B1", "full", "2021-01-01", "2023-10-01", "left", phone="0999"),
    )
    assert load(*later) == MembersImportSummary(0, 1, 2, 1, 0)
    assert "Lê Văn Tám B2 full received 2023-09-01" in kept()
    assert "Hà Văn Sơn B1 full admitted 2021-01-01 left 2023-10-01" in kept()
    assert set(Particulars.objects.values_list("number", "phone")) >= {("HR 1", "0913"), ("", "0912")}


def test_a_trial_changes_nothing() -> None:
    assert load(*ROWS, dry_run=True) == MembersImportSummary(3, 4, 0, 0, 0)
    assert kept() == [] and not Particulars.objects.exists()


def test_another_name_under_a_number_is_a_mistake_unless_it_is_to_be_put_right() -> None:
    load(*ROWS)
    other = replace(ROWS[1], name="Lê Văn Tâm Minh", born="1991-05-19")
    assert problems(other) == [(3, "name", "member_other_name")]
    assert problems(replace(ROWS[1], born="1991-05-19")) == [(3, "born", "member_other_birth")]
    assert load(replace(other, row=2), correct=True) == MembersImportSummary(0, 0, 0, 1, 0)
    told = Particulars.objects.get(number="HR 1")
    assert (told.user.name, told.born) == ("Lê Văn Tâm Minh", date(1991, 5, 19))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((replace(ROWS[0], unit="X"),), (2, "unit", "member_no_unit")),
        ((replace(ROWS[0], kind="guest"),), (2, "kind", "member_no_kind")),
        ((replace(ROWS[0], name=" "),), (2, "name", "member_no_name")),
        ((replace(ROWS[0], name="Lê" * 150),), (2, "name", "member_too_long")),
        ((replace(ROWS[0], number="½" * 40),), (2, "number", "member_too_long")),
        ((replace(ROWS[0], starts=""),), (2, "from", "member_day")),
        ((replace(ROWS[0], starts="9999999999-01-01"),), (2, "from", "member_day")),
        ((replace(ROWS[0], starts="0001-01-01"),), (2, "from", "member_day")),
        ((replace(ROWS[0], ends="2022-02-01"),), (2, "until", "member_backwards")),
        ((replace(ROWS[0], born="2022-04-01"),), (2, "from", "membership_before_birth")),
        ((replace(ROWS[0], born="2030-01-01", starts="2031-01-01"),), (2, "born", "member_unborn")),
        ((replace(ROWS[0], ended="eaten", ends="2023-01-01"),), (2, "ended", "member_no_way")),
        ((replace(ROWS[0], person="5" * 5000),), (2, "person", "member_no_person")),
        ((replace(ROWS[0], person="77"),), (2, "person", "member_no_person")),
        ((ROWS[0], replace(ROWS[2], number="HR  l")), (4, "name", "member_rows_differ")),
        ((ROWS[0], replace(ROWS[0], row=3)), (3, "from", "member_twice")),
        ((replace(ROWS[0], unit="B3", starts="2023-07-01"),), (2, "from", "member_unit_closed")),
    ],
)
def test_what_is_wrong_stands_at_its_row_and_nothing_is_kept(
    units: dict[str, Unit], rows: tuple[MemberRow, ...], found: tuple[int, str, str]
) -> None:
    close_unit(console(), CloseUnit(units["B3"].pk, date(2023, 5, 1)))
    assert problems(*rows) == [found]


def test_two_people_who_cannot_be_told_apart_are_asked_about(units: dict[str, Unit]) -> None:
    for name in ("Hà Văn Sơn", "Hà  văn Sơn"):
        user = member(units["B1"], name, date(2021, 1, 1), "full")
        Particulars.objects.filter(user=user).update(born=None)
    assert problems(ROWS[3]) == [(5, "name", "member_ambiguous")]
    meant = replace(ROWS[3], person=str(user.pk), ends="2023-10-01", ended="left")
    assert load(meant) == MembersImportSummary(0, 0, 1, 0, 0)
    assert Membership.objects.get(person=user).ended == "left"


def test_nobody_is_admitted_past_their_own_application(units: dict[str, Unit]) -> None:
    row = applicant(units["A1"])
    new = MemberRow(2, "HR 9", "Đỗ Thị Sáu", "A1", "full", "2023-12-01", born="1999-02-03")
    known = replace(new, person=str(row.person_id))
    assert problems(new) == problems(known) == [(2, "from", "member_applied")]
    assert load(replace(new, born="1999-02-04")).people == 1, "somebody else of the name"
    withdraw_application(console(), TakeStep(row.pk, APPLIED))
    assert load(replace(known, number="HR 10")).began == 1


def test_a_number_is_nobody_elses(units: dict[str, Unit]) -> None:
    load(*ROWS)
    user = member(units["B1"], "Ngô Thị Yến", date(2021, 1, 1), "full")
    row = MemberRow(2, "HR 1", "Ngô Thị Yến", "B1", "full", "2021-01-01", person=str(user.pk))
    assert problems(row) == [(2, "number", "member_number_taken")]
    assert problems(row, replace(ROWS[0], row=3)) == [
        (2, "number", "member_number_taken"),
        (3, "number", "member_rows_differ"),
    ]


def test_what_goes_out_reads_back_with_no_change(units: dict[str, Unit]) -> None:
    load(*ROWS)
    end_membership(
        console(),
        EndMembership(member(units["A1"], "Ngô Thị Yến").pk, Ended.LEFT, date(2023, 9, 1), "1-QĐ"),
    )
    administrator = client_of(person(Role.ADMINISTRATOR, None, "admin@example.org"))
    told = administrator.get("/exchange/people.csv")
    assert told.status_code == 200
    table = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert [one["name"] for one in table if one["ended"]] == ["Lê Văn Tám", "Bùi Thị Đào", "Ngô Thị Yến"]
    rows = [
        MemberRow(number, starts=cells.pop("from"), ends=cells.pop("until"), **cells)
        for number, cells in enumerate(table, start=2)
    ]
    before = kept()
    assert load(*rows) == MembersImportSummary(0, 0, 0, 0, 4)
    assert kept() == before
    User.objects.filter(pk__in=Membership.objects.values("person")).update(name="x")  # another site
    Membership.objects.all().delete(), Particulars.objects.all().delete()
    assert load(*(replace(row, person="") for row in rows)) == MembersImportSummary(4, 5, 0, 0, 0)
    assert kept() == before


def test_only_whoever_keeps_all_lists_reads_one_in_and_sees_only_what_is_theirs() -> None:
    load(*ROWS)
    ward = acting(Role.SECRETARY, Unit.objects.get(code="A"))
    with pytest.raises(Forbidden):
        import_members(ward, ImportMembers(ROWS))
    out = PEOPLE_TABLE.rows(ward, None)
    assert {str(row[2]) for row in out.rows} == {"A1", "A2"}
    assert Entry.objects.latest("id").code == "people.members_taken"
