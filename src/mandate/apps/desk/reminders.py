"""Mails to people who owe a report, and once a week to those for whose acceptance reports wait.

Of a report a mail comes three days before it is due, on the day itself, on the day after, and from then on
every week; it lists everything that is then due within three days or overdue. Of a request to open a closed
review again it comes on the day after, and then every week; to whoever asked, on the day after the answer.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from mandate.apps.desk.letter import OwedReport, Told, address, letter
from mandate.apps.desk.models import Reminder
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.expected import expected
from mandate.apps.reporting.queries.lists import OWED, own_units
from mandate.apps.reporting.queries.tasks import decides, waiting
from mandate.apps.reviews.requests import Request, own_requests, waiting_requests
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.edge import actor_of
from mandate.platform.access.models import Grant, User

AHEAD = 3
MONDAY = 0

log = logging.getLogger(__name__)


def send_reminders(now: datetime) -> int:
    """Send today's mails and return how many went out. A second call on the same day sends only what failed
    before; a mail that cannot be handed over is logged and keeps nobody else from theirs."""
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    owed = _owed(today)
    sent = 0
    for user in _people(today):
        try:
            sent += _remind(actor_of(user, now), user, owed)
        except (OSError, SMTPException):
            log.exception("the reminder for person %s was not sent", user.pk)
    return sent


def calls(days: int) -> bool:
    """Whether a report that is due in so many days (negative: overdue) calls for a mail today."""
    return days in (AHEAD, 0) or (days < 0 and (-days - 1) % 7 == 0)


def _people(today: date) -> Sequence[User]:
    """Who may sign in, wants reminders, has a role, and has had none today."""
    held = Grant.objects.in_force(today).values("user_id")
    reminded = Reminder.objects.filter(day=today).values("user_id")
    people = User.objects.filter(is_active=True, mail_reminders=True, pk__in=held)
    return list(people.exclude(pk__in=reminded).order_by("pk"))


def _owed(today: date) -> Mapping[int, list[Report]]:
    """The reports that are due within the days ahead, or overdue, by unit. One that was accepted once and is
    being corrected is not owed by a day."""
    reports = Report.objects.filter(
        state__in=OWED,
        counted__isnull=True,
        form_period__closed_at__isnull=True,
        form_period__form__automatic=False,
        form_period__due__lte=today + timedelta(days=AHEAD),
    )
    by_unit: dict[int, list[Report]] = {}
    for report in expected(reports).select_related("form_period__form"):
        by_unit.setdefault(report.unit_id, []).append(report)
    return by_unit


def _remind(actor: Actor, user: User, owed: Mapping[int, list[Report]]) -> int:
    """Send this person's mail if one is called for: 1, else 0."""
    mine = [report for unit in own_units(actor) for report in owed.get(unit, ())]
    due = any(calls((report.form_period.due - actor.today).days) for report in mine)
    with translation.override(user.language):
        weekly = actor.today.weekday() == MONDAY
        waits = waiting(actor) if (weekly or due) and decides(actor) else ()
        requests, answered = waiting_requests(actor), _answered(actor)
        asked = bool(requests) and (weekly or any(_yesterday(one.at, actor) for one in requests))
        if not (due or waits or asked or answered):
            return 0
        told = Told(_owed_reports(actor, mine), waits, requests, answered)
        subject, body = letter(user.name, told, actor.today)
        message = EmailMessage(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
        with transaction.atomic():
            _row, fresh = Reminder.objects.get_or_create(user=user, day=actor.today)
            if fresh:
                message.send()  # where this fails, the row is taken back with the transaction
    return int(fresh)


def _answered(actor: Actor) -> list[Request]:
    """The requests of one's own that were answered yesterday."""
    return [one for one in own_requests(actor) if one.answered_at and _yesterday(one.answered_at, actor)]


def _yesterday(moment: datetime, actor: Actor) -> bool:
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    return day == actor.today - timedelta(days=1)


def _owed_reports(actor: Actor, reports: Sequence[Report]) -> list[OwedReport]:
    units = placed({report.unit_id for report in reports}, actor.today)
    told = [
        OwedReport(
            form_period=report.form_period,
            unit=units[report.unit_id].name,
            state=report.state,
            url=address("reporting:report", report.pk),
        )
        for report in reports
    ]
    return sorted(told, key=lambda one: (one.form_period.due, one.form_period.pk, one.unit))
