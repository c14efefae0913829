"""Applications to become a member, and their steps until the decision: core/admission says which follow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.models import Application, Membership
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.person import people_within_reach
from mandate.apps.people.queries.rules import read_rules, spell_of
from mandate.apps.people.services.cases import (
    Locked,
    lock_application,
    refuse_wrong,
    told,
    write_step,
)
from mandate.apps.people.services.chains import lock_chain, require_open
from mandate.apps.people.services.chains import told as told_chain
from mandate.apps.people.services.looking import noting_alike
from mandate.apps.people.services.members import refuse_alike
from mandate.apps.people.services.persons import EnterPerson, enter_person
from mandate.apps.people.services.sources import source_called
from mandate.apps.people.services.telling import tell_step
from mandate.core import admission, membership
from mandate.core.admission import AdmissionError, Case
from mandate.core.command import Command
from mandate.core.membership import MembershipError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require, visible
from mandate.platform.access.models import User


@dataclass(frozen=True, slots=True)
class ApplicationSaid(Command):
    """Of which unit somebody applies to become a member, as what, from which source, and since when."""

    unit_id: int
    kind: str
    day: date
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApplyPerson(Command):
    """Somebody new applies. ``another``: not the one of the same name who was born on the same day."""

    person: EnterPerson
    said: ApplicationSaid
    another: bool = False


@dataclass(frozen=True, slots=True)
class Apply(Command):
    """Somebody who is known applies."""

    user_id: int
    said: ApplicationSaid


@dataclass(frozen=True, slots=True)
class Recommend(Command):
    """A member recommends an applicant."""

    application_id: int
    member_id: int
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeStep(Command):
    """A step that says no more than its day and a note: the unit proposes, or does not go on; the applicant
    withdraws."""

    application_id: int
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveApplication(Command):
    """An application goes on in another unit."""

    application_id: int
    unit_id: int
    day: date


@noting_alike
@transaction.atomic
def apply_person(actor: Actor, command: ApplyPerson) -> Application:
    """Enter somebody and their application. Errors: ValidationError by field (name, number, born, kind,
    source, day, note, another)."""
    require(actor, MEMBERS_MANAGE, command.said.unit_id)
    if not command.another:
        refuse_alike(command.person)
    return _enter(actor, enter_person(actor, command.person), command.said)


@transaction.atomic
def apply_known(actor: Actor, command: Apply) -> Application:
    """Enter the application of somebody of whom the actor knows, also by an earlier one. Errors:
    ValidationError by field (kind, source, day, note), User.DoesNotExist."""
    require(actor, MEMBERS_MANAGE, command.said.unit_id)
    earlier = visible(actor, Application.objects.filter(person=command.user_id))
    if not actor.console and not earlier.exists():
        people_within_reach(actor).get(pk=command.user_id)
    return _enter(actor, User.objects.get(pk=command.user_id), command.said)


def _enter(actor: Actor, person: User, said: ApplicationSaid) -> Application:
    refuse_wrong(actor, said.day, said.note)
    kept, rules = lock_chain(person.pk), read_rules()
    kind, source = rules.kind(said.kind), source_called(said.source)
    require_open(said.unit_id, said.day, "day")
    if Application.objects.filter(person=person, state__in=admission.OPEN).exists():
        raise ValidationError(_("This person has applied already, and it is not decided yet."))
    born = getattr(getattr(kept.person, "particulars", None), "born", None)
    try:
        membership.admit(kept.chain, said.unit_id, kind.code, said.day, rules.rules, born)
    except MembershipError as error:
        raise told_chain(error, "kind" if error.code == "not_first" else "day", rules) from None
    row = Application.objects.create(
        person=person, unit_id=said.unit_id, kind=kind, source=source, applied=said.day
    )
    locked = Locked(row, [], (), kept)
    case = admission.apply(said.unit_id, said.day, actor.user_id)
    tell_step(actor, row, write_step(actor, locked, case, said.note))
    return row


@transaction.atomic
def recommend(actor: Actor, command: Recommend) -> None:
    """Errors: ValidationError by field (member, day, note)."""
    locked = _of_the_unit(actor, command.application_id)
    _refuse_wrong(actor, locked, command.day, command.note)
    full = {code for code, rule in read_rules().rules.items() if rule.months is None}
    rows = Membership.objects.filter(person=command.member_id).select_related("kind").order_by("starts")
    try:
        case = admission.recommend(
            locked.case,
            locked.applicant,
            command.member_id,
            tuple(map(spell_of, rows)),
            full,
            command.day,
            actor.user_id,
        )
    except AdmissionError as error:
        raise told(error) from None
    write_step(actor, locked, case, command.note)


@transaction.atomic
def propose(actor: Actor, command: TakeStep) -> None:
    """The unit proposes the applicant to the level above. Errors: ValidationError by field (day, note)."""
    locked = _of_the_unit(actor, command.application_id)
    _refuse_wrong(actor, locked, command.day, command.note)
    _go(actor, locked, command.note, admission.propose, locked.applicant, command.day)


@transaction.atomic
def refuse_in_unit(actor: Actor, command: TakeStep) -> None:
    """The unit does not go on with an application, for a reason. Errors: ValidationError by field (day,
    note)."""
    locked = _of_the_unit(actor, command.application_id)
    refuse_wrong(actor, command.day, command.note, needed=True)
    _go(actor, locked, command.note, admission.refuse, locked.applicant, command.day)


@transaction.atomic
def withdraw_application(actor: Actor, command: TakeStep) -> None:
    """The applicant does not wish it any more. Errors: ValidationError by field (day, note)."""
    locked = _of_the_unit(actor, command.application_id)
    refuse_wrong(actor, command.day, command.note)
    _go(actor, locked, command.note, admission.withdraw, command.day)


@transaction.atomic
def move_application(actor: Actor, command: MoveApplication) -> None:
    """An application goes on in another unit, for whoever keeps both lists. Errors: ValidationError by field
    (unit, day)."""
    require(actor, MEMBERS_MANAGE, command.unit_id)
    locked = _of_the_unit(actor, command.application_id)
    refuse_wrong(actor, command.day, "")
    require_open(command.unit_id, command.day, "unit")
    _go(actor, locked, "", admission.move, command.unit_id, command.day)


def move_applications(actor: Actor, source_id: int, target_id: int, day: date) -> int:
    """All open applications of a unit go on in another, as its members do; how many they are. The day is
    moved to one that fits the steps before. Called within the transaction of a service that has asked for
    the rights."""
    rows = Application.objects.filter(unit=source_id, state__in=admission.OPEN).order_by("person_id")
    found = list(rows.values_list("pk", flat=True))
    for pk in found:
        locked = lock_application(actor, pk)
        fits = max(locked.case[-1].day, min(day, actor.today))
        _go(actor, locked, "", admission.move, target_id, fits)
    return len(found)


def _of_the_unit(actor: Actor, application_id: int) -> Locked:
    locked = lock_application(actor, application_id)
    require(actor, MEMBERS_MANAGE, locked.row.unit_id)
    return locked


def _refuse_wrong(actor: Actor, locked: Locked, day: date, note: str) -> None:
    """As refuse_wrong, and what a unit does on a day on which it is closed."""
    refuse_wrong(actor, day, note)
    require_open(locked.row.unit_id, day, "day")


def _go(actor: Actor, locked: Locked, note: str, step: Callable[..., Case], *said: object) -> None:
    """Take a step of core, by the actor, and tell whom it concerns."""
    try:
        case = step(locked.case, *said, actor.user_id)
    except AdmissionError as error:
        raise told(error) from None
    tell_step(actor, locked.row, write_step(actor, locked, case, note))
