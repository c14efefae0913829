"""Units and their kinds: opening, names, kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.units import events
from mandate.apps.units.changes import (
    CODE,
    CODE_LENGTH,
    begin_change,
    clean_document,
    clean_names,
    parent_unit,
    refuse_unsound,
    set_keys,
)
from mandate.apps.units.kinds import new_kind
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.watchers import moment_of
from mandate.core.codes import CodeOffers, unit_code
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.database.codes import fault_of_new, row_called
from mandate.platform.i18n.problems import with_offer
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class CreateUnit(Command):
    """A new unit under a parent (None: at the top), from a day (None: since always), by a document.

    ``kind`` is a code; a kind that is not there yet is made. ``names`` are {language: text}.
    """

    code: str
    kind: str
    names: Mapping[str, str]
    parent_id: int | None
    starts: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class RenameUnit(Command):
    """All names of a unit; a language that is left out or empty loses its name."""

    unit_id: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeKind(Command):
    """A unit as one of another kind, by its code."""

    unit_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class SaveKind(Command):
    """A kind of unit, new or known by its code, with its names and plurals."""

    code: str
    names: Mapping[str, str]
    plurals: Mapping[str, str]


@transaction.atomic
def create_unit(actor: Actor, command: CreateUnit) -> Unit:
    """Open a unit for the first time. Errors: ValidationError by field (code, kind, names, parent)."""
    require(actor, UNITS_MANAGE, command.parent_id)
    begin_change()
    code = command.code
    if not CODE.fullmatch(code) or len(code) > CODE_LENGTH:
        raise ValidationError({"code": _code_rule(code, Unit.objects.values_list("code", flat=True))})
    if Unit.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a unit with this code already.")})
    if fault := fault_of_new(Unit.objects.all(), code):
        raise ValidationError({"code": fault})
    parent, document = parent_unit(command.parent_id), clean_document(command.document)
    unit = Unit(code=code, kind=_kind(command.kind), names=clean_names(command.names))
    set_keys(unit)
    unit.save()
    Placement.objects.create(
        unit=unit,
        parent=parent,
        starts=command.starts,
        document=document,
        known_from=moment_of(actor),
    )
    refuse_unsound(command.starts, None, "starts")
    event = events.UnitCreated(
        unit=unit.code,
        names=unit.names,
        kind=unit.kind.code,
        parent=parent.code if parent else "",
        starts=command.starts.isoformat() if command.starts else "",
        document=document,
    )
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk))
    return unit


@transaction.atomic
def rename_unit(actor: Actor, command: RenameUnit) -> None:
    """Give a unit its names. Errors: ValidationError by field (names)."""
    require(actor, UNITS_MANAGE, command.unit_id)
    begin_change()
    unit = Unit.objects.get(pk=command.unit_id)
    before, unit.names = unit.names, clean_names(command.names)
    if before == unit.names:
        return
    set_keys(unit)
    unit.save(update_fields=["names", "search_key", "sort_keys"])
    event = events.UnitRenamed(unit=unit.code, before=before, after=unit.names)
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk))


@transaction.atomic
def change_kind(actor: Actor, command: ChangeKind) -> None:
    """Make a unit one of another kind. Forms that were opened before keep whom they expected."""
    require(actor, UNITS_MANAGE, command.unit_id)
    begin_change()
    unit = Unit.objects.select_related("kind").get(pk=command.unit_id)
    before, unit.kind = unit.kind, _kind(command.kind)
    if before == unit.kind:
        return
    unit.save(update_fields=["kind"])
    event = events.UnitKindChanged(unit=unit.code, before=before.code, after=unit.kind.code)
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk))


@transaction.atomic
def save_kind(actor: Actor, command: SaveKind) -> UnitKind:
    """Make a kind of unit or give it its names, for the whole organisation. Errors by field (code, names,
    plurals)."""
    require(actor, UNITS_MANAGE)
    begin_change()
    kinds = UnitKind.objects.all()
    if not kinds.filter(code=command.code).exists() and (fault := fault_of_new(kinds, command.code)):
        raise ValidationError({"code": fault})
    kind = _kind(command.code, "code")
    before = {"names": kind.names, "plurals": kind.plurals}
    kind.names = clean_names(command.names)
    kind.plurals = clean_names(command.plurals, "plurals")
    after = {"names": kind.names, "plurals": kind.plurals}
    if before != after:
        kind.save()
        record(actor, events.KindChanged(kind.code, before, after), subject=("kind", kind.pk))
    return kind


def _kind(code: str, field: str = "kind") -> UnitKind:
    """The kind of a code, made if there is none that looks so. An error stands at the field."""
    kind = row_called(UnitKind.objects.all(), code)
    if kind is not None:
        return kind
    if fault := fault_of_new(UnitKind.objects.all(), code):
        raise ValidationError({field: fault})
    if not CODE.fullmatch(code) or len(code) > CODE_LENGTH:
        raise ValidationError({field: _code_rule(code, UnitKind.objects.values_list("code", flat=True))})
    kind = new_kind(code)
    kind.save()
    return kind


def _code_rule(code: str, taken: Iterable[str]) -> str:
    rule = _("A code has at most %(count)s letters, digits, points, colons, hyphens or underscores.") % {
        "count": CODE_LENGTH
    }
    return with_offer(rule, CodeOffers(taken, unit_code, CODE_LENGTH).offer(code))
