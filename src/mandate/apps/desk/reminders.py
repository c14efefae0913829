"""Mails to people about what is due from them and what waits for them: at most one a day, with a passage of
each duty of the parts (see ``duties`` in their part.py), and what else they are to be told that morning.
What goes wrong with one person's mail, or with what one part says, is logged and counted, and keeps nobody
else from theirs.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation

from mandate.apps.desk.letter import REMINDERS, Passage, Wording, letter, telling
from mandate.apps.desk.models import Reminder
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.access.sources import holding
from mandate.platform.notices.kinds import Choice
from mandate.platform.notices.letter import ToldNotice
from mandate.platform.notices.preferences import choices_of
from mandate.platform.notices.sending import send_along
from mandate.platform.parts import duties

_AWAY = (OperationalError, InterfaceError)  # without the database nobody's mail fares better
LOOK_BACK = 14  # days: what is older is on the desk, or past

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many mails went out, and how often one or a part of one could not be made or handed over."""

    sent: int
    failed: int


def send_reminders(now: datetime) -> Reminded:
    """Send today's mails. A second call on the same day sends only what failed before, or is new."""
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    wordings, failed = _wordings(today)
    sent, unsent = 0, []
    known: dict[int, dict[str, str]] = dict(Reminder.objects.values_list("user_id", "looked"))
    new = dict.fromkeys(wordings, (today - timedelta(days=1)).isoformat())
    for user in _people(today):
        looked = {**new, **known.get(user.pk, {})}
        try:
            said = _passages(actor_of(user, now), user, wordings, looked)
            failed += said.failed
            if any(passage.calls for passage in said.passages):
                sent += _send(user, said, now, today)
                continue
            looked = said.looked
        except _AWAY:
            raise
        except Exception:
            log.exception("the reminder for person %s was not sent", user.pk)
            failed += 1
        if looked != known.get(user.pk):
            unsent.append(Reminder(user=user, looked=looked))
    Reminder.objects.bulk_create(
        unsent, batch_size=5000, update_conflicts=True, unique_fields=["user"], update_fields=["looked"]
    )
    return Reminded(sent, failed)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the parts say to a person, what calls for the mail first, for it is its subject; until when each
    has spoken now; and how many failed."""

    passages: tuple[Passage, ...]
    looked: dict[str, str]
    failed: int


def _wordings(today: date) -> tuple[dict[str, Wording], int]:
    """What words the passages, by the name under which it is kept until when it was told, and how many could
    not say what there is."""
    wordings, failed = {}, 0
    for duty in duties():
        name = f"duty:{duty.name}"
        try:
            wordings[name] = telling(duty, today)
        except _AWAY:
            raise
        except Exception:
            log.exception("%s has nothing for the reminders", name)
            failed += 1
    return wordings, failed


def _people(today: date) -> Sequence[User]:
    """Who may sign in, wants reminders, has a role, and has had none today."""
    reminded = Reminder.objects.filter(sent=today).values("user_id")
    people = User.objects.filter(holding(frozenset(Role), None, today), is_active=True)
    found = people.exclude(pk__in=reminded).order_by("pk")
    choices = choices_of([user.pk for user in found], REMINDERS)
    return [user for user in found if choices[user.pk] is not Choice.NEVER]


def _passages(actor: Actor, user: User, wordings: Mapping[str, Wording], before: Mapping[str, str]) -> _Said:
    passages, failed, looked = [], 0, dict(before)
    with translation.override(user.language):
        for name, wording in wordings.items():
            try:
                passage = wording(actor, _days(before[name], actor.today))
            except _AWAY:
                raise
            except Exception:
                log.exception("%s failed for person %s", name, user.pk)
                failed += 1
            else:
                looked[name] = actor.today.isoformat()
                passages += [passage] if passage is not None else []
    return _Said(tuple(sorted(passages, key=lambda passage: not passage.calls)), looked, failed)


def _days(looked: str, today: date) -> list[date]:
    """The days for which it was not looked at yet what there is to say, and today in any case."""
    missed = (today - date.fromisoformat(looked)).days
    return [today - timedelta(days=ago) for ago in reversed(range(min(max(missed, 1), LOOK_BACK)))]


def _send(user: User, said: _Said, now: datetime, today: date) -> int:
    """Send this person's mail, once a day, with what they are to be told this morning: 1, else 0."""
    sent = False

    def send(news: Sequence[ToldNotice]) -> bool:
        nonlocal sent
        with translation.override(user.language):
            message = letter(user, said.passages, news)
        with transaction.atomic():
            Reminder.objects.get_or_create(user=user)
            reminder = Reminder.objects.select_for_update().get(user=user)
            if reminder.sent != today:
                reminder.sent, reminder.looked = today, said.looked
                reminder.save()
                message.send()  # where this fails, the row is taken back with the transaction
                sent = True
        return sent

    send_along(user.pk, now, send)
    return int(sent)
