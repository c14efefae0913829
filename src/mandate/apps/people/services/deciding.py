"""What the level above decides of an application that a unit proposed, and taking the last step back."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.models import DECISION_LENGTH, Application, Membership
from mandate.apps.people.permissions import ADMISSIONS_DECIDE, MEMBERS_MANAGE
from mandate.apps.people.queries.keepers import unit_above
from mandate.apps.people.services.cases import (
    Locked,
    lock_application,
    refuse_wrong,
    take_back,
    told,
    write_step,
)
from mandate.apps.people.services.members import Admit, UndoMembership, begin_membership, undo_membership
from mandate.apps.people.services.telling import tell_step
from mandate.core import admission
from mandate.core.admission import AdmissionError, Case, State, Step
from mandate.core.command import Command
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current

__all__ = ["DECISION_LENGTH"]  # for forms


@dataclass(frozen=True, slots=True)
class AdmitApplicant(Command):
    """Admit an applicant by the decision of a number and a day; they are a member of a kind from ``starts``
    on."""

    application_id: int
    number: str
    day: date
    kind: str
    starts: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class TurnDown(Command):
    """Refuse an application, or return it to the unit, for a reason."""

    application_id: int
    day: date
    note: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class UndoStep(Command):
    """Take back the last step, if it still is the last."""

    application_id: int
    step_id: int


@transaction.atomic
def admit_applicant(actor: Actor, command: AdmitApplicant) -> Membership:
    """Errors: ValidationError by field (number, day, kind, starts, note)."""
    locked, number = _of_the_level_above(actor, command.application_id), one_line(command.number)
    refuse_wrong(actor, command.day, command.note)
    if not number:
        raise ValidationError({"number": _("Write the number of the decision.")})
    case = _decided(actor, locked, Step.ADMITTED, command.day, command.starts)
    row = locked.row
    _sign(actor, row, number, command.day)
    source = row.source.code if row.source else ""
    document = f"{number} ({command.day.isoformat()})"
    said = Admit(row.person_id, row.unit_id, command.kind, command.starts, document, source)
    try:
        begin_membership(actor, said)
    except ValidationError as error:
        raise ValidationError(_at_starts(error.message_dict)) from None
    row.membership = Membership.objects.get(person=row.person_id, ends=None)
    tell_step(actor, row, write_step(actor, locked, case, command.note))
    return row.membership


@transaction.atomic
def refuse_application(actor: Actor, command: TurnDown) -> None:
    """Errors: ValidationError by field (number, day, note)."""
    locked = _of_the_level_above(actor, command.application_id)
    refuse_wrong(actor, command.day, command.note, needed=True)
    case = _decided(actor, locked, Step.REFUSED, command.day)
    _sign(actor, locked.row, one_line(command.number), command.day)
    tell_step(actor, locked.row, write_step(actor, locked, case, command.note))


@transaction.atomic
def return_application(actor: Actor, command: TurnDown) -> None:
    """Give an application back to the unit, which can propose it again. Errors: ValidationError by field
    (day, note)."""
    locked = _of_the_level_above(actor, command.application_id)
    refuse_wrong(actor, command.day, command.note, needed=True)
    case = _decided(actor, locked, Step.RETURNED, command.day)
    tell_step(actor, locked.row, write_step(actor, locked, case, command.note))


@transaction.atomic
def undo_step(actor: Actor, command: UndoStep) -> None:
    """Take back the last step, for whoever may take it; an admission goes with its membership. Errors:
    ValidationError."""
    locked = lock_application(actor, command.application_id)
    row, last = locked.row, locked.steps[-1]
    if last.pk != command.step_id:
        raise ValidationError(
            _("This was changed again meanwhile, so nothing is taken back. Look at what is there now.")
        )
    try:
        before = admission.state(admission.undo(locked.case))
    except AdmissionError as error:
        raise told(error) from None
    by_above = before is State.PROPOSED and Step(last.what) in admission.DECISIONS
    require(actor, ADMISSIONS_DECIDE if by_above else MEMBERS_MANAGE, row.unit_id)
    if row.membership_id is not None:
        undo_membership(actor, UndoMembership(row.person_id, row.membership_id, ended=False))
        return
    if last.what == Step.MOVED.value:
        require(actor, MEMBERS_MANAGE, locked.steps[-2].unit_id)
    take_back(actor, locked)


def _of_the_level_above(actor: Actor, application_id: int) -> Locked:
    locked = lock_application(actor, application_id)
    require(actor, ADMISSIONS_DECIDE, locked.row.unit_id)
    return locked


def _decided(actor: Actor, locked: Locked, step: Step, day: date, starts: date | None = None) -> Case:
    try:
        return admission.decide(locked.case, locked.applicant, step, day, actor.user_id, starts)
    except AdmissionError as error:
        raise told(error) from None


def _sign(actor: Actor, row: Application, number: str, day: date) -> None:
    """The decision with its number: a number of a unit has one date. Errors: ValidationError (number)."""
    if len(number) > DECISION_LENGTH:
        raise ValidationError({"number": _("This is too long.")})
    row.number, row.decided, row.decider_id = number, day, unit_above(row.unit_id, actor.today)
    same = Application.objects.filter(decider=row.decider_id, number__iexact=number).exclude(pk=row.pk)
    other = same.exclude(decided=day).first() if number else None
    if other is not None and other.decided is not None:
        words = _("The decision %(number)s is known here with the date %(day)s; which is right?")
        told_so = {"number": number, "day": date_long(other.decided, current())}
        raise ValidationError({"number": words % told_so})


def _at_starts(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """What a membership says of its day is about the day from which somebody is a member."""
    return {"starts" if field == "day" else field: words for field, words in errors.items()}
