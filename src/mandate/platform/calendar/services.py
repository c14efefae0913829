"""Making the address of one's calendar, and taking it away. It opens nothing but what its person may see, so
it needs no role; and since it opens that without signing in, the journal tells of it.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.signins import done_by
from mandate.platform.calendar.events import AddressMade, AddressRemoved
from mandate.platform.calendar.models import CalendarAddress
from mandate.platform.calendar.queries import address_of
from mandate.platform.calendar.secret import digest_of, new_secret


@dataclass(frozen=True, slots=True)
class MakeAddress(Command):
    """Make an address, ``instead_of`` the one of this number (None: the person has none)."""

    instead_of: int | None = None


@transaction.atomic
def make_address(actor: Actor, command: MakeAddress) -> str:
    """Make the address and return its secret, which is told this once: nothing can find it again. Raises
    ValidationError where the person's address is another one by now, as of a page that is sent twice, for
    the program that was given that one would stop reading."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    known = address_of(actor)
    if (known.id if known else None) != command.instead_of:
        told = _("Your calendar address was made or removed meanwhile. This page shows it as it is now.")
        raise ValidationError(told)
    secret = new_secret()
    CalendarAddress.objects.filter(user=user).delete()
    CalendarAddress.objects.create(
        user=user, digest=digest_of(secret), made_at=actor.now, sessions_ended=user.sessions_ended
    )
    done_by(user, AddressMade(renewed=known is not None), actor.now)
    return secret


@dataclass(frozen=True, slots=True)
class RemoveAddress(Command):
    """Take away the actor's address."""


@transaction.atomic
def remove_address(actor: Actor, command: RemoveAddress) -> bool:
    """Take it away; whether there was one."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    gone, _of_each = CalendarAddress.objects.filter(user=user).delete()
    if gone:
        done_by(user, AddressRemoved(), actor.now)
    return gone > 0
