"""What concerns somebody reaches their inbox once, counts as new until it is read, and tells nobody what they
may not see any more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone, translation
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting.notices import RETURNED
from mandate.apps.reporting.services import (
    AcceptReports,
    SubmitReport,
    accept_reports,
    return_report,
    submit_report,
)
from mandate.platform import parts
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.models import Entry
from mandate.platform.notices.jobs import sweep
from mandate.platform.notices.kinds import Said
from mandate.platform.notices.models import Notice
from mandate.platform.notices.queries import inbox, unread_count
from mandate.platform.notices.services import Arrived, arrived, notify

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def reporter(city: World) -> User:
    return User.objects.get(pk=city.reporter.user_id)


def submitted(city: World, code: str = "A1", actor: Actor | None = None) -> int:
    report = city.report(code)
    city.save(report, console(), families=3)
    submit_report(actor or city.reporter, SubmitReport(report.pk))
    return report.pk


def returned(city: World, reason: str = "The families are missing", code: str = "A1") -> int:
    pk = submitted(city, code)
    return_report(city.reviewer, returning(pk, reason))
    return pk


def sentences(user: User, query: str = "") -> list[str]:
    return [row.said.sentence for row in inbox(actor_of(user, NOW), {"show": query}).notices]


def test_who_submitted_is_told_that_it_came_back_and_why(city: World, reporter: User) -> None:
    pk = returned(city)
    (row,) = inbox(city.reporter, {}).notices
    assert row.said.sentence == "Returned: Yearly figures for 2023, Phố 1, Phường A"
    assert row.said.quote == "secretary-c: The families are missing"
    assert (row.unread, row.said.good, row.said.address) == (True, False, f"/reports/{pk}/")
    assert list(Notice.objects.values_list("user_id", flat=True)) == [reporter.pk]


def test_all_who_write_for_the_unit_are_told_that_it_came_back(city: World, reporter: User) -> None:
    own = person(Role.SECRETARY, city.units["A1"], "own@example.org")
    person(Role.SECRETARY, city.units["A"], "above@example.org")  # decides, and writes for the ward alone
    person(Role.OBSERVER, city.units["A1"], "looks@example.org")
    returned(city)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {reporter.pk, own.pk}
    assert sentences(own) == ["Returned: Yearly figures for 2023, Phố 1, Phường A"]


def test_it_came_back_again_is_another_notice_with_its_own_reason(city: World) -> None:
    pk = returned(city, "First")
    submit_report(city.reporter, SubmitReport(pk))
    return_report(city.reviewer, returning(pk, "Second"))
    assert [row.said.quote.partition(": ")[2] for row in inbox(city.reporter, {}).notices] == [
        "Second",
        "First",
    ]


def test_who_submitted_is_told_of_the_acceptance_whoever_accepts(city: World, reporter: User) -> None:
    accept_reports(city.reviewer, AcceptReports(as_seen([submitted(city)])))
    assert sentences(reporter) == ["Accepted: Yearly figures for 2023, Phố 1, Phường A"]


def test_nobody_is_told_of_their_own_action_twice_or_without_a_right_to_sign_in(
    city: World, reporter: User
) -> None:
    pk = returned(city)
    action = Entry.objects.filter(code="reporting.returned", subject_id=pk).get().pk
    for _ in range(2):
        notify(
            RETURNED, {action: [reporter.pk, city.reviewer.user_id, None]}, by=city.reviewer.user_id, at=NOW
        )
    assert Notice.objects.count() == 1
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    Notice.objects.all().delete()
    notify(RETURNED, {action: [reporter.pk]}, by=None, at=NOW)
    assert Notice.objects.count() == 0


def test_telling_costs_as_many_queries_for_many(city: World) -> None:
    codes = ("A1", "A2", "B1", "B2")
    people = [person(Role.REPORTER, city.units[code], f"{code}@example.org") for code in codes]

    def cost(number: int) -> int:
        with asked_anew() as asked, transaction.atomic():
            notify(RETURNED, {one: [user.pk for user in people] for one in range(number)}, by=None, at=NOW)
        return len(asked)

    assert cost(1) == cost(300)
    assert Notice.objects.count() == 4 * 300


def test_outside_a_transaction_nobody_is_told(city: World) -> None:
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with pytest.raises(RuntimeError):
            notify(RETURNED, {1: [1]}, by=None, at=NOW)
    finally:
        connection.in_atomic_block = before


def test_opening_it_reads_it_and_leads_to_its_page(city: World, reporter: User) -> None:
    pk = returned(city)
    notice, client = Notice.objects.get(), client_of(reporter)
    assert client.head(f"/inbox/{notice.pk}/").status_code == 405
    assert unread_count(city.reporter) == 1
    assert client.get(f"/inbox/{notice.pk}/").headers["Location"] == f"/reports/{pk}/"
    assert unread_count(city.reporter) == 0
    assert sentences(reporter) != [] and sentences(reporter, "unread") == []


def test_the_inbox_shows_what_is_new_first_and_marks_all_as_read(city: World, reporter: User) -> None:
    pk, client = returned(city, "Not read"), client_of(reporter)
    submit_report(city.reporter, SubmitReport(pk))
    accept_reports(city.reviewer, AcceptReports(as_seen([pk])))
    Notice.objects.filter(kind="reporting.accepted").update(read_at=NOW)
    assert [one.partition(":")[0] for one in sentences(reporter)] == ["Returned", "Accepted"]
    page = client.get("/inbox/").content.decode()
    assert "1 not read" in page and "Mark all as read" in page
    (shown,) = re.findall(r'name="newest" value="(\d+)"', page)
    answer = client.post("/inbox/read/", {"newest": shown}, follow=True).content.decode()
    assert "1 notice is marked as read." in answer and "Everything is read." in answer
    assert "Mark all as read" not in answer


def test_all_as_read_is_what_the_page_told_of(city: World, reporter: User) -> None:
    pk, client = returned(city, "First"), client_of(reporter)
    (shown,) = re.findall(r'name="newest" value="(\d+)"', client.get("/inbox/").content.decode())
    submit_report(city.reporter, SubmitReport(pk))
    return_report(city.reviewer, returning(pk, "Second"))
    client.post("/inbox/read/", {"newest": shown})
    assert list(Notice.objects.order_by("pk").values_list("mail", flat=True)) == ["none", "waiting"]
    assert unread_count(city.reporter) == 1
    for bad in ({}, {"newest": "x"}, {"newest": "-1"}, {"newest": ""}):
        assert client.post("/inbox/read/", bad).status_code == 302
    assert unread_count(city.reporter) == 1


def unwordable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind of notice that fails when it is worded, as a part with a fault does."""

    def fails(actor: Actor, subjects: Sequence[int]) -> Mapping[int, Said]:
        raise KeyError(subjects[0])

    kinds = [replace(kind, tell=fails) if kind.name == name else kind for kind in parts.notice_kinds()]
    for place in ("queries", "sending"):
        monkeypatch.setattr(f"mandate.platform.notices.{place}.notice_kinds", lambda: tuple(kinds))


def test_a_kind_that_cannot_be_worded_hides_no_other(
    city: World, reporter: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pk = returned(city)
    submit_report(city.reporter, SubmitReport(pk))
    accept_reports(city.reviewer, AcceptReports(as_seen([pk])))
    broken = Notice.objects.get(kind=RETURNED.name)
    unwordable(RETURNED.name, monkeypatch)
    client = client_of(reporter)
    page = client.get("/inbox/")
    assert page.status_code == 200 and "Accepted:" in page.content.decode()
    assert f"the notices {RETURNED.name} for person {reporter.pk} cannot be worded" in caplog.text
    client.get(f"/reports/{pk}/")
    assert list(Notice.objects.filter(read_at=None)) == [broken], "the frame tells the others"
    with pytest.raises(KeyError):
        client.get(f"/inbox/{broken.pk}/")
    assert list(Notice.objects.filter(read_at=None)) == [broken], "what could not be opened is not read"


def test_a_database_that_is_away_is_no_fault_of_a_kind(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    returned(city)

    def away(actor: Actor, subjects: Sequence[int]) -> Mapping[int, Said]:
        raise OperationalError

    kinds = [replace(kind, tell=away) for kind in parts.notice_kinds()]
    monkeypatch.setattr("mandate.platform.notices.queries.notice_kinds", lambda: tuple(kinds))
    with pytest.raises(OperationalError):
        arrived(city.reporter, "/")


def test_who_opens_the_report_itself_has_read_what_is_told_of_it(city: World, reporter: User) -> None:
    pk, client = returned(city), client_of(reporter)
    client.get(f"/reports/{pk}/", headers={"HX-Request": "true"})
    client.get("/")
    assert unread_count(city.reporter) == 1, "a part of it, and another page"
    page = client.get(f"/reports/{pk}/").content.decode()
    assert unread_count(city.reporter) == 0 and "1 not read" not in page
    assert Notice.objects.get().mail == "none", "and no mail tells it again"


def test_an_empty_inbox_says_what_will_stand_there(city: World, reporter: User) -> None:
    page = client_of(reporter).get("/inbox/").content.decode()
    assert "Nothing here yet" in page and "Mark all as read" not in page


def test_it_is_in_the_readers_language(city: World, reporter: User) -> None:
    returned(city)
    with translation.override("de"):
        assert sentences(reporter) == ["Zurückgegeben: Yearly figures für 2023, Phố 1, Phường A"]
    User.objects.filter(pk=reporter.pk).update(language="de")
    assert "Posteingang" in client_of(User.objects.get(pk=reporter.pk)).get("/inbox/").content.decode()


def test_what_may_not_be_seen_any_more_is_in_no_list_and_no_count(city: World, reporter: User) -> None:
    returned(city)
    notice = Notice.objects.get()
    Grant.objects.filter(user=reporter).update(unit=city.units["B"])
    moved = actor_of(reporter, NOW)
    assert (unread_count(moved), len(inbox(moved, {}).notices)) == (0, 0)
    assert arrived(moved, "") == Arrived(0)
    client = client_of(reporter)
    assert client.get(f"/inbox/{notice.pk}/").headers["Location"] == "/inbox/"
    assert "Phố 1" not in client.get("/inbox/?file=csv").content.decode()
    assert 'class="badge"' not in counter(client)


def test_anothers_notice_is_not_there(city: World) -> None:
    returned(city)
    admin = person(Role.ADMINISTRATOR, None, "admin@example.org")  # who may see the report
    other = client_of(admin)
    assert unread_count(actor_of(admin, NOW)) == 0
    assert other.get(f"/inbox/{Notice.objects.get().pk}/").status_code == 404
    assert "Returned" not in other.get("/inbox/").content.decode()
    assert unread_count(city.reporter) == 1


def counter(client: Client) -> str:
    """The counter at the top, as an open page asks for it."""
    return client.get("/inbox/came/", headers={"HX-Request": "true"}).content.decode()


def test_the_counter_follows_with_the_side_and_by_itself(city: World, reporter: User) -> None:
    client = client_of(reporter)
    assert 'class="badge"' not in counter(client)
    returned(city)
    assert "1 not read" in counter(client) and "1 not read" in client.get("/").content.decode()
    side = client.get("/navigation/", headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true"' in side.content.decode() and "1 not read" in side.content.decode()


def test_a_page_asks_one_query_more_where_nothing_is_new(city: World) -> None:
    with asked_anew() as asked:
        assert arrived(city.reporter, "") == Arrived(0)
    assert len(asked) == 1


def test_many_notices_cost_as_many_queries_as_few(city: World, reporter: User) -> None:
    def cost() -> int:
        with asked_anew() as asked:
            inbox(city.reporter, {})
        return len(asked)

    pk = returned(city)
    cost()  # reads the tree, which is then kept in memory
    few = cost()
    for _ in range(5):
        submit_report(city.reporter, SubmitReport(pk))
        return_report(city.reviewer, returning(pk, "Again"))
    assert len(inbox(city.reporter, {}).notices) == 6
    assert cost() == few


def test_what_is_old_is_let_go(city: World, reporter: User) -> None:
    returned(city)
    kept = timedelta(days=settings.NOTICE_DAYS)
    Notice.objects.update(at=timezone.now() - kept + timedelta(hours=1))
    sweep(timestamp=0)
    assert Notice.objects.count() == 1
    Notice.objects.update(at=timezone.now() - kept - timedelta(hours=1))
    sweep(timestamp=0)
    assert Notice.objects.count() == 0
