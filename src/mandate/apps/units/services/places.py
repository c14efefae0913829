"""A unit's place in the tree: moving, closing, reopening, and taking back the last of these."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.units import events
from mandate.apps.units.changes import (
    begin_change,
    clean_document,
    end_known,
    hold_tree,
    parent_unit,
    places_mark,
    refuse_placeless,
    refuse_unsound,
    replace_placement,
)
from mandate.apps.units.models import Placement, Unit
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.places import last_change, places_of
from mandate.apps.units.structure import in_force, lineage
from mandate.apps.units.watchers import Consequences, moment_of, open_times, tell_changed
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.database import spans
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class MoveUnit(Command):
    """A unit under another parent (None: at the top) from a day, by a document. ``seen`` is the `places_mark`
    of when its places were read ("" is not asked)."""

    unit_id: int
    parent_id: int | None
    starts: date
    document: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CloseUnit(Command):
    """A unit closed from a day, by a document."""

    unit_id: int
    ends: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class ReopenUnit(Command):
    """A closed unit open again under a parent (None: at the top) from a day, by a document."""

    unit_id: int
    parent_id: int | None
    starts: date
    document: str = ""


@transaction.atomic
def move_unit(actor: Actor, command: MoveUnit) -> None:
    """Move a unit, with all that lies below it. Changes planned for later days stay as they are.

    For whoever manages both the old parent and the new. Errors by field (starts, parent).
    """
    _hold_place(actor, command.unit_id)
    require(actor, UNITS_MANAGE, command.parent_id)
    begin_change()
    unit, parent = _unit(command.unit_id), parent_unit(command.parent_id)
    if command.seen and command.seen != places_mark(unit.pk):
        raise ValidationError(
            _("Somebody else has moved or closed this unit meanwhile. Look where it is now.")
        )
    now = _place_on(unit, command.starts)
    if now is None:
        raise ValidationError({"starts": _("The unit is not open on that day.")})
    if now.parent == parent:
        raise ValidationError({"parent": _("The unit is there already on that day.")})
    if parent == unit:
        raise ValidationError({"parent": _("A unit cannot lie under itself.")})
    before, until, document = now.parent, now.ends, clean_document(command.document)
    touched = [now.parent_id, command.parent_id]
    moment = moment_of(actor)
    if now.starts == command.starts:
        end_known([now.pk], moment)
    else:
        replace_placement(now, moment, ends=command.starts)
    Placement.objects.create(
        unit=unit, parent=parent, starts=command.starts, ends=until, document=document, known_from=moment
    )
    refuse_unsound(command.starts, until, "parent")
    event = events.UnitMoved(
        unit=unit.code,
        before=before.code if before else "",
        after=parent.code if parent else "",
        starts=command.starts.isoformat(),
        document=document,
    )
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk), touched=touched)


@transaction.atomic
def close_unit(actor: Actor, command: CloseUnit) -> Consequences:
    """Close a unit, which excuses reports: those, not yet submitted, of periods that begin on that day or
    later. Roles granted on it stay, and hold where it is still seen: in the past. Errors by field
    (ends): units below that are open then, changes planned for later."""
    _hold_place(actor, command.unit_id)
    begin_change()
    unit = _unit(command.unit_id)
    now = _place_on(unit, command.ends - timedelta(days=1))
    if now is None or now.ends == command.ends:
        raise ValidationError({"ends": _not_open(unit, command.ends)})
    if unit.placements.filter(starts__gte=command.ends).exists():
        raise ValidationError(
            {"ends": _("A change of this unit is planned for a later day: take it back first.")}
        )
    below = unit.placements_below.filter(spans.lasts(command.ends))
    count = below.values("unit_id").distinct().count()
    if count:
        sentence = ngettext(
            "%(count)s unit below is open on that day or later: move or close it first.",
            "%(count)s units below are open on that day or later: move or close them first.",
            count,
        )
        raise ValidationError({"ends": sentence % {"count": count}})
    document = clean_document(command.document)
    before, moment = open_times([unit.pk]), moment_of(actor)
    replace_placement(now, moment, ends=command.ends)
    done = tell_changed(actor, moment, before)
    event = events.UnitClosed(
        unit=unit.code,
        ends=command.ends.isoformat(),
        document=document,
        excused=done.excused,
    )
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk))
    return done


@transaction.atomic
def reopen_unit(actor: Actor, command: ReopenUnit) -> Consequences:
    """Open a closed unit again, from a day on or after its closing. Reports that the closing excused, of
    periods that begin on that day or later, are expected again. Errors by field (starts, parent)."""
    _hold_place(actor, command.unit_id)
    require(actor, UNITS_MANAGE, command.parent_id)
    touched = [parent_today(actor, command.unit_id), command.parent_id]  # a change begun reads no structure
    begin_change()
    unit, parent = _unit(command.unit_id), parent_unit(command.parent_id)
    if unit.placements.filter(spans.lasts(command.starts)).exists():
        raise ValidationError({"starts": _("The unit is open on that day or later.")})
    if parent == unit:
        raise ValidationError({"parent": _("A unit cannot lie under itself.")})
    document, before, moment = clean_document(command.document), open_times([unit.pk]), moment_of(actor)
    Placement.objects.create(
        unit=unit, parent=parent, starts=command.starts, document=document, known_from=moment
    )
    refuse_unsound(command.starts, None, "parent")
    done = tell_changed(actor, moment, before)
    event = events.UnitReopened(
        unit=unit.code,
        parent=parent.code if parent else "",
        starts=command.starts.isoformat(),
        document=document,
        again=done.again,
    )
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk), touched=touched)
    return done


@dataclass(frozen=True, slots=True)
class UndoPlace(Command):
    """Take back the last change of a unit's place; with ``place`` only if it is the one that was seen
    (`LastChange`)."""

    unit_id: int
    place: int | None = None


@transaction.atomic
def undo_place(actor: Actor, command: UndoPlace) -> Consequences:
    """Take back the last move, closing or reopening, as if it had never been: what a closing excused is
    expected again, and excused again where a reopening is taken back. A move is taken back by whoever could
    move it back: from where it went, to where it was. Errors: ValidationError."""
    hold_tree()
    touched = _require_undoing(actor, command.unit_id)
    begin_change()
    unit = _unit(command.unit_id)
    places = places_of(command.unit_id)
    change = last_change(places)
    if change is None:
        raise ValidationError(_("There is no move, closing or reopening to take back."))
    if command.place not in (None, change.place):
        raise ValidationError(
            _("This was changed again meanwhile, so nothing is taken back. Look at what is there now.")
        )
    last, moment, before = places[-1], moment_of(actor), open_times([unit.pk])
    if change.change == "closed":
        replace_placement(last, moment, ends=None)
    else:
        end_known([last.pk], moment)
    if change.change == "moved":
        replace_placement(places[-2], moment, ends=None)
    refuse_placeless([unit.pk])
    try:
        refuse_unsound(change.day, None, "unit")
    except ValidationError as error:
        raise ValidationError(error.messages) from None
    done = tell_changed(actor, moment, before)
    event = events.PlacementUndone(
        unit=unit.code,
        change=change.change,
        day=change.day.isoformat(),
        excused=done.excused,
        again=done.again,
    )
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk), touched=touched)
    return done


def require_place(actor: Actor, unit_id: int) -> None:
    """A unit's place is decided above it: by whoever manages its parent, or for a root the organisation."""
    require(actor, UNITS_MANAGE, parent_today(actor, unit_id))


def _hold_place(actor: Actor, unit_id: int) -> None:
    """The right asked where the unit stands once nobody else can move it."""
    hold_tree()
    require_place(actor, unit_id)


def _require_undoing(actor: Actor, unit_id: int) -> frozenset[int | None]:
    """The right of all between whom the last change of a unit's place is taken back; these."""
    between = undone_between(actor, unit_id)
    for parent_id in between:
        require(actor, UNITS_MANAGE, parent_id)
    return between


def undone_between(actor: Actor, unit_id: int) -> frozenset[int | None]:
    """The ids of the units (None: the top) whose managers take back the last change of a unit's place."""
    places = places_of(unit_id)
    change = last_change(places)
    found = {parent_today(actor, unit_id), *(place.parent_id for place in places[-1:])}
    if change is not None and change.change == "moved":
        found.add(places[-2].parent_id)
    return frozenset(found)


def parent_today(actor: Actor, unit_id: int) -> int | None:
    """The id of the unit above today, or when the unit was last open; None for a root."""
    above = lineage(unit_id, actor.today)[:-1]
    return above[-1] if above else None


def _not_open(unit: Unit, day: date) -> str:
    """Why it cannot be closed from a day: it moves or opens on it, is not open on the day before, or closed
    already."""
    begun = unit.placements.filter(starts=day).first()
    if begun is not None and unit.placements.filter(ends=day).exists():
        return _("The unit moves on that day: take the move back first, or close it from a later day.")
    if begun is not None:
        return _("The unit opens on that day: close it from a later day.")
    closed = unit.placements.filter(ends__lte=day).order_by("ends").last()
    if closed is None or closed.ends is None or unit.placements.filter(starts__gte=closed.ends).exists():
        return _("The unit is not open then.")
    return _("The unit is closed from %(day)s already. To close it later, take that back first.") % {
        "day": date_long(closed.ends, current())
    }


def _unit(unit_id: int) -> Unit:
    return Unit.objects.get(pk=unit_id)


def _place_on(unit: Unit, day: date) -> Placement | None:
    return unit.placements.filter(in_force(day)).select_related("parent").first()
