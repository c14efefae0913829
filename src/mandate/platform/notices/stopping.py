"""The address in a mail by which its reader stops such mails without signing in (RFC 8058). It is signed, so
that nobody makes one for another, and opens nothing else: whoever has it may stop these mails and let them
come again. Nothing of it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.kinds import Choice, Group
from mandate.platform.notices.preferences import mails_of
from mandate.platform.parts import notice_groups
from mandate.platform.ui.addresses import whole_address

HOLDS = timedelta(days=365)  # a mail of last year may still be in somebody's folder
_SALT = "mandate.notices.stopping"


def stop_address(user: User, groups: Iterable[Group]) -> str:
    """Where ``user`` stops the mails about these groups."""
    told = [user.pk, user.sessions_ended, sorted({group.name for group in groups})]
    return whole_address("notices:stop", signing.dumps(told, salt=_SALT, compress=True))


@dataclass(frozen=True, slots=True)
class Mailing:
    """The mails that an address is about: whose, and how each group comes now."""

    actor: Actor
    groups: tuple[tuple[Group, Choice], ...]

    @property
    def ended(self) -> tuple[Group, ...]:
        """Those that come by mail no more."""
        return tuple(group for group, choice in self.groups if choice is Choice.NEVER)

    @property
    def going(self) -> tuple[Group, ...]:
        """Those that still come."""
        return tuple(group for group, choice in self.groups if choice is not Choice.NEVER)

    @property
    def stopped(self) -> bool:
        """Whether none of them comes by mail."""
        return all(choice is Choice.NEVER for _group, choice in self.groups)


def mailing_of(secret: str, now: datetime) -> Mailing | None:
    """What an address is about; None where it is none of ours, is older than a year, or was made before its
    person lost the right to sign in."""
    try:
        pk, sessions_ended, names = signing.loads(secret, salt=_SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True, sessions_ended=sessions_ended).first()
    known = {group.name for group in notice_groups()}
    if user is None or not known.intersection(names):
        return None
    actor = actor_of(user, now)
    return Mailing(actor, tuple((group, choice) for group, choice in mails_of(actor) if group.name in names))
