"""Looking at what is restricted of a member: allowed, and kept for the person to read."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.models import Membership, Particulars
from mandate.apps.people.permissions import BIRTH, CONTACT, MEMBERS_MANAGE
from mandate.apps.people.services.chains import lock_chain
from mandate.apps.people.services.persons import EnterPerson
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.fields import CORRECTING, TAKING
from mandate.platform.access.looks import note_looks

RESTRICTED = {group.name: group for group in (BIRTH, CONTACT)}


@dataclass(frozen=True, slots=True)
class LookAt(Command):
    """Look at a group of restricted fields of a person, for a purpose of that group."""

    user_id: int
    group: str
    purpose: str


@dataclass(frozen=True, slots=True)
class LookToCorrect(Command):
    """See all that is kept of a person, about to put it right."""

    user_id: int


@transaction.atomic
def look_at(actor: Actor, command: LookAt) -> None:
    """From now on until the day is over the group shows to the actor. Errors: ValidationError (purpose)."""
    group, kept = RESTRICTED.get(command.group), lock_chain(command.user_id)
    if group is None:
        raise ValidationError(_("Nothing of the kind is kept about this person."))
    require(actor, group.action, kept.unit_id)
    if command.purpose not in dict(group.purposes):
        raise ValidationError({"purpose": _("Say what you need it for.")})
    note_looks(actor, group, command.purpose, [command.user_id])


@transaction.atomic
def look_to_correct(actor: Actor, command: LookToCorrect) -> EnterPerson:
    """What is kept of a person, for whoever is about to put it right. Errors: ValidationError of somebody who
    was erased."""
    kept = lock_chain(command.user_id)
    require(actor, MEMBERS_MANAGE, kept.unit_id)
    told = Particulars.objects.filter(user=kept.person).first() or Particulars(user=kept.person)
    for group, value in ((BIRTH, told.born), (CONTACT, told.phone)):
        if value:
            require(actor, group.action, kept.unit_id)
            note_looks(actor, group, CORRECTING, [command.user_id])
    return EnterPerson(kept.person.name, told.number, told.born, told.phone)


def look_at_table(actor: Actor, memberships: list[Membership]) -> None:
    """Note whose restricted fields stand in a table that is taken: of rows that the actor may see."""
    told = {one.person_id: getattr(one.person, "particulars", None) for one in memberships}
    note_looks(actor, BIRTH, TAKING, [person for person, kept in told.items() if kept and kept.born])
    note_looks(actor, CONTACT, TAKING, [person for person, kept in told.items() if kept and kept.phone])
