"""Moving all members of a unit to another at once, as when one closes and goes up in another."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import events
from mandate.apps.people.models import Membership, Transfer
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.rules import Rules, read_rules
from mandate.apps.people.services.applications import move_applications
from mandate.apps.people.services.chains import lock_chain, require_open, told, write_chain
from mandate.apps.people.services.members import refuse_long
from mandate.apps.units.models import Unit
from mandate.core import membership
from mandate.core.command import Command
from mandate.core.membership import MembershipError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.models import User
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class MoveAll(Command):
    """All who are members of a unit belong to another from a day on."""

    source_id: int
    target_id: int
    day: date
    document: str = ""


@transaction.atomic
def move_all(actor: Actor, command: MoveAll) -> int:
    """Move all members, for whoever keeps the lists of both units; how many they were. Whoever is on the way
    to another unit is moved along, and that unit still decides; applications go on there as they stand.
    Errors: ValidationError by field (unit, day, document), with the name of the first whom the day does not
    fit."""
    require(actor, MEMBERS_MANAGE, command.source_id)
    require(actor, MEMBERS_MANAGE, command.target_id)
    refuse_long(command.document)
    if command.source_id == command.target_id:
        raise ValidationError({"unit": _("The members belong to this unit already.")})
    require_open(command.target_id, command.day, "unit")
    people, rules = _locked_members(command.source_id), read_rules()
    for person_id in people:
        _move(person_id, command, rules)
    move_applications(actor, command.source_id, command.target_id, command.day)
    if people:
        source, target = (Unit.objects.get(pk=pk) for pk in (command.source_id, command.target_id))
        event = events.AllMoved(
            source.code,
            source.names,
            target.code,
            target.names,
            len(people),
            command.day.isoformat(),
            command.document,
        )
        record(actor, event, unit_id=target.pk, subject=("unit", target.pk), touched=[source.pk])
    return len(people)


def _locked_members(unit_id: int) -> list[int]:
    """The numbers of a unit's members, whose rows are locked in one order, so that two deeds never wait for
    each other."""
    members = Membership.objects.filter(unit=unit_id, ends=None)
    ids = sorted(members.values_list("person_id", flat=True))
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return sorted(members.values_list("person_id", flat=True))


def _move(person_id: int, command: MoveAll, rules: Rules) -> None:
    kept = lock_chain(person_id)
    try:
        chain = membership.move(kept.chain, command.target_id, command.day)
    except MembershipError as error:
        refusal = told(error, "day", rules)
        words = f"{kept.person.called}: {' '.join(refusal.messages)}"
        raise ValidationError({"day": words}) from None
    write_chain(kept, chain, rules, command.document)
    on_the_way = Transfer.objects.filter(person=kept.person, outcome="")
    on_the_way.exclude(target=command.target_id).update(source=command.target_id)
    on_the_way.filter(target=command.target_id).update(outcome=Transfer.Outcome.RECEIVED, decided=command.day)
