"""How people chose to be told by mail."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.signins import done_by
from mandate.platform.notices.events import MailsChosen
from mandate.platform.notices.kinds import Choice, Group
from mandate.platform.notices.models import Mail, Notice, Preference
from mandate.platform.notices.mornings import WAITS, next_morning
from mandate.platform.parts import notice_groups, notice_kinds

#: So long a mail "at once" waits: what is read on the page by then needs none, and what comes together goes
#: out together.
MOMENT = timedelta(minutes=1)


def choices_of(users: Collection[int], group: Group) -> dict[int, Choice]:
    """What each of some people chose for a group, or what is usual: one query."""
    chosen = Preference.objects.filter(user__in=users, group=group.name).values_list("user_id", "choice")
    made = dict(chosen)
    return {user: _offered(group, made.get(user)) for user in users}


def mails_of(actor: Actor) -> tuple[tuple[Group, Choice], ...]:
    """What the actor chose for each group, or what is usual: one query."""
    made = dict(Preference.objects.filter(user=actor.user_id or 0).values_list("group", "choice"))
    return tuple((group, _offered(group, made.get(group.name))) for group in notice_groups())


def _offered(group: Group, choice: str | None) -> Choice:
    """A choice that the group offers, else what is usual."""
    return Choice(choice) if choice in group.choices else group.usual


def mail_by(choice: Choice, at: datetime) -> dict[str, object]:
    """What becomes of the mail of a notice by somebody's choice, as fields of its row."""
    if choice is Choice.NEVER:
        return {"mail": Mail.NONE, "mail_due": None}
    due = at + MOMENT if choice is Choice.AT_ONCE else next_morning(at) + WAITS
    return {"mail": Mail.WAITING, "mail_due": due}


@dataclass(frozen=True, slots=True)
class ChooseMails(Command):
    """How the actor wants to be told, {name of a group: choice}. ``by_mail``: chosen by the address in a
    mail, without signing in."""

    choices: Mapping[str, Choice]
    by_mail: bool = False


@transaction.atomic
def choose_mails(actor: Actor, command: ChooseMails) -> None:
    """Keep the choices. What waits to be mailed goes by them at once: a mail that nobody wants any more does
    not go out. Raises LookupError for a group that there is not, or a choice that it does not offer."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    before = {group.name: (group, choice) for group, choice in mails_of(actor)}
    changed: dict[str, Choice] = {}
    for name, choice in command.choices.items():
        group, was = before[name]
        if choice not in group.choices:
            raise LookupError(choice)
        Preference.objects.update_or_create(user=user, group=name, defaults={"choice": choice})
        if choice is not was:
            changed[name] = choice
            kinds = [kind.name for kind in notice_kinds() if kind.group.name == name]
            waiting = Notice.objects.filter(user=user, kind__in=kinds, mail=Mail.WAITING)
            waiting.update(**mail_by(choice, actor.now))
    if changed:
        were = {name: str(before[name][1]) for name in changed}
        are = {name: str(choice) for name, choice in changed.items()}
        done_by(user, MailsChosen(command.by_mail, were, are), actor.now)
