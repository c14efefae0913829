"""Members: admitted, of another kind, no longer members, and the last of it taken back."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import events
from mandate.apps.people.models import (
    DOCUMENT_LENGTH,
    OPEN,
    Application,
    ApplicationPaper,
    Membership,
    Particulars,
    Transfer,
)
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.person import people_within_reach
from mandate.apps.people.queries.rules import read_rules
from mandate.apps.people.services.cases import reopen_application
from mandate.apps.people.services.chains import (
    Kept,
    lock_chain,
    require_open,
    told,
    write_chain,
)
from mandate.apps.people.services.looking import ANOTHER, noting_alike
from mandate.apps.people.services.persons import EnterPerson, enter_person, somebody_alike
from mandate.apps.people.services.sources import source_called
from mandate.core import membership
from mandate.core.command import Command
from mandate.core.membership import Ended, MembershipError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.models import User
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class AdmitPerson(Command):
    """A new person, a member of a unit from a day on. ``another``: not the one of the same name who was born
    on the same day."""

    person: EnterPerson
    unit_id: int
    kind: str
    day: date
    document: str = ""
    another: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Admit(Command):
    """Somebody who is known, a member of a unit from a day on."""

    user_id: int
    unit_id: int
    kind: str
    day: date
    document: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMemberKind(Command):
    """A member as one of another kind from a day on."""

    user_id: int
    kind: str
    day: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class EndMembership(Command):
    """No longer a member from a day on; ``how`` is one of core/membership ``LASTING``."""

    user_id: int
    how: Ended
    day: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class UndoMembership(Command):
    """Take back what was last entered: the beginning of a spell, or with ``ended`` its end."""

    user_id: int
    membership_id: int
    ended: bool


@noting_alike
@transaction.atomic
def admit_person(actor: Actor, command: AdmitPerson) -> User:
    """Enter somebody and admit them. Errors: ValidationError by field (name, number, born, kind, day,
    document, source, another)."""
    require(actor, MEMBERS_MANAGE, command.unit_id)
    if not command.another:
        refuse_alike(command.person)
    person = enter_person(actor, command.person)
    said = Admit(person.pk, command.unit_id, command.kind, command.day, command.document, command.source)
    begin_membership(actor, said)
    return person


def refuse_alike(person: EnterPerson) -> None:
    """Nobody is entered twice without being asked. Errors: ValidationError (another)."""
    if somebody_alike(person.name, person.born):
        told = _(
            "Somebody of this name, born on that day, is entered already. If it is the same person, have "
            "them released to your unit, or admit them again; if it is another, say so here."
        )
        raise ValidationError({ANOTHER: told})


@transaction.atomic
def admit(actor: Actor, command: Admit) -> None:
    """Admit somebody of whom the actor knows, for the first time or again. Errors: ValidationError by field
    (kind, day, document, source), User.DoesNotExist."""
    require(actor, MEMBERS_MANAGE, command.unit_id)
    if not actor.console:
        people_within_reach(actor).get(pk=command.user_id)
    if Application.objects.filter(person=command.user_id, state__in=OPEN).exists():
        raise ValidationError(_("This person has applied already, and it is not decided yet."))
    begin_membership(actor, command)


def begin_membership(actor: Actor, command: Admit) -> None:
    """What every admission does, directly or by the procedure; whoever calls has asked for the right. Errors:
    ValidationError by field (kind, day, document, source)."""
    refuse_long(command.document)
    source = source_called(command.source)
    kept, rules = lock_chain(command.user_id), read_rules()
    kind = rules.kind(command.kind)
    require_open(command.unit_id, command.day, "day")
    born = getattr(getattr(kept.person, "particulars", None), "born", None)
    try:
        chain = membership.admit(kept.chain, command.unit_id, kind.code, command.day, rules.rules, born)
    except MembershipError as error:
        raise told(error, "kind" if error.code == "not_first" else "day", rules) from None
    write_chain(kept, chain, rules, command.document, source)
    event = events.Admitted(Person(kept.person.pk), kind.names, command.day.isoformat(), command.document)
    record(actor, event, unit_id=command.unit_id, subject=("user", kept.person.pk))


@transaction.atomic
def change_member_kind(actor: Actor, command: ChangeMemberKind) -> None:
    """Make a member one of another kind. Errors: ValidationError by field (kind, day, document)."""
    kept, rules = _locked(actor, command.user_id, command.document), read_rules()
    refuse_on_the_way(kept)
    kind = rules.kind(command.kind)
    try:
        chain = membership.step(kept.chain, kind.code, command.day, rules.rules)
    except MembershipError as error:
        raise told(error, "kind" if error.code == "no_step" else "day", rules) from None
    old = kept.rows[-1].kind.names
    write_chain(kept, chain, rules, command.document)
    event = events.KindChanged(
        Person(kept.person.pk), old, kind.names, command.day.isoformat(), command.document
    )
    record(actor, event, unit_id=kept.unit_id, subject=("user", kept.person.pk))


@transaction.atomic
def end_membership(actor: Actor, command: EndMembership) -> None:
    """End a membership. Whoever was on the way to another unit is so no more. Errors: ValidationError by
    field (day, document)."""
    kept, rules = _locked(actor, command.user_id, command.document), read_rules()
    try:
        chain = membership.end(kept.chain, command.day, command.how)
    except MembershipError as error:
        raise told(error, "day", rules) from None
    write_chain(kept, chain, rules, command.document)
    Transfer.objects.filter(person=kept.person, outcome="").update(
        outcome=Transfer.Outcome.WITHDRAWN, decided=actor.today
    )
    event = events.MembershipEnded(
        Person(kept.person.pk), command.how.value, command.day.isoformat(), command.document
    )
    record(actor, event, unit_id=kept.unit_id, subject=("user", kept.person.pk))


@transaction.atomic
def undo_membership(actor: Actor, command: UndoMembership) -> None:
    """Take back the last thing that was entered, if it is still the last. Errors: ValidationError."""
    kept = _locked(actor, command.user_id, "")
    refuse_on_the_way(kept)
    last = kept.rows[-1]
    if (last.pk, last.ends is not None) != (command.membership_id, command.ended):
        raise ValidationError(
            _("This was changed again meanwhile, so nothing is taken back. Look at what is there now.")
        )
    if len(kept.rows) > 1 and last.ends is None:
        require(actor, MEMBERS_MANAGE, kept.rows[-2].unit_id)
    day = last.ends or last.starts
    chain = membership.undo(kept.chain)
    if last.ends is None:
        reopen_application(actor, last)
    write_chain(kept, chain, read_rules())
    if not chain and not kept.person.applications.exists():
        # nobody sees what is kept of them any more, and the number is free
        Particulars.objects.filter(user=kept.person).delete()
    event = events.TakenBack(Person(kept.person.pk), day.isoformat())
    record(actor, event, unit_id=last.unit_id, subject=("user", kept.person.pk))


def _locked(actor: Actor, user_id: int, document: str) -> Kept:
    """The chain of a member whose last unit is the actor's to manage. Errors: ValidationError."""
    refuse_long(document)
    kept = lock_chain(user_id)
    require(actor, MEMBERS_MANAGE, kept.unit_id)
    if not kept.rows:
        raise ValidationError(_("This person has never been a member."))
    return kept


def refuse_long(document: str) -> None:
    """Errors: ValidationError (document)."""
    if len(document) > DOCUMENT_LENGTH:
        raise ValidationError({"document": _("This is too long.")})


def refuse_on_the_way(kept: Kept) -> None:
    """Nothing is changed of somebody whom another unit is about to receive. Errors: ValidationError."""
    if Transfer.objects.filter(person=kept.person, outcome="").exists():
        raise ValidationError(
            _("This person is on the way to another unit, which must first decide, or you take that back.")
        )


def still_belongs(user_id: int, _day: date) -> str:
    """Why somebody is not erased: a member counts, and nobody could end the membership any more. "" for
    others, whose memberships stay under their number."""
    if Membership.objects.filter(person=user_id, ends=None).exists():
        return _("This person is still a member. End the membership first.")
    if Application.objects.filter(person=user_id, state__in=OPEN).exists():
        return _("This person has applied to become a member. Decide that, or withdraw it first.")
    mine = Application.objects.filter(person=user_id).values("pk")
    if ApplicationPaper.objects.filter(subject_id__in=mine, until=None).exists():
        return _("Documents of this person’s application are kept. Remove them first.")
    return ""
