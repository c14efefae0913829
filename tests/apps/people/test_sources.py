"""The sources of members: the list, the counts, the year, the table, and the plan."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.apps.people.applicants import admitted, applicant
from tests.apps.people.members import member
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.people.models import Membership, MemberSource
from mandate.apps.people.queries.admissions import admissions_page
from mandate.apps.people.services import members, transfers
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.people.services.sources import RemoveSource, SaveSource, remove_source, save_source
from mandate.apps.people.tables.importing import ImportMembers, import_members
from mandate.apps.people.tables.rows import MemberRow
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.parts import counts

pytestmark = pytest.mark.django_db

FIRST, UNTIL = date(2023, 1, 1), date(2024, 1, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def comes(unit: Unit, name: str, source: str, day: date) -> int:
    said = members.AdmitPerson(EnterPerson(name), unit.pk, "full", day, source=source)
    return members.admit_person(console(), said).pk


def counted(name: str, units: dict[str, Unit], codes: str) -> list[int]:
    found = counts()[name].values([units[code].pk for code in codes.split()], FIRST, UNTIL)
    return [int(found[units[code].pk]) for code in codes.split()]


def test_each_source_is_a_count_by_its_code_and_they_add_up_with_the_unknown(units: dict[str, Unit]) -> None:
    for number, (code, source, day) in enumerate(
        (
            ("A1", "students", FIRST),
            ("A1", "students", date(2023, 12, 31)),
            ("A1", "workers", date(2023, 6, 1)),
            ("A1", "", date(2023, 6, 1)),
            ("A2", "students", date(2022, 12, 31)),
            ("A2", "students", UNTIL),
        )
    ):
        comes(units[code], f"Lê Văn {number}", source, day)
    assert counted("people.admitted.students", units, "A1 A2") == [2, 0]
    assert counted("people.admitted.workers", units, "A1 A2") == [1, 0]
    assert counted("people.admitted", units, "A1 A2") == [4, 0]
    page = admissions_page(console(), "A", 2023)
    rows = [(one.name, one.number, one.before) for one in page.sources]
    assert rows == [("students", 2, 1), ("workers", 1, 0)]
    assert (page.unknown.number, page.total.number, page.total.before, page.total.more) == (1, 4, 1, 3)
    assert [(one.code, one.number, one.before) for one in page.units] == [("A1", 4, 0), ("A2", 0, 1)]
    save_source(console(), SaveSource("miners", {"en": "miners"}, 9, new=True))
    assert "people.admitted.miners" in counts()


def test_who_moves_was_admitted_where_they_came_in_and_once(units: dict[str, Unit]) -> None:
    pk = comes(units["A1"], "Lê Văn Tám", "students", date(2023, 3, 1))
    sent = transfers.release(console(), transfers.Release(pk, units["B1"].pk, date(2023, 6, 1)))
    transfers.receive(console(), transfers.Receive(sent.pk, date(2023, 7, 1)))
    assert counted("people.admitted.students", units, "A1 B1") == [1, 0]
    assert list(Membership.objects.order_by("starts").values_list("source__code", flat=True)) == [
        "students",
        None,
    ]


def test_a_unit_that_closed_within_the_year_is_in_the_total_of_the_level(units: dict[str, Unit]) -> None:
    comes(units["A1"], "Lê Văn Tám", "students", date(2023, 3, 1))
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 6, 1)))
    assert admissions_page(console(), "A", 2023).total.number == 1
    assert admissions_page(console(), "C", 2023).units[0].number == 1


def test_the_procedure_and_the_form_say_the_source_by_the_same_rules(units: dict[str, Unit]) -> None:
    admitted(units["A1"])
    assert counted("people.admitted.students", units, "A1") == [1]
    save_source(console(), SaveSource("farmers", {"en": "farmers"}, 3, offered=False))
    for source in ("farmers", "nobody"):
        with pytest.raises(ValidationError) as caught:
            comes(units["A1"], "Lê Văn Hai", source, FIRST)
        assert caught.value.message_dict == {"source": ["There is no such source."]}
        with pytest.raises(ValidationError):
            applicant(units["A1"], "Lê Văn Ba", source)


def test_a_source_is_removed_only_where_nobody_came_from_it(units: dict[str, Unit]) -> None:
    comes(units["A1"], "Lê Văn Tám", "students", FIRST)
    applicant(units["A1"], source="workers")
    for code in ("students", "workers"):
        with pytest.raises(ValidationError, match="Somebody came from this source"):
            remove_source(console(), RemoveSource(code))
    remove_source(console(), RemoveSource("others"))
    assert not MemberSource.objects.filter(code="others").exists()
    for said, field in (
        (SaveSource("Bad code", {"en": "x"}, 1, new=True), "code"),
        (SaveSource("students", {"en": "x"}, 1, new=True), "code"),
        (SaveSource("new", {}, 1, new=True), "names"),
        (SaveSource("new", {"en": "x" * 201}, 1, new=True), "names"),
        (SaveSource("new", {"en": "x"}, 10_000, new=True), "position"),
    ):
        with pytest.raises(ValidationError) as caught:
            save_source(console(), said)
        assert list(caught.value.message_dict) == [field]
    with pytest.raises(Forbidden):
        save_source(acting(Role.SECRETARY, units["C"]), SaveSource("new", {"en": "x"}, 1, new=True))


def row(number: int, starts: str = "2023-02-01", **more: str) -> MemberRow:
    return MemberRow(number, f"HR {number}", f"Hà Văn {number}", "A1", "full", starts, **more)


def test_a_table_says_the_source_by_code_or_name_and_only_of_an_admission(units: dict[str, Unit]) -> None:
    import_members(
        console(), ImportMembers((row(2, source="students"), row(3, source="công nhân, người lao động")))
    )
    assert counted("people.admitted.students", units, "A1") == [1]
    assert counted("people.admitted.workers", units, "A1") == [1]
    again = import_members(console(), ImportMembers((row(2, source="workers"), row(3))))
    assert (again.unchanged, again.corrected) == (2, 0)  # what is known stays
    right = import_members(console(), ImportMembers((row(2, source="workers"),), correct=True))
    assert right.corrected == 1 and counted("people.admitted.workers", units, "A1") == [2]
    later = MemberRow(3, "HR 2", "Hà Văn 2", "A1", "honorary", "2023-05-01", source="workers")
    for wrong, code in ((row(4, source="pirates"), "member_no_source"), (later, "member_source_later")):
        with pytest.raises(Problems) as caught:
            import_members(console(), ImportMembers((wrong,)))
        assert [(one.column, one.code) for one in caught.value.problems] == [("source", code)]


def test_a_source_that_was_missing_is_filled_in_from_a_table(units: dict[str, Unit]) -> None:
    import_members(console(), ImportMembers((row(2),)))
    done = import_members(console(), ImportMembers((row(2, source="students"),)))
    assert done.corrected == 1 and counted("people.admitted.students", units, "A1") == [1]


def test_the_page_of_the_year_is_for_those_who_keep_the_list(units: dict[str, Unit]) -> None:
    comes(units["A1"], "Lê Văn Tám", "students", date(2023, 3, 1))
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    page = " ".join(keeper.get("/unit/A/people/admissions/?year=2023").content.decode().split())
    assert "Admissions in 2023" in page and "+1" in page
    assert keeper.get("/unit/A/people/admissions/?year=x").status_code == 200
    for who, unit in ((Role.SECRETARY, "B"), (Role.OBSERVER, "A"), (Role.REPORTER, "A")):
        other = client_of(person(who, units[unit], f"{who.value}{unit}@x.example"))
        assert other.get("/unit/A/people/admissions/").status_code in (403, 404)


def test_as_many_queries_whatever_lies_below(units: dict[str, Unit], django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number, code in enumerate(("A1", "A2", "B1", "B2", "B3")):
        comes(units[code], f"Lê Văn {number}", "students", date(2023, 3, 1))
    member(units["A1"])
    admissions_page(console(), "C", 2023)
    with django_assert_max_num_queries(12):
        admissions_page(console(), "C", 2023)
