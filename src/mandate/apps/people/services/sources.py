"""The organisation's own list of the sources from which members come: made, named, put into order, offered no
more, and removed where nobody came from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people import application_events as events
from mandate.apps.people.models import SOURCE_CODE_LENGTH, SOURCE_NAME_LENGTH, MemberSource
from mandate.apps.people.permissions import SOURCES_MANAGE
from mandate.core.command import Command
from mandate.core.text import kept_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.database.codes import fault_of_new
from mandate.platform.journal.record import record

__all__ = ["SOURCE_CODE_LENGTH", "SOURCE_NAME_LENGTH"]  # for forms

MOST_POSITION = 9999
_CODE = re.compile("[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class SaveSource(Command):
    """A source, ``new`` or one that is there; its place in the order, and whether it is offered."""

    code: str
    names: Mapping[str, str]
    position: int
    offered: bool = True
    new: bool = False


@dataclass(frozen=True, slots=True)
class RemoveSource(Command):
    """A source from which nobody came."""

    code: str


@transaction.atomic
def save_source(actor: Actor, command: SaveSource) -> MemberSource:
    """Make or change a source. Errors: ValidationError by field (code, names, position)."""
    require(actor, SOURCES_MANAGE)
    names, errors = kept_names(command.names), {}
    if not names:
        errors["names"] = _("Write a name in one language at least.")
    if any(len(name) > SOURCE_NAME_LENGTH for name in names.values()):
        errors["names"] = _("This is too long.")
    if not 0 <= command.position <= MOST_POSITION:
        told = {"first": 0, "most": MOST_POSITION}
        errors["position"] = _("Write a number from %(first)s to %(most)s.") % told
    if command.new and (fault := _fault(command.code)):
        errors["code"] = fault
    if errors:
        raise ValidationError(errors)
    row = MemberSource(code=command.code) if command.new else _locked(command.code)
    row.names, row.position, row.offered = names, command.position, command.offered
    row.save()
    record(actor, events.SourceSaved(row.code, names, row.offered), subject=("source", row.pk))
    return row


@transaction.atomic
def remove_source(actor: Actor, command: RemoveSource) -> None:
    """Remove a source. Errors: ValidationError, where somebody came from it."""
    require(actor, SOURCES_MANAGE)
    row = _locked(command.code)
    if row.memberships.exists() or row.applications.exists():
        raise ValidationError(_("Somebody came from this source, so it stays; it need not be offered."))
    record(actor, events.SourceRemoved(row.code, row.names), subject=("source", row.pk))
    row.delete()


def source_called(code: str, now: MemberSource | None = None) -> MemberSource | None:
    """The source of a code, None for none; one that is not offered any more only where it stands ``now``.
    Errors: ValidationError (source)."""
    if not code:
        return None
    row = MemberSource.objects.filter(code=code).first()
    if row is None or not (row.offered or row == now):
        raise ValidationError({"source": _("There is no such source.")})
    return row


def _locked(code: str) -> MemberSource:
    return MemberSource.objects.select_for_update().get(code=code)


def _fault(code: str) -> str | None:
    """What is wrong with the code of a new source."""
    if not _CODE.fullmatch(code) or len(code) > SOURCE_CODE_LENGTH:
        told = {"count": SOURCE_CODE_LENGTH}
        return _("A code has at most %(count)s small letters, digits or underscores.") % told
    if MemberSource.objects.filter(code=code).exists():
        return _("There is a source of this code already.")
    return fault_of_new(MemberSource.objects.all(), code)
