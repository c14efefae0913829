"""Asking that what is kept about oneself be put right, and answering it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import events
from mandate.apps.people.models import REASON_LENGTH, WORDS_LENGTH, Correction
from mandate.apps.people.notices import CORRECTION_ANSWERED, CORRECTION_ASKED
from mandate.apps.people.permissions import MEMBERS_MANAGE, MEMBERS_VIEW
from mandate.apps.people.queries.corrections import answerers
from mandate.apps.people.services.chains import Kept, lock_chain
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.notices.services import notify

OPEN_AT_MOST = 5  # of one person: more of them nobody would read with care


@dataclass(frozen=True, slots=True)
class AskCorrection(Command):
    """Ask that something about oneself be put right: what, and in words how."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerCorrection(Command):
    """Say that it is put right, or why it is left as it is."""

    correction_id: int
    outcome: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class TakeCorrectionBack(Command):
    """Take back what oneself asked."""

    correction_id: int


@transaction.atomic
def ask_correction(actor: Actor, command: AskCorrection) -> Correction:
    """For whoever is or was a member; those who keep the list of their unit are told, but never the person
    themself. Errors: ValidationError by field (about, words)."""
    kept = _own_chain(actor)
    errors = {}
    if command.about not in Correction.About:
        errors["about"] = _("Say what is wrong.")
    if not command.words:
        errors["words"] = _("Write what is wrong and what should stand there.")
    elif len(command.words) > WORDS_LENGTH:
        errors["words"] = _("This is too long.")
    if errors:
        raise ValidationError(errors)
    if kept.person.corrections.filter(outcome="").count() >= OPEN_AT_MOST:
        raise ValidationError(_("Several requests of yours still wait for an answer. Take one back first."))
    asked = Correction.objects.create(
        person=kept.person, about=command.about, words=command.words, asked_at=actor.now
    )
    _tell(actor, events.CorrectionAsked(Person(kept.person.pk), command.about), kept)
    notify(CORRECTION_ASKED, {asked.pk: answerers(kept.person.pk, actor)}, by=actor.user_id, at=actor.now)
    return asked


@transaction.atomic
def answer_correction(actor: Actor, command: AnswerCorrection) -> None:
    """For whoever keeps the list of the person's unit, but not the person themself. Errors: ValidationError
    by field (outcome, answer)."""
    asked, kept = _open(command.correction_id)
    require(actor, MEMBERS_MANAGE, kept.unit_id)
    if asked.person_id == actor.user_id:
        raise ValidationError(_("Nobody answers their own request; somebody else keeps the list, too."))
    if command.outcome not in (Correction.Outcome.DONE, Correction.Outcome.KEPT):
        raise ValidationError({"outcome": _("Say what became of it.")})
    if command.outcome == Correction.Outcome.KEPT and not command.answer:
        raise ValidationError({"answer": _("Write why it is left as it is.")})
    if len(command.answer) > REASON_LENGTH:
        raise ValidationError({"answer": _("This is too long.")})
    asked.answered_by_id, asked.answer = actor.user_id, command.answer
    _close(actor, asked, command.outcome)
    _tell(actor, events.CorrectionAnswered(Person(kept.person.pk), asked.about, asked.outcome), kept)
    notify(CORRECTION_ANSWERED, {asked.pk: [asked.person_id]}, by=actor.user_id, at=actor.now)


@transaction.atomic
def take_correction_back(actor: Actor, command: TakeCorrectionBack) -> None:
    """For whoever asked, also where their membership was taken back since. Errors: ValidationError where
    somebody answered meanwhile."""
    asked, kept = _open(command.correction_id)
    if asked.person_id != actor.user_id:
        raise Forbidden(MEMBERS_VIEW)
    _close(actor, asked, Correction.Outcome.TAKEN_BACK)
    _tell(actor, events.CorrectionAnswered(Person(kept.person.pk), asked.about, asked.outcome), kept)


def _own_chain(actor: Actor) -> Kept:
    """Raises Forbidden of somebody who never was a member: nobody keeps anything of theirs in a list."""
    if actor.console:
        raise ValidationError(_("You are on no list of members."))
    kept = lock_chain(actor.user_id) if actor.user_id is not None else None
    if kept is None or not kept.rows:
        raise Forbidden(MEMBERS_VIEW)
    return kept


def _open(correction_id: int) -> tuple[Correction, Kept]:
    """A request that nobody has answered, by whose person others wait. Errors: ValidationError,
    Correction.DoesNotExist."""
    kept = lock_chain(Correction.objects.values_list("person_id", flat=True).get(pk=correction_id))
    asked = Correction.objects.get(pk=correction_id)
    if asked.outcome:
        raise ValidationError(_("This request is answered or taken back already."))
    return asked, kept


def _close(actor: Actor, asked: Correction, outcome: str) -> None:
    asked.outcome, asked.answered_at = outcome, actor.now
    asked.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])


def _tell(actor: Actor, event: events.CorrectionEvent, kept: Kept) -> None:
    record(actor, event, unit_id=kept.unit_id, subject=("user", kept.person.pk))
