"""Mailing what waits. What a person is to be told by now goes out as one mail, in their language.

First it is noted that the mail is being handed over, then it is, then that it was: a worker that is killed
between leaves a mail of which nobody knows whether it went out, and which is not sent a second time. A mail
that the server does not take is tried again, later and later, and given up at last; until then nothing is
lost, and nobody's mail waits for another's. ``mandate check`` tells what was given up.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPResponseException
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.kinds import Choice, NoticeKind, Said
from mandate.platform.notices.letter import ToldNotice, letter, line
from mandate.platform.notices.models import Mail, Notice
from mandate.platform.notices.mornings import due_this_morning
from mandate.platform.notices.preferences import mails_of
from mandate.platform.notices.queries import Worded, seen, worded
from mandate.platform.parts import notice_kinds

#: Minutes from one try to the next; after the last, a mail is given up. They make three days: a server
#: that is down over a weekend loses none.
DELAYS = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
BROKEN_OFF = timedelta(minutes=15)  # no handing over takes so long
TAKEN = 250  # what a mail server answers where all is well
LOCK = 0x4D_41_4E_44_04  # a slow server holds up one worker, not all
UNKNOWN = "broken off while it was handed over"

_AWAY = (OperationalError, InterfaceError)  # without the database nobody's mail fares better

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many mails went out, and how many tries were in vain."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail that is noted as being handed over, and the notices that it tells."""

    message: EmailMessage
    notices: tuple[int, ...]


def send_due(now: datetime) -> Outcome:
    """Mail whatever is due, a mail a person; nothing where another worker is at it."""
    if not _ask("SELECT pg_try_advisory_lock(%s)"):
        return Outcome()
    try:
        return _send_all(now)
    finally:
        _ask("SELECT pg_advisory_unlock(%s)")


def _ask(query: str) -> bool:
    """Have the lock, or let it go; it goes with the connection, too."""
    with connection.cursor() as cursor:
        cursor.execute(query, [LOCK])
        (had,) = cursor.fetchone() or (False,)
    return bool(had)


def _send_all(now: datetime) -> Outcome:
    _give_up_what_broke_off(now)
    waiting = Notice.objects.filter(mail=Mail.WAITING, mail_due__lte=now)
    people = list(waiting.order_by("user_id").values_list("user_id", flat=True).distinct())
    if not people:
        return Outcome()
    way = get_connection()
    sent = failed = 0
    try:
        for number, user_id in enumerate(people):
            try:
                _open(way)
            except Exception as error:  # the server is away: for everybody
                log.warning("no way to the mail server: %s", _in_short(error))
                _try_later(waiting.filter(user_id__in=people[number:]), now, error)
                return Outcome(sent, failed + len(people) - number)
            try:
                gone, put_off = _send(user_id, now, way)
                sent, failed = sent + gone, failed + put_off
            except _AWAY:
                raise
            except Exception as error:
                log.warning("the notices for person %s were not sent: %s", user_id, _in_short(error))
                failed += 1
                way.close()  # whatever it was, the next mail gets a new one
    finally:
        way.close()
    return Outcome(sent, failed)


def _open(way: BaseEmailBackend) -> None:
    """Have a connection that the server still listens to: some end it after a mail or a hundred, and what is
    put off by that each time would be given up at last."""
    smtp = getattr(way, "connection", None)
    if smtp is not None and not _listens(smtp):
        way.close()
    way.open()


def _listens(smtp: Any) -> bool:
    try:
        return bool(smtp.noop()[0] == TAKEN)
    except (SMTPException, OSError):
        return False


def _send(user_id: int, now: datetime, way: BaseEmailBackend) -> tuple[int, int]:
    """Send what one person is to be told: 1, or 0 where there is nothing any more; and 1 where some of it
    cannot be worded and was put off, else 0."""
    try:
        mail, put_off = _begin(user_id, now)
    except _AWAY:
        raise
    except Exception as error:  # there is no letter
        log.exception("the mail to person %s cannot be written", user_id)
        _try_later(Notice.objects.filter(user_id=user_id, mail=Mail.WAITING, mail_due__lte=now), now, error)
        raise
    if mail is None:
        return 0, int(put_off)
    handed_over = Notice.objects.filter(pk__in=mail.notices, mail=Mail.SENDING)
    try:
        mail.message.connection = way
        mail.message.send()
    except Exception as error:
        _try_later(handed_over, now, error)
        raise
    handed_over.update(mail=Mail.SENT, mail_due=None, mail_trouble="")
    return 1, int(put_off)


def send_along(user_id: int, now: datetime, send: Callable[[Sequence[ToldNotice]], bool]) -> None:
    """Let another mail of the morning tell a person what is due by then. ``send`` gets it in the person's
    language and says whether the mail went out; where it did not, or fails, all waits as before. It is noted
    as for a mail of its own, so that a worker that is killed between leaves none to be told twice."""
    with transaction.atomic():
        _user, told, _put_off = _told(user_id, now, due_this_morning(now))
        due = {notice.pk: notice.mail_due for notice, _kind, _said in told}
        Notice.objects.filter(pk__in=due).update(mail=Mail.SENDING, mail_due=timezone.now())
    gone = False
    try:
        gone = send(_lines(told))
    finally:
        handed_over = Notice.objects.filter(pk__in=due, mail=Mail.SENDING)
        if gone:
            handed_over.update(mail=Mail.SENT, mail_due=None, mail_trouble="")
        else:
            for moment in set(due.values()):
                same = [pk for pk, one in due.items() if one == moment]
                handed_over.filter(pk__in=same).update(mail=Mail.WAITING, mail_due=moment)


@transaction.atomic
def _begin(user_id: int, now: datetime) -> tuple[_Mail | None, bool]:
    """Note that a person's mail is being handed over; None where nothing is to be told by mail any more. What
    cannot be worded is put off (then True), and the mail tells the others."""
    user, told, put_off = _told(user_id, now, now)
    if not told:
        return None, put_off
    ids = tuple(notice.pk for notice, _kind, _said in told)
    with translation.override(user.language):
        message = letter(user, _lines(told), ids)
    Notice.objects.filter(pk__in=ids).update(mail=Mail.SENDING, mail_due=timezone.now())
    return _Mail(message, ids), put_off


def _lines(told: Sequence[tuple[Notice, NoticeKind, Said]]) -> list[ToldNotice]:
    return [line(said, notice.pk, kind.group) for notice, kind, said in told]


def _told(
    user_id: int, now: datetime, until: datetime
) -> tuple[User, Sequence[tuple[Notice, NoticeKind, Said]], bool]:
    """What a mail is to tell a person of all that is due until a moment, with their rows held: nothing that
    was read, or may not be told, or is not wished, and nothing where the person may not sign in. What
    somebody else is about to send is left to them; what cannot be worded is put off (then True)."""
    due = Notice.objects.filter(user_id=user_id, mail=Mail.WAITING, mail_due__lte=until)
    notices = list(due.select_for_update(skip_locked=True).order_by("pk"))
    user = User.objects.get(pk=user_id)
    tellable: list[Notice] = []
    found = Worded((), {})
    if notices and user.is_active:
        actor = actor_of(user, now)
        tellable = _still_to_tell(actor, notices)
        with translation.override(user.language):
            found = worded(actor, tellable)
    ids = tuple(notice.pk for notice, _kind, _said in found.told)
    put_off = {one.pk for one in tellable if one.kind in found.broken}
    for kind, error in found.broken.items():
        _try_later(Notice.objects.filter(pk__in=put_off, kind=kind), now, error)
    Notice.objects.filter(pk__in={notice.pk for notice in notices}.difference(ids, put_off)).update(
        mail=Mail.NONE, mail_due=None
    )
    return user, found.told, bool(put_off)


def _still_to_tell(actor: Actor, notices: Sequence[Notice]) -> list[Notice]:
    """Those not read of which the actor may be told, and wants to be by mail."""
    # by the name: the hash of a group is of its label, in the language in force
    choices = {group.name: choice for group, choice in mails_of(actor)}
    never = [kind.name for kind in notice_kinds() if choices[kind.group.name] is Choice.NEVER]
    unread = Notice.objects.filter(pk__in=[notice.pk for notice in notices], read_at=None)
    return list(seen(actor, unread.exclude(kind__in=never)).order_by("pk"))


def _try_later(notices: QuerySet[Notice], now: datetime, error: Exception) -> None:
    """Put notices off until their next try, or give up."""
    trouble = _in_short(error)
    with transaction.atomic():
        rows = list(notices.select_for_update().values_list("pk", "mail_tries"))
        for tries in {one for _, one in rows}:
            again = Notice.objects.filter(pk__in=[pk for pk, one in rows if one == tries])
            if tries < len(DELAYS):
                due = now + timedelta(minutes=DELAYS[tries])
                again.update(mail=Mail.WAITING, mail_due=due, mail_tries=tries + 1, mail_trouble=trouble)
            else:
                again.update(mail=Mail.FAILED, mail_due=None, mail_tries=tries + 1, mail_trouble=trouble)


def _give_up_what_broke_off(now: datetime) -> None:
    Notice.objects.filter(mail=Mail.SENDING, mail_due__lt=now - BROKEN_OFF).update(
        mail=Mail.FAILED, mail_due=None, mail_trouble=UNKNOWN
    )


def _in_short(error: Exception) -> str:
    """What went wrong, without addresses and words of the mail."""
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"
