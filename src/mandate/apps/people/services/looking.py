"""Looking at what is restricted of a member: allowed, and kept for the person to read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.models import OPEN, Application, Membership, Particulars
from mandate.apps.people.permissions import BIRTH, CONTACT, MEMBERS_MANAGE
from mandate.apps.people.queries.person import last_units
from mandate.apps.people.services.chains import lock_chain
from mandate.apps.people.services.persons import EnterPerson, somebody_alike
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, covered_units, require, visible
from mandate.platform.access.fields import ADMITTING, CARDS, CORRECTING, TAKING, FieldGroup
from mandate.platform.access.looks import note_looks

ANOTHER = "another"  # the field at which is said that somebody alike is entered already
_APART = "apart"  # one of the purposes of a date of birth

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


def look_at_table(actor: Actor, memberships: Collection[Membership]) -> dict[int, tuple[date | None, str]]:
    """The dates of birth and telephones that stand in a table of memberships that is taken, by person, as far
    as the actor may look at them; each is a look."""
    people = {one.person_id for one in memberships}
    told = {one.user_id: one for one in Particulars.objects.filter(user__in=people)}
    born, called = _those(actor, BIRTH, people), _those(actor, CONTACT, people)
    found = {
        person: (one.born if person in born else None, one.phone if person in called else "")
        for person, one in told.items()
    }
    note_looks(actor, BIRTH, TAKING, [person for person, (day, _phone) in found.items() if day])
    note_looks(actor, CONTACT, TAKING, [person for person, (_day, phone) in found.items() if phone])
    return found


def look_at_cards(actor: Actor, people: Collection[int]) -> dict[int, str]:
    """The telephones that stand in contacts of people, as far as the actor may look at them; each is a
    look."""
    known = _those(actor, CONTACT, people)
    told = Particulars.objects.filter(user__in=known).exclude(phone="")
    phones = dict(told.values_list("user_id", "phone"))
    note_looks(actor, CONTACT, CARDS, list(phones))
    return phones


def look_at_applicant(actor: Actor, application_id: int) -> tuple[date | None, str]:
    """The date of birth and the telephone of somebody whose application is open, for whoever sees to it; each
    is a look. Of others nothing: what is kept of a member shows on their page."""
    rows = Application.objects.filter(pk=application_id, state__in=OPEN)
    row = visible(actor, rows).select_related("person__particulars").first()
    told = getattr(row.person, "particulars", None) if row is not None else None
    if row is None or told is None:
        return None, ""
    born = told.born if can(actor, BIRTH.action, row.unit_id) else None
    phone = told.phone if can(actor, CONTACT.action, row.unit_id) else ""
    for group, value in ((BIRTH, born), (CONTACT, phone)):
        if value:
            note_looks(actor, group, ADMITTING, [row.person_id])
    return born, phone


class _Entering(Protocol):
    """A command that enters somebody."""

    @property
    def person(self) -> EnterPerson:
        """Who is entered."""


C = TypeVar("C", bound=_Entering)
T = TypeVar("T")


def noting_alike(enter: Callable[[Actor, C], T]) -> Callable[[Actor, C], T]:
    """A service that enters somebody. Who is told there that somebody of this name was born on that day knows
    their date of birth: it is a look, kept although nothing is entered."""

    @wraps(enter)
    def entering(actor: Actor, command: C) -> T:
        try:
            return enter(actor, command)
        except ValidationError as error:
            alike = somebody_alike(command.person.name, command.person.born)
            if alike and ANOTHER in getattr(error, "error_dict", {}):
                note_looks(actor, BIRTH, _APART, [alike.pk])
            raise

    return entering


def _those(actor: Actor, group: FieldGroup, people: Collection[int]) -> set[int]:
    """Those of people at whose group the actor may look: their list is, or was last, the actor's."""
    covered = covered_units(actor, group.action)
    units = last_units(people)
    if covered is None:
        return set(units)
    own = frozenset(covered.tolist())
    return {person for person, unit in units.items() if unit in own}
