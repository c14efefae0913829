"""What is mailed, when, to whom, in what words; and that no mail is lost, sent twice, or waits for others."""

import smtplib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone
from tests.platform.notices.test_inbox import returned, submitted, unwordable
from tests.support.organisation import NOW, USUAL_MAILS, client_of, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting.notices import ACCEPTANCES, RETURNED, RETURNS
from mandate.apps.reporting.services import (
    AcceptReports,
    SubmitReport,
    accept_reports,
    return_report,
    submit_report,
)
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.database.connection import address
from mandate.platform.notices import sending
from mandate.platform.notices.checks import check_notices
from mandate.platform.notices.kinds import Choice
from mandate.platform.notices.models import Mail, Notice, Preference
from mandate.platform.notices.mornings import WAITS, next_morning
from mandate.platform.notices.preferences import MOMENT, ChooseMails, choose_mails
from mandate.platform.notices.sending import BROKEN_OFF, DELAYS, UNKNOWN, Outcome, send_due
from mandate.platform.notices.services import Arrived, arrived, mark_all_read, mark_read

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(minutes=2)
HERE = f"{__name__}"


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def reporter(city: World) -> User:
    return User.objects.get(pk=city.reporter.user_id)


def state() -> tuple[str, int]:
    """What becomes of the only notice's mail, and how often it was tried."""
    notice = Notice.objects.get()
    return notice.mail, notice.mail_tries


def text(message: EmailMessage) -> str:
    return str(message.body)


def html(message: EmailMessage) -> str:
    assert isinstance(message, EmailMultiAlternatives)
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)


@override_settings(SITE_URL="https://mandate.example.org")
def test_at_once_is_in_a_moment_and_once(city: World, reporter: User) -> None:
    returned(city)
    assert send_due(NOW + timedelta(seconds=30)) == Outcome(), "who reads it on the page needs no mail"
    assert [send_due(SOON), send_due(SOON + timedelta(days=2))] == [Outcome(sent=1), Outcome()]
    (message,) = mail.outbox
    assert message.to == [reporter.email] and state() == ("sent", 0)
    assert message.subject == "Returned: Yearly figures for 2023, Phố 1, Phường A"
    address = f"https://mandate.example.org/inbox/{Notice.objects.get().pk}/"
    for said in (text(message), html(message)):
        assert "Hello reporter-a1," in said and "secretary-c: The families are missing" in said
        assert address in said and "https://mandate.example.org/people/me/#mails" in said
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_somebody_wrote_is_text_in_the_mail(city: World) -> None:
    returned(city, "<b>not</b> & so\nand so")
    send_due(SOON)
    (message,) = mail.outbox
    assert "<b>not</b> & so" in text(message)
    assert "&lt;b&gt;not&lt;/b&gt; &amp; so<br>and so" in html(message)
    assert "\n" not in message.subject


def test_it_is_in_the_language_of_its_reader(city: World, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(language="de")
    returned(city)
    send_due(SOON)
    (message,) = mail.outbox
    assert message.subject == "Zurückgegeben: Yearly figures für 2023, Phố 1, Phường A"
    assert "Was per E-Mail kommt, wählen Sie in Ihrem Konto" in text(message)
    assert '<html lang="de">' in html(message)


def test_what_comes_together_is_one_mail(city: World) -> None:
    for code in ("A1", "A2"):
        person(Role.REPORTER, city.units[code], "both@example.org")
    both = actor_of(User.objects.get(email="both@example.org"), NOW)
    for code in ("A1", "A2"):
        submitted(city, code, both)
    choose_mails(both, ChooseMails({ACCEPTANCES.name: Choice.AT_ONCE}))
    accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids["A1"], city.report_ids["A2"]])))
    assert send_due(SOON) == Outcome(sent=1)
    (message,) = mail.outbox
    assert message.subject == "2 notices for you" and text(message).count("Accepted:") == 2


def test_a_long_list_is_cut(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandate.platform.notices.letter.LISTED", 1)
    pk = returned(city)
    for _ in range(2):
        submit_report(city.reporter, SubmitReport(pk))
        return_report(city.reviewer, returning(pk, "Again"))
    send_due(SOON)
    assert "and 2 more notices in your inbox" in text(mail.outbox[0])
    assert text(mail.outbox[0]).count("Returned:") == 1


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2024, 1, 5, 6, 59), datetime(2024, 1, 5, 7)),
        (datetime(2024, 1, 5, 7, 0), datetime(2024, 1, 6, 7)),
        (datetime(2024, 1, 5, 23, 30), datetime(2024, 1, 6, 7)),
        (datetime(2024, 3, 30, 12, 0), datetime(2024, 3, 31, 7)),  # the clocks change in the night
        (datetime(2024, 10, 26, 12, 0), datetime(2024, 10, 27, 7)),
    ],
)
def test_the_morning_is_that_of_the_organisation(at: datetime, due: datetime) -> None:
    with override_settings(TIME_ZONE="Europe/Berlin"):
        zone = timezone.get_default_timezone()
        assert next_morning(at.replace(tzinfo=zone).astimezone(UTC)) == due.replace(tzinfo=zone)


def test_daily_is_in_the_morning_and_what_comes_later_in_the_next(city: World) -> None:
    accept_reports(city.reviewer, AcceptReports(as_seen([submitted(city)])))
    morning = next_morning(NOW) + WAITS  # until then a reminder takes it along
    assert send_due(morning - timedelta(minutes=1)) == Outcome()
    assert send_due(morning) == Outcome(sent=1)
    assert send_due(morning + timedelta(days=1)) == Outcome()


def test_where_no_worker_ran_in_the_morning_it_goes_out_when_one_does(city: World) -> None:
    accept_reports(city.reviewer, AcceptReports(as_seen([submitted(city)])))
    assert send_due(next_morning(NOW) + timedelta(hours=9)) == Outcome(sent=1)


def test_never_is_in_the_inbox_only(city: World, reporter: User) -> None:
    choose_mails(city.reporter, ChooseMails({RETURNS.name: Choice.NEVER}))
    returned(city)
    assert send_due(SOON + timedelta(days=3)) == Outcome()
    assert "Returned:" in client_of(reporter).get("/inbox/").content.decode()


def test_a_choice_holds_for_what_waits_already(city: World) -> None:
    returned(city)
    choose_mails(city.reporter, ChooseMails({RETURNS.name: Choice.DAILY}))
    assert send_due(SOON) == Outcome()
    assert Notice.objects.get().mail_due == next_morning(NOW) + WAITS
    choose_mails(city.reporter, ChooseMails({RETURNS.name: Choice.AT_ONCE}))
    assert send_due(SOON) == Outcome(sent=1)
    Notice.objects.update(mail=Mail.WAITING, mail_due=NOW)
    choose_mails(city.reporter, ChooseMails({RETURNS.name: Choice.NEVER}))
    assert (state()[0], send_due(SOON)) == ("none", Outcome())


def test_a_choice_that_a_group_does_not_offer_is_refused(city: World) -> None:
    with pytest.raises(LookupError):
        choose_mails(city.reporter, ChooseMails({"reminders": Choice.AT_ONCE}))
    with pytest.raises(LookupError):
        choose_mails(city.reporter, ChooseMails({"nothing": Choice.NEVER}))
    assert not Preference.objects.exists()


def test_the_account_offers_each_group_and_keeps_what_is_chosen(city: World, reporter: User) -> None:
    client = client_of(reporter)
    page = client.get("/people/me/").content.decode()
    for label in ("Reports that came back to me", "What is due from me", "Long work of mine"):
        assert label in page
    usual = USUAL_MAILS | {"name": "Bình", "language": "en"}
    said = {"returned": "never", "reminders": "never"}
    answer = client.post("/people/me/", usual | {f"mails-{group}": one for group, one in said.items()})
    assert answer.headers["Location"] == "/people/me/"
    assert dict(Preference.objects.values_list("group", "choice")) == said
    refused = client.post("/people/me/", usual | {"mails-reminders": "at_once"})
    assert refused.status_code == 422 and "is not one of the available choices" in refused.content.decode()
    assert dict(Preference.objects.values_list("group", "choice")) == said


def read(city: World, reporter: User) -> None:
    mark_read(city.reporter, [Notice.objects.get().pk])


def loses_the_role(city: World, reporter: User) -> None:
    Grant.objects.filter(user=reporter).update(unit=city.units["B"])


def may_not_sign_in(city: World, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(is_active=False)


def wants_none(city: World, reporter: User) -> None:
    Preference.objects.create(user=reporter, group=RETURNS.name, choice=Choice.NEVER)


@pytest.mark.parametrize("meanwhile", [read, loses_the_role, may_not_sign_in, wants_none])
def test_what_is_not_to_be_told_any_more_is_not_mailed(city: World, reporter: User, meanwhile: Any) -> None:
    returned(city)
    meanwhile(city, reporter)
    assert send_due(SOON) == Outcome()
    assert (state(), mail.outbox) == (("none", 0), [])


class Away(EmailBackend):
    """A server that is away."""

    def open(self) -> bool | None:
        raise ConnectionRefusedError


class Picky(EmailBackend):
    """A server that takes no mail to one address."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
        if any(to.startswith("refused") for message in messages for to in message.to):
            raise smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"no such mailbox")})
        return super().send_messages(messages)  # type: ignore[arg-type]


class Killed(EmailBackend):
    """A worker that is killed when the server has taken the mail."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
        super().send_messages(messages)  # type: ignore[arg-type]
        raise KeyboardInterrupt


def tries(start: datetime) -> Iterator[datetime]:
    """When a mail that is never taken is tried."""
    yield start
    for delay in DELAYS:
        start += timedelta(minutes=delay)
        yield start


def test_a_server_that_is_away_loses_no_mail_and_is_asked_less_and_less(city: World) -> None:
    returned(city)
    with override_settings(EMAIL_BACKEND=f"{HERE}.Away"):
        for number, moment in enumerate(list(tries(NOW + MOMENT))[:-1], start=1):
            assert send_due(moment - timedelta(seconds=1)) == Outcome(), "not before it is due"
            assert send_due(moment) == Outcome(failed=1)
            assert state() == ("waiting", number)
    assert "could not be mailed yet (ConnectionRefusedError)" in check_notices()[0].text
    assert send_due(SOON + timedelta(days=5)) == Outcome(sent=1)
    assert state()[0] == "sent"


def test_what_is_never_taken_is_given_up_for_all_to_see(city: World, reporter: User) -> None:
    returned(city)
    with override_settings(EMAIL_BACKEND=f"{HERE}.Away"):
        for moment in tries(SOON):
            send_due(moment)
    assert state() == ("failed", len(DELAYS) + 1)
    assert send_due(SOON + timedelta(days=30)) == Outcome()
    (finding,) = check_notices()
    assert finding.text.startswith(f"mails to {reporter.email} were given up (ConnectionRefusedError): 1 not")
    assert "Returned:" in client_of(reporter).get("/inbox/").content.decode()
    mark_all_read(city.reporter, Notice.objects.get().pk)
    assert check_notices() == [], "who has read it misses nothing"


def test_a_mail_that_is_refused_keeps_nobody_from_theirs(city: World, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(email="refused@example.org")
    other = person(Role.REPORTER, city.units["A2"], "fine@example.org")
    returned(city)
    submitted(city, "A2", actor_of(other, NOW))
    return_report(city.reviewer, returning(city.report_ids["A2"], "No"))
    with override_settings(EMAIL_BACKEND=f"{HERE}.Picky"):
        assert send_due(SOON) == Outcome(sent=1, failed=1)
    assert [message.to for message in mail.outbox] == [["fine@example.org"]]
    assert send_due(SOON + timedelta(minutes=1)) == Outcome(sent=1)
    assert [message.to for message in mail.outbox] == [["fine@example.org"], ["refused@example.org"]]


def test_a_try_again_has_the_same_name(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    returned(city)
    names: list[str] = []

    class Unsure(EmailBackend):
        def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
            names.extend(message.extra_headers["Message-ID"] for message in messages)
            raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(sending, "get_connection", Unsure)
    for moment in (SOON, SOON + timedelta(hours=1)):
        send_due(moment)
    assert len(names) == 2 and len(set(names)) == 1


def test_who_is_killed_while_handing_over_leaves_no_second_mail(city: World) -> None:
    returned(city)
    with override_settings(EMAIL_BACKEND=f"{HERE}.Killed"), pytest.raises(KeyboardInterrupt):
        send_due(SOON)
    assert (len(mail.outbox), state()) == (1, ("sending", 0))
    begun = Notice.objects.get().mail_due
    assert begun is not None
    assert send_due(begun + BROKEN_OFF - timedelta(seconds=1)) == Outcome() and state()[0] == "sending"
    assert send_due(begun + BROKEN_OFF + timedelta(seconds=1)) == Outcome()
    assert (len(mail.outbox), state()) == (1, ("failed", 0))
    assert UNKNOWN in check_notices()[0].text


def test_one_worker_sends_at_a_time(city: World) -> None:
    returned(city)
    with psycopg.connect(address(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [sending.LOCK])
        assert send_due(SOON) == Outcome()
        other.execute("SELECT pg_advisory_unlock(%s)", [sending.LOCK])
    assert send_due(SOON) == Outcome(sent=1)


def test_what_cannot_be_worded_keeps_nobody_from_theirs(
    city: World, reporter: User, caplog: pytest.LogCaptureFixture
) -> None:
    other = person(Role.REPORTER, city.units["A2"], "fine@example.org")
    returned(city)
    notice = Notice.objects.get()
    accept_reports(city.reviewer, AcceptReports(as_seen([submitted(city, "A2", actor_of(other, NOW))])))
    Notice.objects.exclude(pk=notice.pk).update(mail_due=NOW)
    city.opened.period = "unknown"
    type(city.opened).objects.filter(pk=city.opened.pk).update(period="unknown")  # nobody can name it
    assert send_due(SOON) == Outcome(sent=1, failed=1)
    assert [message.to for message in mail.outbox] == [[reporter.email]]
    assert f"the notices reporting.accepted for person {other.pk} cannot be worded" in caplog.text
    assert arrived(actor_of(other, NOW), "/") == Arrived(1), "and nobody from the pages"


def test_of_what_cannot_be_worded_only_that_waits(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pk = returned(city)
    submit_report(city.reporter, SubmitReport(pk))
    accept_reports(city.reviewer, AcceptReports(as_seen([pk])))
    Notice.objects.update(mail_due=NOW)
    unwordable(RETURNED.name, monkeypatch)
    assert send_due(SOON) == Outcome(sent=1, failed=1)
    (message,) = mail.outbox
    assert message.subject.startswith("Accepted:") and "Returned:" not in text(message)
    kept = {one.kind: (one.mail, one.mail_tries, one.mail_trouble) for one in Notice.objects.all()}
    assert kept == {"reporting.accepted": ("sent", 0, ""), RETURNED.name: ("waiting", 1, "KeyError")}
    monkeypatch.undo()
    assert send_due(SOON + timedelta(hours=1)) == Outcome(sent=1)


def test_what_cannot_be_worded_and_nobody_wants_by_mail_is_not_put_off(
    city: World, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned(city)
    wants_none(city, reporter)
    unwordable(RETURNED.name, monkeypatch)
    assert (send_due(SOON), state()) == (Outcome(), ("none", 0))


def test_no_worker_is_seen_by_what_waits(city: World) -> None:
    returned(city)
    Notice.objects.update(mail_due=timezone.now() - timedelta(days=2))
    assert "no job worker seems to run" in check_notices()[0].text


def test_the_jobs_are_known_to_the_worker() -> None:
    from procrastinate.contrib.django import app

    periodic = {key[0] for key in app.periodic_registry.periodic_tasks}
    assert {"notices.send", "notices.sweep"} <= periodic


def test_a_notice_holds_no_name(city: World) -> None:
    returned(city)
    row = Notice.objects.values().get()
    assert {key for key, value in row.items() if isinstance(value, str) and value} == {"kind", "mail"}
    assert row["kind"] == RETURNED.name
