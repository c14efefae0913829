"""What of people can be done as a job: inviting many of them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.accounts.inviting import may_invite, password_mail
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.services import NoteInvited, note_invited
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current
from mandate.platform.jobs.kinds import Data, JobKind, Work
from mandate.platform.jobs.services import StartJob

INVITING = "people.invite"
A_STEP = 1  # no row of a person is held while a mail server is waited for
NAMED = 10


def inviting(users: Sequence[int]) -> StartJob:
    """The job that sends these people the mail to set a password."""
    people = sorted(set(users))
    return StartJob(INVITING, {"people": people}, len(people))


def _invite(actor: Actor, work: Work) -> Work:
    """The next of them. Who signed in meanwhile, may not any more or is another's to invite is left out."""
    end = min(work.at + A_STEP, work.total)
    asked = work.data["people"][work.at : end]
    found = may_invite(actor, asked)
    unsent = []
    for user in found:
        if password_mail(user.address, user.language):
            note_invited(actor, NoteInvited(user.pk))
        else:
            unsent.append(user.pk)
    result = work.result
    return work.on(
        end,
        {
            "sent": result.get("sent", 0) + len(found) - len(unsent),
            "unsent": [*result.get("unsent", ()), *unsent],
            "left": result.get("left", 0) + len(asked) - len(found),
        },
    )


def _told(actor: Actor, result: Data) -> Sequence[str]:
    sent, unsent, left = result.get("sent", 0), result.get("unsent", ()), result.get("left", 0)
    told = [_sent(sent)] if sent else []
    if unsent:
        told.append(_unsent(unsent))
    if left:
        words = ngettext(
            "%(number)s person was left out: has signed in, may not sign in, or you may not invite them.",
            "%(number)s people were left out: have signed in, may not sign in, or you may not invite them.",
            left,
        )
        told.append(words % {"number": number(left, 0, current())})
    return told


def _sent(count: int) -> str:
    words = ngettext("%(number)s invitation is sent.", "%(number)s invitations are sent.", count)
    return words % {"number": number(count, 0, current())}


def _unsent(users: Sequence[int]) -> str:
    names = [user.called for user in User.objects.filter(pk__in=users[:NAMED]).order_by("pk")]
    words = ngettext(
        "%(number)s invitation could not be sent: %(names)s",
        "%(number)s invitations could not be sent: %(names)s",
        len(users),
    )
    more = " …" if len(users) > NAMED else ""
    return words % {"number": number(len(users), 0, current()), "names": f"{', '.join(names)}{more}"}


def _title(data: Data) -> str:
    count = len(data["people"])
    words = ngettext("Invite %(number)s person", "Invite %(number)s people", count)
    return words % {"number": number(count, 0, current())}


KINDS: tuple[JobKind, ...] = (
    JobKind(
        name=INVITING,
        label=gettext_lazy("inviting people to sign in"),
        action=lambda data: GRANTS_MANAGE,
        title=_title,
        step=_invite,
        told=_told,
        address=lambda data: f"{reverse('accounts:people')}?signed_in=no",
    ),
)
