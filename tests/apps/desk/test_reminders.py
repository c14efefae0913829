"""Who gets which mail, in which language, and once a day only."""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone
from tests.support.organisation import console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.desk import jobs
from mandate.apps.desk.commands import remind
from mandate.apps.desk.models import Reminder
from mandate.apps.desk.reminders import REMINDERS, Reminded, send_reminders
from mandate.apps.reporting import services
from mandate.apps.reporting.duties import calls
from mandate.apps.reporting.services import AcceptReports, StartCorrection, SubmitReport, accept_reports
from mandate.apps.reviews import services as reviews
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.services import CloseReview, RefuseReopening, ReopenReview
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.kinds import Choice
from mandate.platform.notices.models import Mail, Notice, Preference
from mandate.platform.notices.mornings import WAITS
from mandate.platform.notices.sending import Outcome, send_due

pytestmark = pytest.mark.django_db

DUE = datetime(2024, 1, 10, 6, 0, tzinfo=UTC)  # the form of 2023 is due on that day; it is a Wednesday


@pytest.fixture
def city() -> World:
    made = world()
    never(*User.objects.all())  # only the people of a test get mails
    return made


def never(*people: User) -> None:
    """They want no reminders."""
    Preference.objects.bulk_create(
        [Preference(user=user, group=REMINDERS.name, choice=Choice.NEVER) for user in people]
    )


def sent(now: datetime) -> int:
    """How many mails go out, where nothing goes wrong."""
    done = send_reminders(now)
    assert done.failed == 0
    return done.sent


def letters() -> dict[str, mail.EmailMessage]:
    return {message.to[0]: message for message in mail.outbox}


def test_the_days_that_call_for_a_mail() -> None:
    assert [days for days in range(30, -30, -1) if calls(days)] == [3, 0, -1, -8, -15, -22, -29]


def test_who_owes_is_reminded_and_nobody_else(city: World) -> None:
    person(Role.REPORTER, city.units["A"], "ward@example.org")
    person(Role.SECRETARY, city.units["B1"], "street@example.org")
    person(Role.SECRETARY, city.units["C"], "city@example.org")  # the city itself reports nothing
    person(Role.OBSERVER, city.units["C"], "observer@example.org")
    person(Role.ADMINISTRATOR, None, "admin@example.org")
    assert sent(DUE) == 2
    assert set(letters()) == {"ward@example.org", "street@example.org"}
    body = letters()["ward@example.org"].body
    assert "Yearly figures for 2023" in body and "due on 10 January 2024 (today)" in body
    for name in ("Phường A, Thành phố", "Phố 1, Phường A", "Phố 2, Phường A"):
        assert f"- {name} (not begun)" in body
    assert "Phường B" not in body
    assert letters()["ward@example.org"].subject == "3 reports are to be submitted"
    assert letters()["street@example.org"].subject == "1 report is to be submitted"


@override_settings(SITE_URL="https://mandate.example.org/")
def test_the_links_lead_to_the_reports(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    sent(DUE)
    (message,) = mail.outbox
    address = f"https://mandate.example.org/reports/{city.report_ids['A1']}/"
    assert f"{address}\n" in message.body
    assert isinstance(message, mail.EmailMultiAlternatives)
    assert f'href="{address}"' in str(message.alternatives[0].content), "and in our look"
    assert "https://mandate.example.org/people/me/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_once_a_day_at_most(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    assert [sent(DUE), sent(DUE), sent(DUE + timedelta(hours=9))] == [1, 0, 0]
    assert Reminder.objects.get().sent == DUE.date()
    assert sent(DUE + timedelta(days=1)) == 1  # overdue since today
    assert "1 day late" in mail.outbox[-1].body
    assert sent(DUE + timedelta(days=2)) == 0
    assert sent(DUE + timedelta(days=8)) == 1


def test_in_the_language_of_the_person(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "anh@example.org", language="vi")
    person(Role.REPORTER, city.units["A2"], "xuan@example.org", language="de")
    sent(DUE)
    assert "ngày 10 tháng 1 năm 2024" in letters()["anh@example.org"].body
    assert "10. Januar 2024" in letters()["xuan@example.org"].body


def test_whom_not_to_disturb(city: World) -> None:
    off = person(Role.REPORTER, city.units["A1"], "off@example.org")
    gone = person(Role.REPORTER, city.units["A1"], "gone@example.org")
    past = person(Role.REPORTER, city.units["A1"], "past@example.org")
    never(off)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Grant.objects.filter(user=past).update(ends=DUE.date())
    assert sent(DUE) == 0


def test_what_is_submitted_or_closed_or_being_corrected_is_not_owed(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    city.save(city.report("A1"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    assert sent(DUE) == 0
    services.accept_reports(city.reviewer, AcceptReports(as_seen((city.report_ids["A1"],))))
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "Wrong"))
    assert sent(DUE) == 0
    person(Role.REPORTER, city.units["B"], "ward@example.org")
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    assert sent(DUE) == 0


def test_on_mondays_those_for_whom_reports_wait(city: World) -> None:
    person(Role.REVIEWER, city.units["A"], "reviewer@example.org")
    person(Role.REVIEWER, city.units["B"], "other@example.org")
    city.save(city.report("A1"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    assert sent(DUE) == 0
    assert sent(DUE + timedelta(days=5)) == 1
    (message,) = mail.outbox
    assert message.to == ["reviewer@example.org"]
    assert message.subject == "1 report waits for your acceptance"
    assert "Yearly figures for 2023, Phường A: 1 report" in message.body


def test_who_is_asked_to_open_a_review_again_is_reminded_on_mondays(city: World) -> None:
    asker = person(Role.SECRETARY, city.units["C"], "asker@example.org")
    person(Role.SECRETARY, city.units["C"], "other@example.org")
    person(Role.SECRETARY, city.units["A"], "ward@example.org")
    wednesday = DUE - timedelta(days=7)
    unit, year = city.units["C"].pk, Period.parse("2023")
    reviews.close_review(actor_of(asker, wednesday), CloseReview(unit, year, 0))
    reviews.reopen_review(actor_of(asker, wednesday), ReopenReview(unit, year, "A ward was forgotten"))
    waiting = Reopening.objects.get()
    assert [sent(wednesday + timedelta(days=days)) for days in range(4)] == [0] * 4, "a notice tells it first"
    assert sent(wednesday + timedelta(days=4)) == 1, "the ward's own reports are due in three days"
    assert sent(wednesday + timedelta(days=5)) == 1, "on Mondays"
    message = mail.outbox[-1]
    assert message.to == ["other@example.org"] and message.subject == "1 review is to be opened again"
    assert "Review for 2023, Thành phố" in message.body and "asker: A ward was forgotten" in message.body
    assert "/unit/C/review/2023/" in message.body
    answerer = actor_of(User.objects.get(email="other@example.org"), wednesday + timedelta(days=5))
    reviews.refuse_reopening(answerer, RefuseReopening(unit, waiting.pk, "Nothing was forgotten"))
    mail.outbox.clear()
    sent(wednesday + timedelta(days=12))
    assert "other@example.org" not in letters()


def test_what_no_mail_told_for_some_days_is_told_with_the_next(city: World) -> None:
    early = DUE - timedelta(days=9)
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    assert sent(early) == 0
    assert sent(DUE - timedelta(days=2)) == 1, "three days before no mails went out"
    assert sent(DUE - timedelta(days=1)) == 0, "and not again"


def test_what_was_told_is_kept_by_names_that_stay(city: World) -> None:
    """A name that changes forgets until when it was told; a new one is added here."""
    reporter = person(Role.REPORTER, city.units["A1"], "street@example.org")
    assert sent(DUE) == 1
    own = ("due", "waiting", "requests", "arrivals", "corrections", "terms", "applications")
    names = {f"duty:{name}" for name in own}
    assert Reminder.objects.get(user=reporter).looked == dict.fromkeys(names, DUE.date().isoformat())


def test_what_one_part_cannot_say_keeps_nobody_from_the_rest(
    city: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is in the log, counted, said by the command, and told once it can be."""
    asker = person(Role.SECRETARY, city.units["C"], "asker@example.org")
    person(Role.SECRETARY, city.units["C"], "other@example.org")
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    before, unit, year = actor_of(asker, DUE - timedelta(days=1)), city.units["C"].pk, Period.parse("2023")
    reviews.close_review(before, CloseReview(unit, year, 0))
    reviews.reopen_review(before, ReopenReview(unit, year, "A ward was forgotten"))
    Review.objects.update(period="unknown")  # a period that nobody can name
    with time_machine.travel(DUE, tick=False):
        assert remind.run(Namespace()) == 1
    assert set(letters()) == {"street@example.org"}
    assert "duty:requests failed for person" in caplog.text
    assert capsys.readouterr().out.splitlines()[0] == "Reminders sent: 1"
    Review.objects.update(period="2023")
    assert sent(DUE + timedelta(days=5)) >= 1
    assert letters()["other@example.org"].subject == "1 review is to be opened again"


def test_a_long_list_is_cut(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandate.apps.desk.letter.UNITS_LISTED", 2)
    person(Role.REPORTER, city.units["C"], "all@example.org")
    sent(DUE)
    assert mail.outbox[0].body.count("(not begun)") == 2
    assert "and 5 more units" in mail.outbox[0].body


class Broken(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        if any("broken@example.org" in message.to for message in messages):
            raise ConnectionRefusedError
        return super().send_messages(messages)


def test_a_mail_that_fails_keeps_nobody_from_theirs_and_is_tried_again(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "broken@example.org")
    person(Role.REPORTER, city.units["A2"], "fine@example.org")
    with override_settings(EMAIL_BACKEND=f"{__name__}.Broken"):
        assert send_reminders(DUE) == Reminded(sent=1, failed=1)
    assert sent(DUE) == 1
    assert [message.to[0] for message in mail.outbox] == ["fine@example.org", "broken@example.org"]


def told_in_the_morning(city: World, email: str) -> User:
    """A reporter whose report was accepted yesterday, of which a mail tells in the morning."""
    user = person(Role.REPORTER, city.units["A1"], email)
    reporter, at = actor_of(user, DUE - timedelta(hours=12)), city.report("A1")
    city.save(at, reporter, families=271)
    services.submit_report(reporter, SubmitReport(at.pk))
    accept_reports(replace(city.reviewer, now=reporter.now), AcceptReports(as_seen([at.pk])))
    Grant.objects.create(user=user, role=Role.REPORTER.value, unit=city.units["A2"])  # which still owes
    return user


def test_what_is_told_in_the_morning_comes_with_the_reminder_as_one_mail(city: World) -> None:
    told_in_the_morning(city, "both@example.org")
    morning = datetime(2024, 1, 10, 7, 0, tzinfo=timezone.get_default_timezone())
    assert send_due(morning) == Outcome()
    assert sent(morning) == 1
    assert send_due(morning + WAITS) == Outcome()
    (letter,) = mail.outbox
    assert letter.subject == "1 report is to be submitted"
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for words in (str(letter.body), html):
        assert "What is new for you:" in words and "Accepted: Yearly figures for 2023" in words
        assert f"/inbox/{Notice.objects.get().pk}/" in words
    assert Notice.objects.get().mail == Mail.SENT


def test_what_a_reminder_could_not_take_along_waits_as_before(city: World) -> None:
    told_in_the_morning(city, "broken@example.org")
    morning = datetime(2024, 1, 10, 7, 0, tzinfo=timezone.get_default_timezone())
    before = Notice.objects.values_list("mail", "mail_due", "mail_tries").get()
    with override_settings(EMAIL_BACKEND=f"{__name__}.Broken"):
        assert send_reminders(morning) == Reminded(sent=0, failed=1)
    assert Notice.objects.values_list("mail", "mail_due", "mail_tries").get() == before
    assert send_due(morning + WAITS) == Outcome(sent=1)


@pytest.mark.parametrize(("hour", "sent"), [(6, 0), (7, 1), (8, 0)])
def test_the_job_sends_in_the_hour_of_seven(city: World, hour: int, sent: int) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    moment = datetime(2024, 1, 10, hour, 15, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(moment, tick=False):
        jobs.remind(timestamp=0)
    assert len(mail.outbox) == sent


def test_the_job_is_known_to_the_worker() -> None:
    from procrastinate.contrib.django import app

    assert "desk.remind" in app.tasks
    assert any(key[0] == "desk.remind" for key in app.periodic_registry.periodic_tasks)
