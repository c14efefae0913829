"""Two records of one person become one: nothing is lost, nothing counts twice, and they can be parted."""

from dataclasses import replace
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from tests.apps.people.applicants import applicant
from tests.apps.people.members import BEGUN, member
from tests.support.organisation import NOW, PASSWORD, acting, client_of, console, person, tree
from tests.support.reporting import world
from tests.support.seeing import as_seen

from mandate.apps.people.models import Application, Joined, Membership, Particulars
from mandate.apps.people.queries.joined import Which
from mandate.apps.people.services.joining import JoinRecords, PartRecords, join_records, part_records
from mandate.apps.people.services.looking import LookToCorrect, look_to_correct
from mandate.apps.people.services.members import Admit, EndMembership, admit, end_membership
from mandate.apps.people.services.persons import CorrectPerson, EnterPerson, correct_person
from mandate.apps.people.services.transfers import Release, release
from mandate.apps.people.tables.importing import ImportMembers, import_members
from mandate.apps.people.tables.rows import MemberRow
from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.services import AcceptReports, SubmitReport, accept_reports, submit_report
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.units.models import Unit
from mandate.core.membership import Ended
from mandate.core.problem import Problems
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import EndRole, GrantRole, end_role, grant_role
from mandate.platform.circles.models import Circle
from mandate.platform.journal.models import Entry, Touched
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def kept(units: dict[str, Unit]) -> User:
    """A member of A1 since March 2023."""
    return member(units["A1"], number="HR 1")


@pytest.fixture
def gone(units: dict[str, Unit]) -> User:
    """The same person, a member of B1 from 2019 until 2021."""
    user = member(units["B1"], "Le Van Tam", date(2019, 2, 1), number="HR 2")
    end_membership(console(), EndMembership(user.pk, Ended.LEFT, date(2021, 6, 1)))
    return user


def join(kept: User, gone: User, which: Which = Which.BOTH, actor: Actor | None = None) -> Joined:
    return join_records(actor or console(), JoinRecords(kept.pk, gone.pk, which))


def spells(user: User) -> list[str]:
    rows = Membership.objects.filter(person=user).order_by("starts")
    return [f"{row.unit.code} {row.starts}–{row.ends or ''} {row.ended}".strip() for row in rows]


def world_of(*users: User) -> list[object]:
    """All that is kept of them."""
    return [
        (
            spells(user),
            list(Particulars.objects.filter(user=user).values_list("number", "number_key", "born", "phone")),
            User.objects.filter(pk=user.pk).values_list("email", "is_active", "name").get(),
            list(user.grants.values_list("role", "unit_id")),
            list(user.applications.values_list("pk", flat=True)),
        )
        for user in users
    ]


def test_memberships_one_after_the_other_become_one_chain(kept: User, gone: User) -> None:
    join(kept, gone)
    assert spells(kept) == ["B1 2019-02-01–2021-06-01 left", "A1 2023-03-01–"]
    assert spells(gone) == []
    entry = Entry.objects.filter(code="people.joined").get()
    (told,) = read([entry])
    assert told.event.sentence() == "Merged a second record of Lê Văn Tám with the first"
    assert entry.unit is not None and entry.unit.code == "A1"


def test_parting_them_puts_everything_back(units: dict[str, Unit], kept: User, gone: User) -> None:
    User.objects.filter(pk=gone.pk).update(email="tam@example.org", is_active=True)
    Grant.objects.create(user=gone, role="reporter", unit=units["B1"])
    kept.refresh_from_db()
    gone.refresh_from_db()
    before = world_of(kept, gone)
    row = join(kept, gone)
    kept.refresh_from_db()
    assert (kept.email, kept.is_active) == ("tam@example.org", True)
    assert list(kept.grants.values_list("role", flat=True)) == ["reporter"]
    part_records(console(), PartRecords(row.pk))
    assert world_of(kept, gone) == before
    with pytest.raises(ValidationError, match="separated already"):
        part_records(console(), PartRecords(row.pk))
    join(kept, gone)  # and they can be joined once more


def test_whoever_was_entered_twice_is_counted_once(units: dict[str, Unit], kept: User) -> None:
    again = member(units["B1"], number="HR 2")
    with pytest.raises(ValidationError) as caught:
        join(kept, again)
    assert caught.value.message_dict == {
        "memberships": ["By both records this person was a member on 1 March 2023. "
                        "Say which memberships are right."]
    }  # fmt: skip
    row = join(kept, again, Which.KEPT)
    assert spells(kept) == ["A1 2023-03-01–"]
    part_records(console(), PartRecords(row.pk))
    assert (spells(kept), spells(again)) == (["A1 2023-03-01–"], ["B1 2023-03-01–"])
    join(kept, again, Which.GONE)
    assert spells(kept) == ["B1 2023-03-01–"]


def test_what_is_missing_comes_from_the_other_and_a_number_that_is_given_up_means_the_same_person(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    Particulars.objects.filter(user=kept).update(phone="")
    join(kept, gone)
    told = Particulars.objects.get(user=kept)
    assert (told.number, told.phone) == ("HR 1", "0912 000 111")
    assert not Particulars.objects.filter(user=gone).exists()
    row = MemberRow(2, "hr  2", "Lê Văn Tám", "A1", "probationary", "2023-03-01")
    done = import_members(console(), ImportMembers((row,)))
    assert (done.people, done.began, done.unchanged) == (0, 0, 1)
    other = member(units["A2"], "Bùi Thị Đào")
    said = EnterPerson("Bùi Thị Đào", "HR 2", date(1990, 5, 19), "0912 000 111")
    seen = EnterPerson("Bùi Thị Đào", "", date(1990, 5, 19), "0912 000 111")
    with pytest.raises(ValidationError, match="Somebody has this member number already"):
        correct_person(console(), CorrectPerson(other.pk, said, seen))


def test_what_one_person_cannot_be_is_refused_and_nothing_is_changed(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    def refused(other: User, words: str) -> None:
        before = world_of(kept, other)
        with pytest.raises(ValidationError, match=words):
            join(kept, other)
        assert world_of(kept, other) == before

    refused(kept, "That is one record")
    Particulars.objects.filter(user=gone).update(born=date(1991, 1, 1))
    refused(gone, "dates of birth differ")
    Particulars.objects.filter(user=gone).update(born=None)
    applies = applicant(units["B1"])
    applies.steps.create(what="recommended", day=BEGUN, unit=units["B1"], member=kept)
    Particulars.objects.filter(user=applies.person).update(born=None)
    refused(applies.person, "Nobody does so for themselves")
    applies.steps.filter(member=kept).delete()
    refused(applies.person, "application of this person is open")
    coming = member(units["B2"], "Hà Văn Sơn")
    release(console(), Release(coming.pk, units["B3"].pk, date(2023, 9, 1)))
    refused(coming, "on the way")
    Grant.objects.create(user=gone, role="reporter", unit=units["B1"])
    join(kept, gone)
    refused(gone, "merged with another one")


def test_memberships_by_a_decision_are_not_taken_away(units: dict[str, Unit], kept: User) -> None:
    other = member(units["B1"])
    applies = applicant(units["B1"], "Lê Văn Tám")
    spell = other.memberships.get()
    Application.objects.filter(pk=applies.pk).update(
        person=other, state="admitted", membership=spell, decided=BEGUN
    )
    with pytest.raises(ValidationError, match="decided on by the procedure"):
        join(kept, other, Which.KEPT)
    Particulars.objects.filter(user=other).update(born=None)
    join(kept, other, Which.GONE)
    assert spells(kept) == ["B1 2023-03-01–"]


def test_after_a_change_they_are_parted_no_more(kept: User, gone: User) -> None:
    row = join(kept, gone)
    end_membership(console(), EndMembership(kept.pk, Ended.LEFT, date(2023, 12, 1)))
    with pytest.raises(ValidationError, match="changed since"):
        part_records(console(), PartRecords(row.pk))
    assert spells(gone) == []


def test_nobody_comes_into_a_circle_by_a_merge(kept: User, gone: User) -> None:
    circle = Circle.objects.create()
    circle.members.create(user=gone)
    join(kept, gone)
    assert list(circle.members.values_list("user", flat=True)) == [gone.pk], "those in it let the person in"


def test_what_was_decided_since_is_nobody_elses_after_separating() -> None:
    city = world()
    low, high = (User.objects.get(pk=one.user_id) for one in (city.reporter, city.reviewer))
    report = city.report("A1")
    city.save(report, families=3)
    submit_report(city.reporter, SubmitReport(report.pk))
    row = join(high, low)
    other = person(Role.REPORTER, city.units["A1"], "third@example.org")
    sent = Revision.objects.filter(report=report)
    sent.update(submitted_by=other)  # it was withdrawn, and submitted by somebody else
    part_records(console(), PartRecords(row.pk))
    assert sent.get().submitted_by == other


def test_nobody_answers_their_own_request_by_another_record(units: dict[str, Unit]) -> None:
    asks, answers = (
        person(Role.SECRETARY, units["C"], f"{name}@example.org") for name in ("asks", "answers")
    )
    Grant.objects.filter(user=asks).update(role="reporter")
    review = Review.objects.create(
        unit=units["A"],
        period="2023",
        starts=date(2023, 1, 1),
        ends=date(2024, 1, 1),
        closed_by=asks,
        closed_at=NOW,
    )
    request = Reopening.objects.create(review=review, asked_by=asks, asked_at=NOW)
    row = join(answers, asks)
    request.refresh_from_db()
    review.refresh_from_db()
    assert (request.asked_by, review.closed_by) == (answers, answers)
    part_records(console(), PartRecords(row.pk))
    request.refresh_from_db()
    assert request.asked_by == asks


def test_who_keeps_one_of_the_lists_separates_nothing(units: dict[str, Unit], kept: User, gone: User) -> None:
    row = join(kept, gone)
    with pytest.raises(Forbidden):
        part_records(acting(Role.SECRETARY, units["A"]), PartRecords(row.pk))
    entry = Entry.objects.get(code="people.joined")
    touched = Touched.objects.filter(entry=entry).values_list("unit__code", flat=True)
    assert (entry.unit.code if entry.unit else "", list(touched)) == ("A1", ["B1"])
    part_records(acting(Role.SECRETARY, units["C"]), PartRecords(row.pk))
    join(gone, kept)  # the other way round
    assert spells(gone) == ["B1 2019-02-01–2021-06-01 left", "A1 2023-03-01–"]


def test_who_answered_for_the_other_is_no_hindrance(kept: User, gone: User) -> None:
    gone.corrections.create(
        about="name", words="It is Tâm.", asked_at=NOW, outcome="done", answered_at=NOW, answered_by=kept
    )
    mine = gone.corrections.create(about="name", words="It is Tam.", asked_at=NOW)
    join(kept, gone)
    assert list(kept.corrections.all()) == [mine]


def test_after_a_role_has_ended_they_are_parted_no_more(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    grant = Grant.objects.create(user=gone, role="reporter", unit=units["B1"])
    row = join(kept, gone)
    end_role(console(), EndRole(grant.pk, NOW.date()))
    with pytest.raises(ValidationError, match="changed since"):
        part_records(console(), PartRecords(row.pk))


def test_a_secretary_takes_nobody_the_way_to_sign_in(units: dict[str, Unit], kept: User, gone: User) -> None:
    User.objects.filter(pk=gone.pk).update(email="tam@example.org", is_active=True)
    with pytest.raises(Forbidden):
        join(kept, gone, actor=acting(Role.SECRETARY, units["C"]))


def test_two_who_join_them_at_once_are_not_both_right(kept: User, gone: User) -> None:
    join(kept, gone)
    with pytest.raises(ValidationError, match="merged with another one"):
        join(gone, kept)


def test_only_who_keeps_both_lists_and_manages_all_roles_of_both(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    for unit in ("A", "B"):
        with pytest.raises(Forbidden):
            join(kept, gone, actor=acting(Role.ADMINISTRATOR, units[unit]))
    secretary = acting(Role.SECRETARY, units["C"])
    Grant.objects.create(user=gone, role="reporter", unit=units["B1"])
    with pytest.raises(Forbidden):
        join(kept, gone, actor=secretary)
    Grant.objects.filter(user=gone).delete()
    row = join(kept, gone, actor=secretary)
    with pytest.raises(Forbidden):
        part_records(acting(Role.SECRETARY, units["B"]), PartRecords(row.pk))
    own = person(Role.ADMINISTRATOR, units["C"], "own@example.org")
    with pytest.raises(ValidationError, match="own record"):
        join_records(acting_as(own), JoinRecords(kept.pk, own.pk))


def acting_as(user: User) -> Actor:
    return actor_of(user, NOW)


def test_who_signs_in_does_so_as_before_with_password_and_second_factor(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    gone.email, gone.is_active = "tam@example.org", True
    gone.set_password(PASSWORD)
    gone.save()
    Authenticator.objects.create(user=gone, type="totp", data={})
    row = join(kept, gone)
    kept.refresh_from_db()
    assert kept.check_password(PASSWORD) and Authenticator.objects.get().user == kept
    part_records(console(), PartRecords(row.pk))
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert gone.check_password(PASSWORD) and Authenticator.objects.get().user == gone
    assert (kept.email, kept.is_active) == (None, False)
    User.objects.filter(pk=kept.pk).update(email="shut@example.org")
    with pytest.raises(ValidationError, match="may not sign in"):
        join(kept, gone)


def test_nobody_decides_on_their_own_report_by_another_record() -> None:
    city = world()
    low, high = (User.objects.get(pk=one.user_id) for one in (city.reporter, city.reviewer))
    report = city.report("A1")
    city.save(report, families=3)
    submit_report(city.reporter, SubmitReport(report.pk))
    row = join(high, low)
    done = accept_reports(actor_of(high, NOW), AcceptReports(as_seen([report.pk])))
    assert not done.done
    part_records(console(), PartRecords(row.pk))
    assert accept_reports(actor_of(high, NOW), AcceptReports(as_seen([report.pk]))).done


def test_a_third_record_goes_along_and_its_number_means_the_person(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    third = member(units["B2"], "Lê V. Tám", date(2010, 1, 1), number="HR 3")
    end_membership(console(), EndMembership(third.pk, Ended.LEFT, date(2012, 1, 1)))
    first = join(gone, third)
    second = join(kept, gone)
    row = MemberRow(2, "HR 3", "Lê Văn Tám", "A1", "probationary", "2023-03-01")
    assert import_members(console(), ImportMembers((row,))).unchanged == 1
    row = MemberRow(2, "HR 9", "Bùi Thị Đào", "A1", "full", "2023-03-01")
    taken = replace(row, number="HR 3", person=str(member(units["A2"], "Bùi Thị Đào").pk))
    with pytest.raises(Problems):
        import_members(console(), ImportMembers((taken,)))
    with pytest.raises(ValidationError, match="changed since"):
        part_records(console(), PartRecords(first.pk))
    part_records(console(), PartRecords(second.pk))
    part_records(console(), PartRecords(first.pk))
    assert spells(third) == ["B2 2010-01-01–2012-01-01 left"]
    join(gone, third)
    join(kept, gone)
    end_membership(console(), EndMembership(kept.pk, Ended.LEFT, date(2023, 12, 1)))
    erase_person(console(), ErasePerson(kept.pk))
    assert set(User.objects.filter(pk__in=(kept.pk, gone.pk, third.pk)).values_list("name", flat=True)) == {
        ""
    }


def test_nothing_is_done_with_a_record_that_was_given_up(
    units: dict[str, Unit], kept: User, gone: User
) -> None:
    join(kept, gone)
    with pytest.raises(ValidationError, match="merged with another one"):
        admit(console(), Admit(gone.pk, units["A1"].pk, "full", date(2024, 1, 2)))
    with pytest.raises(ValidationError, match="merged with another one"):
        grant_role(console(), GrantRole(gone.pk, Role.REPORTER, units["A1"].pk))
    with pytest.raises(ValidationError, match="merged with another one"):
        erase_person(console(), ErasePerson(gone.pk))
    row = MemberRow(2, "", "Lê Văn Tám", "A1", "probationary", "2023-03-01", person=str(gone.pk))
    assert import_members(console(), ImportMembers((row,))).unchanged == 1
    assert not gone.memberships.exists()
    stranger = client_of(person(Role.REPORTER, units["B3"], "stranger@example.org"))
    assert stranger.get(f"/members/{gone.pk}/").status_code == 404


def test_separated_records_keep_nothing_of_each_other(kept: User, gone: User) -> None:
    row = join(kept, gone)
    look_to_correct(acting(Role.SECRETARY, kept.memberships.get(ends=None).unit), LookToCorrect(kept.pk))
    correct_person(
        console(),
        CorrectPerson(
            kept.pk,
            EnterPerson("Lê Văn Tám", "HR 1", date(1990, 5, 19), "0999"),
            EnterPerson("Lê Văn Tám", "HR 1", date(1990, 5, 19), "0912 000 111"),
        ),
    )
    part_records(console(), PartRecords(row.pk))
    assert Particulars.objects.get(user=kept).phone == "0999", "what was put right meanwhile stays"
    assert Particulars.objects.get(user=gone).phone == "0912 000 111"
    assert "HR 2" not in str(list(Joined.objects.values()))


def test_memberships_are_taken_away_by_who_keeps_their_list(units: dict[str, Unit], kept: User) -> None:
    moved = member(units["B1"], "Lê Văn Tám", date(2019, 1, 1))
    end_membership(console(), EndMembership(moved.pk, Ended.LEFT, date(2021, 1, 1)))
    admit(console(), Admit(moved.pk, units["A2"].pk, "full", date(2023, 5, 1)))
    secretary = acting(Role.SECRETARY, units["A"])
    with pytest.raises(Forbidden):
        join(kept, moved, Which.KEPT, secretary)
    assert spells(moved)[0].startswith("B1")


def test_the_same_role_twice_is_ended_first(units: dict[str, Unit], kept: User, gone: User) -> None:
    for user in (kept, gone):
        Grant.objects.create(user=user, role="reporter", unit=units["A1"])
    with pytest.raises(ValidationError, match="the same role"):
        join(kept, gone)


def test_a_number_of_another_list_is_not_read_in_the_list_of_records(units: dict[str, Unit]) -> None:
    here, far = member(units["A1"]), member(units["B1"], "Bùi Thị Đào", number="FAR 77")
    Grant.objects.create(user=far, role="reporter", unit=units["A1"])
    keeper = person(Role.ADMINISTRATOR, units["A"], "keeper@example.org")
    shown = client_of(keeper).get(f"/members/{here.pk}/records/").content.decode()
    assert "FAR 77" not in shown
    assert "Bùi Thị Đào" not in client_of(keeper).get(f"/members/{here.pk}/records/?q=far77").content.decode()


def test_erasing_the_person_erases_both_records(kept: User, gone: User) -> None:
    join(kept, gone)
    end_membership(console(), EndMembership(kept.pk, Ended.LEFT, date(2023, 12, 1)))
    erase_person(console(), ErasePerson(kept.pk))
    for user in (kept, gone):
        user.refresh_from_db()
        assert (user.name, user.erased_at is not None) == ("", True)
    assert not Joined.objects.exists()
    assert spells(kept) == ["B1 2019-02-01–2021-06-01 left", "A1 2023-03-01–2023-12-01 left"], (
        "for the counts"
    )


def test_the_pages_lead_through_it(units: dict[str, Unit], kept: User, gone: User) -> None:
    client: Client = client_of(person(Role.SECRETARY, units["C"], "keeper@example.org"))
    member(units["A2"], "An An"), member(units["A2"], "Zo Zo")
    listed = client.get(f"/members/{kept.pk}/records/").content.decode()
    assert listed.index("Le Van Tam") < listed.index("An An") < listed.index("Zo Zo"), "namesakes first"
    address = f"/members/{kept.pk}/records/{gone.pk}/"
    assert "HR 1, Phố 1, Phường A" in client.get(address).content.decode()
    again = member(units["B2"])
    refused = client.post(f"/members/{kept.pk}/records/{again.pk}/", {"memberships": "both"})
    assert "By both records this person was a member" in refused.content.decode(), "before it is foreseen"
    foreseen = client.post(address, {"memberships": "both"}).content.decode()
    assert "The member number HR 2 is given up" in foreseen and not Joined.objects.exists()
    shown = client.post(address, {"memberships": "both", "sure": "yes"}, follow=True).content.decode()
    assert "The two records of Lê Văn Tám are one." in shown and "Merged into this record" in shown
    assert client.get(f"/members/{gone.pk}/").headers["Location"] == f"/members/{kept.pk}/"
    row = Joined.objects.get()
    back = client.post(f"/members/{kept.pk}/records/part/", {"joined": row.pk}, follow=True).content.decode()
    assert "They are two records again." in back
    assert client.get(f"/members/{gone.pk}/").status_code == 200
