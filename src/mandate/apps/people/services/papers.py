"""Documents of an application: attached, taken away, and put back."""

from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import application_events as events
from mandate.apps.people.models import Application, ApplicationPaper
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.services.cases import Locked, lock_application
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require, visible
from mandate.platform.files import services as files
from mandate.platform.files.bounds import bounds
from mandate.platform.files.looking.look import Looked, look
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.words import refusal
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class AttachToApplication(Command):
    """A file as somebody sent it, with the name that it had there."""

    application_id: int
    name: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class PaperOfApplication(Command):
    """A document that is taken away, or put back."""

    application_id: int
    document_id: int


def attach_to_application(actor: Actor, command: AttachToApplication) -> ApplicationPaper:
    """Attach a file. Errors: ValidationError (file); Application.DoesNotExist."""
    # Of strangers no file is read; the right is asked again of the locked row.
    visible(actor, Application.objects.all(), MEMBERS_MANAGE).get(pk=command.application_id)
    try:
        looked = look(command.name, command.file, bounds().file)
        return _attach(actor, command.application_id, looked)
    except FileRefusedError as error:
        raise refusal(error) from error


@transaction.atomic
def _attach(actor: Actor, application_id: int, looked: Looked) -> ApplicationPaper:
    locked = _locked(actor, application_id)
    paper, new = files.attach(actor, _subject(locked), looked)
    if new:
        _tell(actor, locked, events.PaperAttached(Person(locked.applicant), paper.name))
    return ApplicationPaper.objects.get(pk=paper.pk)


@transaction.atomic
def take_from_application(actor: Actor, command: PaperOfApplication) -> str:
    """Take a document away; its name, empty where it is gone already. Errors: Application.DoesNotExist."""
    locked = _locked(actor, command.application_id)
    taken = files.take_away(actor, _subject(locked), command.document_id)
    if taken is None:
        return ""
    _tell(actor, locked, events.PaperTaken(Person(locked.applicant), taken.name))
    return taken.name


@transaction.atomic
def put_back_to_application(actor: Actor, command: PaperOfApplication) -> str:
    """Put a document back; its name. Errors: ValidationError where it is let go already."""
    locked = _locked(actor, command.application_id)
    try:
        back = files.put_back(actor, _subject(locked), command.document_id)
    except FileRefusedError as error:
        raise refusal(error) from error
    if back is None:
        raise ValidationError(_("This document is not here any more; attach it again."))
    _tell(actor, locked, events.PaperPutBack(Person(locked.applicant), back.name))
    return back.name


def _locked(actor: Actor, application_id: int) -> Locked:
    locked = lock_application(actor, application_id)
    require(actor, MEMBERS_MANAGE, locked.row.unit_id)
    return locked


def _subject(locked: Locked) -> files.Subject:
    return files.Subject(ApplicationPaper.SUBJECT, locked.row.pk, locked.row.unit_id)


def _tell(actor: Actor, locked: Locked, event: events.PaperEvent) -> None:
    record(actor, event, unit_id=locked.row.unit_id, subject=("application", locked.row.pk))
