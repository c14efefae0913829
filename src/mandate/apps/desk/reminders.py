"""Mails to people about what is due from them and what waits for them: at most one a day, with a passage of
each part of the house that has something to say (see ``reminders`` in its part.py)."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from mandate.apps.desk.letter import letter
from mandate.apps.desk.models import Reminder
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.edge import actor_of
from mandate.platform.access.models import User
from mandate.platform.access.sources import holding
from mandate.platform.parts import Passage, parts

Wording = Callable[[Actor], Passage | None]

log = logging.getLogger(__name__)


def send_reminders(now: datetime) -> int:
    """Send today's mails and return how many went out. A second call on the same day sends only what failed
    before; a mail that cannot be handed over is logged and keeps nobody else from theirs."""
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    wordings = [reminding(today) for part in parts() for reminding in part.reminders]
    sent = 0
    for user in _people(today):
        try:
            sent += _remind(actor_of(user, now), user, wordings)
        except (OSError, SMTPException):
            log.exception("the reminder for person %s was not sent", user.pk)
    return sent


def _people(today: date) -> Sequence[User]:
    """Who may sign in, wants reminders, has a role, and has had none today."""
    reminded = Reminder.objects.filter(day=today).values("user_id")
    people = User.objects.filter(holding(frozenset(Role), None, today), is_active=True, mail_reminders=True)
    return list(people.exclude(pk__in=reminded).order_by("pk"))


def _remind(actor: Actor, user: User, wordings: Sequence[Wording]) -> int:
    """Send this person's mail if one is called for: 1, else 0."""
    with translation.override(user.language):
        passages = [passage for wording in wordings if (passage := wording(actor)) is not None]
        if not any(passage.calls for passage in passages):
            return 0
        passages.sort(key=lambda passage: not passage.calls)  # what calls for the mail is its subject
        subject, body = letter(user.name, passages)
        message = EmailMessage(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
        with transaction.atomic():
            _row, fresh = Reminder.objects.get_or_create(user=user, day=actor.today)
            if fresh:
                message.send()  # where this fails, the row is taken back with the transaction
    return int(fresh)
