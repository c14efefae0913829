"""Letting a member sign in."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.services.chains import lock_chain
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.events import UserAdded
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.services import give_address
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class LetIn(Command):
    """A member, and the mail address by which they sign in from now on."""

    user_id: int
    email: str


@transaction.atomic
def let_in(actor: Actor, command: LetIn) -> User:
    """Give a member without an address one, for whoever manages the people of their unit. A role is granted
    apart from it; without one they see their own entry. Errors: ValidationError (email)."""
    kept = lock_chain(command.user_id)
    require(actor, GRANTS_MANAGE, kept.unit_id)
    if kept.person.address:
        raise ValidationError({"email": _("This person has an address already.")})
    give_address(kept.person, command.email)
    record(actor, UserAdded(Person(kept.person.pk)), unit_id=kept.unit_id, subject=("user", kept.person.pk))
    return kept.person
