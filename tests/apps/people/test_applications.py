"""The procedure of admission through the services: who may, in which order, and what comes of it."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.apps.people.applicants import (
    APPLIED,
    DECIDED,
    PROPOSED,
    admitted,
    applicant,
    proposed,
    recommended,
)
from tests.apps.people.members import member
from tests.support.organisation import NOW, acting, console, person, tree

from mandate.apps.people.models import Application, Membership, Particulars
from mandate.apps.people.notices import APPLICATION
from mandate.apps.people.queries.application import application_page
from mandate.apps.people.queries.applications import applications_count
from mandate.apps.people.services import applications, deciding, members, moving, papers
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
SOMEBODY = "Đỗ Thị Sáu"


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def admit(actor: Actor, row: Application, **more: Any) -> None:
    said = {"number": "12-QĐ", "day": DECIDED, "kind": "probationary", "starts": DECIDED} | more
    deciding.admit_applicant(actor, deciding.AdmitApplicant(row.pk, **said))


def faults(deed: Callable[[], object]) -> list[str]:
    """The fields at which a deed is refused; none: "__all__"."""
    with pytest.raises(ValidationError) as caught:
        deed()
    return list(caught.value.message_dict) if hasattr(caught.value, "error_dict") else ["__all__"]


def test_the_whole_procedure_begins_the_membership_and_nothing_is_typed_twice(units: dict[str, Unit]) -> None:
    unit, above = person(Role.SECRETARY, units["A1"]), person(Role.SECRETARY, units["A"])
    keeper, decider = actor_of(unit, NOW), actor_of(above, NOW)
    said = applications.ApplicationSaid(units["A1"].pk, "probationary", APPLIED, "students")
    row = applications.apply_person(
        keeper, applications.ApplyPerson(EnterPerson(SOMEBODY, "TH 9", date(1999, 2, 3)), said)
    )
    assert not Membership.objects.filter(person=row.person).exists()
    for name in ("Hà Văn Sơn", "Bùi Thị Đào"):
        by = member(units["A1"], name, kind="full")
        applications.recommend(keeper, applications.Recommend(row.pk, by.pk, APPLIED, "Known for years."))
    applications.propose(keeper, applications.TakeStep(row.pk, PROPOSED))
    assert faults(lambda: admit(decider, row, number=" ")) == ["number"]
    admit(decider, row, starts=DECIDED + timedelta(days=2))
    row.refresh_from_db()
    spell = Membership.objects.get(person=row.person)
    assert row.membership == spell and (row.state, row.number, row.decided) == ("admitted", "12-QĐ", DECIDED)
    assert row.decider == units["A"]
    assert (spell.unit, spell.kind.code, spell.starts, spell.began) == (
        units["A1"],
        "probationary",
        date(2023, 10, 3),
        "admitted",
    )
    assert spell.source is not None and spell.source.code == "students"
    assert spell.document == "12-QĐ (2023-10-01)"
    steps = list(row.steps.order_by("pk").values_list("what", "day", "by__email"))
    assert steps == [
        ("applied", APPLIED, unit.email),
        ("recommended", APPLIED, unit.email),
        ("recommended", APPLIED, unit.email),
        ("proposed", PROPOSED, unit.email),
        ("admitted", DECIDED, above.email),
    ]
    told = [one.event.sentence() for one in read(list(Entry.objects.order_by("id")))]
    assert f"Application of {SOMEBODY}: recommended by Hà Văn Sơn on 1 September 2023" in told
    assert told[-1] == f"Application of {SOMEBODY}: admitted on 1 October 2023"
    assert "Known for years" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_who_proposed_or_recommended_does_not_decide_and_nobody_on_their_own(units: dict[str, Unit]) -> None:
    both = acting(Role.SECRETARY, units["A"])
    row = recommended(units["A1"])
    applications.propose(both, applications.TakeStep(row.pk, PROPOSED))
    assert faults(lambda: admit(both, row)) == ["__all__"]
    back = deciding.TurnDown(row.pk, DECIDED, "No.")
    assert faults(lambda: deciding.return_application(both, back)) == ["__all__"]
    assert faults(lambda: deciding.refuse_application(both, back)) == ["__all__"]
    recommender = actor_of(_in_charge(row.steps.filter(what="recommended")[0].member_id, units["C"]), NOW)
    assert faults(lambda: admit(recommender, row)) == ["__all__"]
    own = actor_of(_in_charge(row.person_id, units["C"]), NOW)
    assert faults(lambda: admit(own, row)) == ["__all__"]
    admit(acting(Role.SECRETARY, units["C"]), row)


def _in_charge(user_id: int | None, unit: Unit) -> User:
    user = User.objects.get(pk=user_id)
    user.email, user.is_active = f"{user.pk}@example.org", True
    user.save()
    user.grants.create(role=Role.SECRETARY.value, unit=unit)
    return user


def test_only_full_members_of_the_unit_recommend_and_only_once(units: dict[str, Unit]) -> None:
    row = applicant(units["A1"])
    here, new = member(units["A1"], kind="full"), member(units["A1"], "Bùi Thị Đào")
    beside = member(units["A2"], "Hà Văn Sơn", kind="full")

    def by(pk: int, day: date = APPLIED) -> Callable[[], None]:
        return lambda: applications.recommend(console(), applications.Recommend(row.pk, pk, day))

    for pk in (new.pk, beside.pk, row.person_id, 0):
        assert faults(by(pk)) == ["member"]
    assert faults(by(here.pk, APPLIED - timedelta(days=1))) == ["day"]
    assert faults(by(here.pk, NOW.date() + timedelta(days=1))) == ["day"]
    by(here.pk)()
    assert faults(by(here.pk)) == ["member"]
    assert faults(lambda: applications.propose(console(), applications.TakeStep(row.pk, PROPOSED))) == [
        "__all__"
    ]


def test_of_strangers_no_file_is_read(units: dict[str, Unit]) -> None:
    command = papers.AttachToApplication(applicant(units["A1"]).pk, "page.html", BytesIO(b"<html>"))
    for stranger in (acting(Role.SECRETARY, units["A2"]), acting(Role.OBSERVER, None)):
        with pytest.raises(Application.DoesNotExist):
            papers.attach_to_application(stranger, command)
    assert faults(lambda: papers.attach_to_application(console(), command)) == ["file"]


def test_each_state_offers_the_steps_that_follow_it(units: dict[str, Unit]) -> None:
    unit, above = acting(Role.SECRETARY, units["A1"]), acting(Role.SECRETARY, units["A"])

    def offered(row: Application, actor: Actor) -> str:
        return " ".join(sorted(application_page(actor, row.pk).acts))

    assert offered(applicant(units["A1"]), unit) == "decline move recommend withdraw"
    assert offered(recommended(units["A1"]), unit) == "decline move propose withdraw"
    row = proposed(units["A1"])
    assert [offered(row, one) for one in (unit, above)] == [
        "move withdraw",
        "admit move refuse return withdraw",
    ]
    deciding.return_application(above, deciding.TurnDown(row.pk, DECIDED, "Ask again."))
    assert offered(row, unit) == "decline move propose recommend withdraw"
    applications.withdraw_application(unit, applications.TakeStep(row.pk, DECIDED, "So it is."))
    assert offered(row, unit) == "again"
    said = applications.ApplicationSaid(units["A2"].pk, "probationary", DECIDED, "students", "")
    applications.apply_known(console(), applications.Apply(row.person_id, said))
    assert offered(row, unit) == ""  # another goes on


@pytest.mark.parametrize(
    ("what", "allowed", "denied"),
    [
        ("recommend", "A1 A C", "A2 B"),
        ("propose", "A1 A C", "A2 B"),
        ("withdraw", "A1 A C", "A2 B"),
        ("decline", "A1 A C", "A2 B"),
        ("admit", "A C", "A1 A2 B"),
        ("return", "A C", "A1 A2 B"),
        ("refuse", "A C", "A1 A2 B"),
        ("move", "A C", "A1 A2 B"),
    ],
)
def test_who_may_take_which_step(units: dict[str, Unit], what: str, allowed: str, denied: str) -> None:
    """Own unit, above, below, sibling: whoever may not see it does not learn that it is there."""
    for code in (*denied.split(), *allowed.split()):
        row = proposed(units["A1"]) if what in ("admit", "return", "refuse") else recommended(units["A1"])
        if what == "recommend":
            row.steps.filter(what="recommended").last().delete()  # type: ignore[union-attr]
        full = member(units["A1"], kind="full")
        said = applications.TakeStep(row.pk, DECIDED, "So it is.")
        down = deciding.TurnDown(row.pk, DECIDED, "So it is.")
        deeds: dict[str, Callable[[Actor], object]] = {
            "recommend": lambda actor, row=row, full=full: applications.recommend(
                actor, applications.Recommend(row.pk, full.pk, DECIDED)
            ),
            "propose": lambda actor, said=said: applications.propose(actor, said),
            "withdraw": lambda actor, said=said: applications.withdraw_application(actor, said),
            "decline": lambda actor, said=said: applications.refuse_in_unit(actor, said),
            "admit": lambda actor, row=row: admit(actor, row),
            "return": lambda actor, down=down: deciding.return_application(actor, down),
            "refuse": lambda actor, down=down: deciding.refuse_application(actor, down),
            "move": lambda actor, row=row: applications.move_application(
                actor, applications.MoveApplication(row.pk, units["A2"].pk, DECIDED)
            ),
        }
        actor = acting(Role.SECRETARY, units[code])
        if code in denied.split():
            with pytest.raises((Forbidden, Application.DoesNotExist)):
                deeds[what](actor)
        else:
            deeds[what](actor)
        for role in (Role.REPORTER, Role.REVIEWER, Role.OBSERVER):
            with pytest.raises((Forbidden, Application.DoesNotExist)):
                deeds[what](acting(role, units["C"]))


def test_a_decision_has_one_date_in_the_unit_that_decides(units: dict[str, Unit]) -> None:
    admitted(units["A1"])
    row, other = proposed(units["A2"], "Lê Văn Tư"), proposed(units["B1"], "Lê Văn Năm")
    later = {"day": date(2023, 10, 2), "starts": date(2023, 10, 2)}
    assert faults(lambda: admit(console(), row, number="12-qđ", **later)) == ["number"]
    admit(console(), row, number="12-qđ")
    admit(console(), other, **later)  # another unit's 12


def test_days_follow_each_other_and_nobody_is_a_member_before_the_decision(units: dict[str, Unit]) -> None:
    row = proposed(units["A1"])
    assert faults(lambda: admit(console(), row, day=PROPOSED - timedelta(days=1))) == ["day"]
    assert faults(lambda: admit(console(), row, starts=DECIDED - timedelta(days=1))) == ["starts"]
    assert faults(lambda: admit(console(), row, day=NOW.date() + timedelta(days=1))) == ["day"]
    admit(console(), row, day=PROPOSED, starts=PROPOSED)


def test_what_is_returned_is_proposed_again_and_what_is_over_begins_anew(units: dict[str, Unit]) -> None:
    row = proposed(units["A1"])
    deciding.return_application(console(), deciding.TurnDown(row.pk, DECIDED, "A signature is missing."))
    applications.propose(console(), applications.TakeStep(row.pk, DECIDED))
    deciding.refuse_application(console(), deciding.TurnDown(row.pk, DECIDED, "Too young.", "7-QĐ"))
    row.refresh_from_db()
    assert (row.state, row.number, row.decided) == ("refused", "7-QĐ", DECIDED)
    said = applications.ApplicationSaid(units["A1"].pk, "probationary", DECIDED)
    anew = applications.apply_known(console(), applications.Apply(row.person_id, said))
    assert anew.pk != row.pk and not anew.steps.filter(what="recommended").exists()
    assert faults(lambda: applications.apply_known(console(), applications.Apply(row.person_id, said))) == [
        "__all__"
    ]
    last = row.steps.latest("pk").pk
    assert faults(lambda: deciding.undo_step(console(), deciding.UndoStep(row.pk, last))) == ["__all__"]


def test_a_reason_is_given_and_whoever_is_a_member_or_died_does_not_apply(units: dict[str, Unit]) -> None:
    row = proposed(units["A1"])
    for deed in (deciding.return_application, deciding.refuse_application):
        assert faults(lambda deed=deed: deed(console(), deciding.TurnDown(row.pk, DECIDED, " "))) == ["note"]
    here = member(units["A1"], "Hồ Văn Chín")
    said = applications.ApplicationSaid(units["A1"].pk, "probationary", DECIDED)
    assert faults(lambda: applications.apply_known(console(), applications.Apply(here.pk, said))) == ["day"]
    honorary = applications.ApplicationSaid(units["A1"].pk, "nothing", DECIDED)
    assert faults(lambda: applications.apply_known(console(), applications.Apply(here.pk, honorary))) == [
        "kind"
    ]


def test_every_step_can_be_taken_back_and_an_admission_with_its_membership(units: dict[str, Unit]) -> None:
    row = admitted(units["A1"])

    def undo(actor: Actor = console()) -> None:  # noqa: B008 -- the clock is held still
        deciding.undo_step(actor, deciding.UndoStep(row.pk, row.steps.latest("pk").pk))

    keeper = acting(Role.SECRETARY, units["A1"])
    spell = Membership.objects.get(person=row.person)
    with pytest.raises(Forbidden):
        undo(keeper)
    with pytest.raises(Forbidden):  # nor by the other door
        members.undo_membership(keeper, members.UndoMembership(row.person_id, spell.pk, ended=False))
    undo(acting(Role.SECRETARY, units["A"]))
    row.refresh_from_db()
    assert (row.state, row.number, row.decided, row.membership) == ("proposed", "", None, None)
    assert not Membership.objects.filter(person=row.person).exists()
    assert Particulars.objects.filter(user=row.person).exists()  # the applicant's still
    for state in ("recommended", "applied", "applied"):
        undo(keeper)
        row.refresh_from_db()
        assert row.state == state
    assert faults(lambda: undo(keeper)) == ["__all__"]
    old = row.steps.latest("pk").pk
    applications.withdraw_application(keeper, applications.TakeStep(row.pk, DECIDED))
    assert faults(lambda: deciding.undo_step(keeper, deciding.UndoStep(row.pk, old))) == ["__all__"]


def test_an_admission_taken_back_on_the_page_of_the_member_waits_for_the_decision_again(
    units: dict[str, Unit],
) -> None:
    row = admitted(units["A1"])
    assert row.membership is not None
    command = members.UndoMembership(row.person_id, row.membership.pk, ended=False)
    members.undo_membership(acting(Role.SECRETARY, units["A"]), command)
    row.refresh_from_db()
    assert row.state == "proposed"
    admit(console(), row)


def test_a_unit_that_closes_keeps_its_applications_until_another_goes_on(units: dict[str, Unit]) -> None:
    row, started = proposed(units["A1"]), applicant(units["A1"], "Lê Văn Tư")
    ward, decider = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["C"])
    assert [applications_count(one) for one in (ward, decider)] == [2, 0]
    close_unit(console(), CloseUnit(units["A1"].pk, DECIDED))
    assert [applications_count(one) for one in (ward, decider)] == [2, 0]
    assert faults(lambda: admit(console(), row, starts=DECIDED)) == ["starts"]
    assert faults(lambda: applicant(units["A1"], "Lê Văn Năm", day=DECIDED)) == ["day"]
    assert faults(
        lambda: applications.move_application(
            console(), applications.MoveApplication(row.pk, units["A1"].pk, DECIDED)
        )
    ) == ["unit"]
    moving.move_all(ward, moving.MoveAll(units["A1"].pk, units["A2"].pk, DECIDED))
    row.refresh_from_db(), started.refresh_from_db()
    assert [(one.unit, one.state) for one in (row, started)] == [
        (units["A2"], "proposed"),
        (units["A2"], "applied"),
    ]
    assert list(row.steps.filter(what="moved").values_list("day", flat=True)) == [DECIDED]
    admit(console(), row)
    assert Membership.objects.get(person=row.person).unit == units["A2"]


def test_a_unit_that_moves_lets_the_new_level_above_decide(units: dict[str, Unit]) -> None:
    row = proposed(units["A1"])
    old, new = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["B"])
    assert [applications_count(one) for one in (old, new)] == [1, 0]
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2023, 9, 20)))
    old, new = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["B"])
    assert [applications_count(one) for one in (old, new)] == [0, 1]
    with pytest.raises(Forbidden):
        admit(old, row)
    admit(new, row)
    row.refresh_from_db()
    assert row.decider == units["B"]


def test_it_waits_for_the_unit_then_for_the_nearest_above_who_may_decide(units: dict[str, Unit]) -> None:
    row = recommended(units["A1"])
    ward, city = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["C"])
    street, beside = acting(Role.SECRETARY, units["A1"]), acting(Role.SECRETARY, units["B"])

    def waits() -> list[int]:
        return [applications_count(one) for one in (street, ward, city, beside)]

    assert waits() == [1, 0, 0, 0]
    applications.propose(ward, applications.TakeStep(row.pk, PROPOSED))
    assert waits() == [0, 0, 1, 0]  # the ward proposed it, and so does not decide
    told = Notice.objects.filter(kind=APPLICATION.name).order_by("pk").values_list("user__email", flat=True)
    assert list(told) == ["secretary-c@example.org"]
    deciding.return_application(city, deciding.TurnDown(row.pk, DECIDED, "No."))
    assert waits() == [1, 0, 0, 0]
    assert list(told.all())[1:] == ["secretary-a1@example.org"]


def test_an_applicant_is_not_erased_while_it_is_open_and_their_words_go_with_them(
    units: dict[str, Unit],
) -> None:
    row = applicant(units["A1"])
    assert row.steps.get().note.text == "Wrote a letter."
    with pytest.raises(ValidationError, match="applied to become a member"):
        erase_person(console(), ErasePerson(row.person_id))
    applications.withdraw_application(console(), applications.TakeStep(row.pk, DECIDED, "Moved away."))
    erase_person(console(), ErasePerson(row.person_id))
    row.refresh_from_db()
    assert row.state == "withdrawn" and not hasattr(row.steps.first(), "note")
    assert not Particulars.objects.filter(user=row.person).exists()


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_once_and_one_of_them_is_told(units: dict[str, Unit]) -> None:
    row = proposed(units["A1"])
    barrier, came = Barrier(2), []

    def decide(number: str) -> None:
        try:
            barrier.wait()
            admit(console(), row, number=number)
            came.append("admitted")
        except ValidationError as error:
            came.append(" ".join(error.messages))
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(number,)) for number in ("1-QĐ", "2-QĐ")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(came) == ["This application is decided already, or withdrawn.", "admitted"]
    assert Membership.objects.filter(person=row.person).count() == 1
