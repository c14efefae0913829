"""Transfers: released by one unit, received by another; until then the member is counted where they were."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import events
from mandate.apps.people.models import REASON_LENGTH, Transfer
from mandate.apps.people.notices import ARRIVING, DECIDED
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.keepers import keepers
from mandate.apps.people.queries.rules import read_rules
from mandate.apps.people.services.chains import Kept, lock_chain, require_open, told, write_chain
from mandate.apps.people.services.members import refuse_long, refuse_on_the_way
from mandate.apps.units.models import Unit
from mandate.core import membership
from mandate.core.command import Command
from mandate.core.membership import MembershipError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.notices.kinds import NoticeKind
from mandate.platform.notices.services import notify


@dataclass(frozen=True, slots=True)
class Release(Command):
    """Let a member go to another unit."""

    user_id: int
    target_id: int
    day: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Receive(Command):
    """Receive the member of a transfer on a day."""

    transfer_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Decline(Command):
    """Do not receive the member of a transfer, for a reason."""

    transfer_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Take a transfer back, for the unit that released."""

    transfer_id: int


@transaction.atomic
def release(actor: Actor, command: Release) -> Transfer:
    """Errors: ValidationError by field (unit, day, document)."""
    refuse_long(command.document)
    kept, rules = lock_chain(command.user_id), read_rules()
    require(actor, MEMBERS_MANAGE, kept.unit_id)
    refuse_on_the_way(kept)
    try:
        membership.move(kept.chain, command.target_id, command.day)
    except MembershipError as error:
        raise told(error, "unit" if error.code == "same_unit" else "day", rules) from None
    require_open(command.target_id, command.day, "unit")
    target, source = Unit.objects.get(pk=command.target_id), kept.rows[-1].unit
    transfer = Transfer.objects.create(
        person=kept.person, source=source, target=target, released=command.day, document=command.document
    )
    event = events.Released(
        Person(kept.person.pk),
        source.code,
        target.code,
        target.names,
        command.day.isoformat(),
        command.document,
    )
    subject = ("user", kept.person.pk)
    record(actor, event, unit_id=source.pk, subject=subject, touched=[target.pk])
    _tell(actor, ARRIVING, transfer, target.pk)
    return transfer


@transaction.atomic
def receive(actor: Actor, command: Receive) -> None:
    """Errors: ValidationError by field (day)."""
    (transfer, kept), rules = _open(command.transfer_id), read_rules()
    require(actor, MEMBERS_MANAGE, transfer.target_id)
    if command.day < transfer.released:
        told_so = _("That is before the day on which the other unit released the person.")
        raise ValidationError({"day": told_so})
    require_open(transfer.target_id, command.day, "day")
    try:
        chain = membership.move(kept.chain, transfer.target_id, command.day)
    except MembershipError as error:
        raise told(error, "day", rules) from None
    write_chain(kept, chain, rules, transfer.document)
    _close(transfer, Transfer.Outcome.RECEIVED, command.day)
    source, target = transfer.source, transfer.target
    event = events.Received(
        Person(kept.person.pk), source.code, target.code, source.names, command.day.isoformat()
    )
    record(actor, event, unit_id=target.pk, subject=("user", kept.person.pk), touched=[source.pk])
    _tell(actor, DECIDED, transfer, source.pk)


@transaction.atomic
def decline(actor: Actor, command: Decline) -> None:
    """Errors: ValidationError by field (reason)."""
    if not command.reason:
        raise ValidationError({"reason": _("Give a reason.")})
    if len(command.reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("This is too long.")})
    transfer, _kept = _open(command.transfer_id)
    require(actor, MEMBERS_MANAGE, transfer.target_id)
    _stop(actor, transfer, Transfer.Outcome.DECLINED, transfer.target_id, command.reason)
    _tell(actor, DECIDED, transfer, transfer.source_id)


@transaction.atomic
def withdraw(actor: Actor, command: Withdraw) -> None:
    """Errors: ValidationError where the other unit has decided meanwhile."""
    transfer, _kept = _open(command.transfer_id)
    require(actor, MEMBERS_MANAGE, transfer.source_id)
    _stop(actor, transfer, Transfer.Outcome.WITHDRAWN, transfer.source_id)


def _stop(
    actor: Actor, transfer: Transfer, outcome: Transfer.Outcome, unit_id: int, reason: str = ""
) -> None:
    _close(transfer, outcome, actor.today, reason)
    source, target = transfer.source, transfer.target
    event = events.TransferStopped(
        Person(transfer.person_id), source.code, target.code, target.names, outcome.value, reason
    )
    touched = {source.pk, target.pk} - {unit_id}
    record(actor, event, unit_id=unit_id, subject=("user", transfer.person_id), touched=touched)


def _tell(actor: Actor, kind: NoticeKind, transfer: Transfer, unit_id: int) -> None:
    """Tell those who keep the list of the unit."""
    people = keepers([unit_id], actor.today)[unit_id]
    notify(kind, {transfer.pk: people}, by=actor.user_id, at=actor.now)


def _open(transfer_id: int) -> tuple[Transfer, Kept]:
    """A transfer that nobody has decided, with the chain of its person, by which whatever else happens to
    that person waits. Errors: ValidationError, Transfer.DoesNotExist."""
    kept = lock_chain(Transfer.objects.values_list("person_id", flat=True).get(pk=transfer_id))
    transfer = Transfer.objects.select_related("source", "target").get(pk=transfer_id)
    if transfer.outcome:
        raise ValidationError(_("This transfer is decided already."))
    return transfer, kept


def _close(transfer: Transfer, outcome: Transfer.Outcome, day: date, reason: str = "") -> None:
    transfer.outcome, transfer.decided, transfer.reason = outcome, day, reason
    transfer.save(update_fields=["outcome", "decided", "reason"])
