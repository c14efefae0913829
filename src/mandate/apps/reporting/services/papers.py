"""Attaching papers to a report while it is written, and taking them away."""

from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting import paper_events
from mandate.apps.reporting.models import Paper
from mandate.apps.reporting.permissions import PAPERS_ATTACH, PAPERS_REMOVE
from mandate.apps.reporting.queries.visible import report_for
from mandate.apps.reporting.services.reports import LockedReport, lock_report, move
from mandate.core.command import Command
from mandate.core.reportstate import Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.files import services as files
from mandate.platform.files.bounds import bounds
from mandate.platform.files.looking.look import Looked, look
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.words import refusal
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class AttachPaper(Command):
    """A file as somebody sent it, with the name that it had there."""

    report_id: int
    name: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class TakePaper(Command):
    """Take a paper away from the revision that is written."""

    report_id: int
    paper_id: int


@dataclass(frozen=True, slots=True)
class PutPaperBack(Command):
    """Put back what was taken away from the revision that is written."""

    report_id: int
    paper_id: int


@dataclass(frozen=True, slots=True)
class Attached:
    """The paper as it is kept; not ``new``: the same content was there already."""

    paper_id: int
    name: str
    new: bool


def attach_paper(actor: Actor, command: AttachPaper) -> Attached:
    """Attach a file to a report that can be written. Raises ValidationError at ``file`` where the file is not
    taken, and without a field where the report cannot be changed; UnknownReport; Forbidden."""
    report = report_for(actor, command.report_id)
    require(actor, PAPERS_ATTACH, report.unit_id)
    try:
        if there := _there_if_full(actor, command):
            return there
        looked = look(command.name, command.file, bounds().file)
        return _attach(actor, command.report_id, looked)
    except FileRefusedError as error:
        raise refusal(error) from error


@transaction.atomic
def _there_if_full(actor: Actor, command: AttachPaper) -> Attached | None:
    """Looking takes long: where no more can be attached, it is asked first whether the file is there."""
    locked = lock_report(actor, command.report_id, PAPERS_ATTACH)
    move(locked, Step.SAVE)
    there = files.there_if_full(actor, _subject(locked), command.file)
    return Attached(there.pk, there.name, new=False) if there else None


@transaction.atomic
def _attach(actor: Actor, report_id: int, looked: Looked) -> Attached:
    locked = lock_report(actor, report_id, PAPERS_ATTACH)
    move(locked, Step.SAVE)
    paper, new = files.attach(actor, _subject(locked), looked)
    if new:
        _tell(actor, locked, paper_events.PaperAttached, paper.pk, paper.name)
    return Attached(paper.pk, paper.name, new)


@transaction.atomic
def take_paper(actor: Actor, command: TakePaper) -> str:
    """Take a paper away; the revisions before keep it. Its name; empty where it is gone already. Raises
    ValidationError where the report cannot be changed; UnknownReport; Forbidden."""
    locked = lock_report(actor, command.report_id, PAPERS_REMOVE)
    move(locked, Step.SAVE)
    taken = files.take_away(actor, _subject(locked), command.paper_id)
    if taken is None:
        return ""
    _tell(actor, locked, paper_events.PaperTaken, taken.pk, taken.name)
    return taken.name


@transaction.atomic
def put_paper_back(actor: Actor, command: PutPaperBack) -> str:
    """Put a paper back; its name. Raises ValidationError where it is let go already or the report cannot be
    changed; UnknownReport; Forbidden."""
    locked = lock_report(actor, command.report_id, PAPERS_REMOVE)
    move(locked, Step.SAVE)
    try:
        back = files.put_back(actor, _subject(locked), command.paper_id)
    except FileRefusedError as error:
        raise refusal(error) from error
    if back is None:
        raise ValidationError(_("This paper is not here any more; attach it again."), code="gone")
    _tell(actor, locked, paper_events.PaperPutBack, back.pk, back.name)
    return back.name


def _subject(locked: LockedReport) -> files.Subject:
    return files.Subject(Paper.SUBJECT, locked.report.pk, locked.report.unit_id, _number(locked))


def _number(locked: LockedReport) -> int:
    """The revision that is written: a paper alone does not begin a report, but its first revision has it."""
    return locked.newest.number if locked.newest is not None else 1


def _tell(
    actor: Actor, locked: LockedReport, event: type[paper_events.PaperEvent], paper_id: int, name: str
) -> None:
    opened = locked.form_period
    told = event(opened.form.names, opened.period, _number(locked), paper_id, name)
    record(actor, told, unit_id=locked.report.unit_id, subject=("report", locked.report.pk))
