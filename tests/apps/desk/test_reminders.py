"""Who gets which mail, in which language, and once a day only."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone
from tests.support.organisation import console, person
from tests.support.reporting import World, world

from mandate.apps.desk import jobs
from mandate.apps.desk.models import Reminder
from mandate.apps.desk.reminders import send_reminders
from mandate.apps.reporting import services
from mandate.apps.reporting.letters import calls
from mandate.apps.reporting.services import AcceptReports, StartCorrection, SubmitReport
from mandate.apps.reviews import services as reviews
from mandate.apps.reviews.models import Reopening
from mandate.apps.reviews.services import CloseReview, RefuseReopening, ReopenReview
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.edge import actor_of
from mandate.platform.access.models import Grant, User

pytestmark = pytest.mark.django_db

DUE = datetime(2024, 1, 10, 6, 0, tzinfo=UTC)  # the form of 2023 is due on that day; it is a Wednesday


@pytest.fixture
def city() -> World:
    made = world()
    User.objects.update(mail_reminders=False)  # only the people of a test get mails
    return made


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
    assert send_reminders(DUE) == 2
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
    send_reminders(DUE)
    (message,) = mail.outbox
    assert f"https://mandate.example.org/reports/{city.report_ids['A1']}/\n" in message.body
    assert "https://mandate.example.org/people/me/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_once_a_day_at_most(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    assert [send_reminders(DUE), send_reminders(DUE), send_reminders(DUE + timedelta(hours=9))] == [1, 0, 0]
    assert Reminder.objects.get().day == DUE.date()
    assert send_reminders(DUE + timedelta(days=1)) == 1  # overdue since today
    assert "1 day late" in mail.outbox[-1].body
    assert send_reminders(DUE + timedelta(days=2)) == 0
    assert send_reminders(DUE + timedelta(days=8)) == 1


def test_in_the_language_of_the_person(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "anh@example.org", language="vi")
    person(Role.REPORTER, city.units["A2"], "xuan@example.org", language="de")
    send_reminders(DUE)
    assert "ngày 10 tháng 1 năm 2024" in letters()["anh@example.org"].body
    assert "10. Januar 2024" in letters()["xuan@example.org"].body


def test_whom_not_to_disturb(city: World) -> None:
    off = person(Role.REPORTER, city.units["A1"], "off@example.org")
    gone = person(Role.REPORTER, city.units["A1"], "gone@example.org")
    past = person(Role.REPORTER, city.units["A1"], "past@example.org")
    User.objects.filter(pk=off.pk).update(mail_reminders=False)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Grant.objects.filter(user=past).update(ends=DUE.date())
    assert send_reminders(DUE) == 0


def test_what_is_submitted_or_closed_or_being_corrected_is_not_owed(city: World) -> None:
    person(Role.REPORTER, city.units["A1"], "street@example.org")
    city.save(city.report("A1"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    assert send_reminders(DUE) == 0
    services.accept_reports(city.reviewer, AcceptReports((city.report_ids["A1"],)))
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "Wrong"))
    assert send_reminders(DUE) == 0
    person(Role.REPORTER, city.units["B"], "ward@example.org")
    services.close_period(console(), city.opened.pk)
    assert send_reminders(DUE) == 0


def test_on_mondays_those_for_whom_reports_wait(city: World) -> None:
    person(Role.REVIEWER, city.units["A"], "reviewer@example.org")
    person(Role.REVIEWER, city.units["B"], "other@example.org")
    city.save(city.report("A1"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    assert send_reminders(DUE) == 0
    assert send_reminders(DUE + timedelta(days=5)) == 1
    (message,) = mail.outbox
    assert message.to == ["reviewer@example.org"]
    assert message.subject == "1 report waits for your acceptance"
    assert "Yearly figures for 2023, Phường A: 1 report" in message.body


def test_who_is_asked_to_open_a_review_again_is_told_and_who_asked_of_the_answer(city: World) -> None:
    asker = person(Role.SECRETARY, city.units["C"], "asker@example.org")
    person(Role.SECRETARY, city.units["C"], "other@example.org")
    person(Role.SECRETARY, city.units["A"], "ward@example.org")
    wednesday = DUE - timedelta(days=7)
    unit, year = city.units["C"].pk, Period.parse("2023")
    reviews.close_review(actor_of(asker, wednesday), CloseReview(unit, year, 0))
    reviews.reopen_review(actor_of(asker, wednesday), ReopenReview(unit, year, "A ward was forgotten"))
    waiting = Reopening.objects.get()
    assert send_reminders(wednesday) == 0
    assert send_reminders(wednesday + timedelta(days=1)) == 1, "on the day after"
    (message,) = mail.outbox
    assert message.to == ["other@example.org"] and message.subject == "1 review is to be opened again"
    assert "Review for 2023, Thành phố" in message.body and "asker: A ward was forgotten" in message.body
    assert "/unit/C/review/2023/" in message.body
    assert send_reminders(wednesday + timedelta(days=2)) == 0
    assert send_reminders(wednesday + timedelta(days=5)) == 1, "on Mondays"
    assert [message.to for message in mail.outbox] == [["other@example.org"]] * 2
    answerer = actor_of(User.objects.get(email="other@example.org"), wednesday + timedelta(days=5))
    reviews.refuse_reopening(answerer, RefuseReopening(unit, waiting.pk, "Nothing was forgotten"))
    mail.outbox.clear()
    assert send_reminders(wednesday + timedelta(days=6)) >= 1
    told = letters()["asker@example.org"]
    assert told.subject == "What came of your request"
    assert "other left it closed" in told.body and "Nothing was forgotten" in told.body
    assert "other@example.org" not in letters()


def test_a_long_list_is_cut(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandate.apps.reporting.letters.UNITS_LISTED", 2)
    person(Role.REPORTER, city.units["C"], "all@example.org")
    send_reminders(DUE)
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
        assert send_reminders(DUE) == 1
    assert send_reminders(DUE) == 1
    assert [message.to[0] for message in mail.outbox] == ["fine@example.org", "broken@example.org"]


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
