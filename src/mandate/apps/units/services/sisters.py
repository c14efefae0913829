"""Sister organisations: a unit of another tree stands beside one of ours from a day on."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.units import events
from mandate.apps.units.changes import clean_document, hold_tree
from mandate.apps.units.models import SisterLink, Unit
from mandate.apps.units.permissions import UNITS_LINK
from mandate.apps.units.structure import days_of_change, lineages
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.command import Command
from mandate.core.span import Span
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can, require
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class LinkSister(Command):
    """A unit of a sister organisation beside another unit from a day until a day (None: open), by a
    document."""

    sister_id: int
    unit_id: int
    starts: date
    ends: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class EndSister(Command):
    """It stands there no longer from a day; None takes the end back."""

    link_id: int
    ends: date | None
    document: str = ""


@dataclass(frozen=True, slots=True)
class RemoveSister(Command):
    """A link that was a mistake."""

    link_id: int


@transaction.atomic
def link_sister(actor: Actor, command: LinkSister) -> SisterLink:
    """For whoever may link both units. Errors: ValidationError by field (sister, starts, ends)."""
    require(actor, UNITS_LINK, command.unit_id)
    require(actor, UNITS_LINK, command.sister_id)
    hold_tree()
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[command.sister_id, command.unit_id])}
    sister, unit = units[command.sister_id], units[command.unit_id]
    span, document = _span(command.starts, command.ends), clean_document(command.document)
    for one in (sister, unit):
        if not open_on(open_times([one.pk])[one.pk], command.starts):
            name = text_in(one.names)
            raise ValidationError({"starts": _("%(unit)s is not open on that day.") % {"unit": name}})
    _refuse_one_tree(sister, unit, command.starts, command.ends)
    _refuse_second(sister, span)
    link = SisterLink.objects.create(
        sister=sister, unit=unit, starts=command.starts, ends=command.ends, document=document
    )
    event = events.SisterLinked(dict(sister.names), dict(unit.names), command.starts.isoformat(), document)
    _record(actor, link, event)
    return link


@transaction.atomic
def end_sister(actor: Actor, command: EndSister) -> None:
    """End a link, or take its end back. For either side; to take back an end one must be allowed on both.
    Errors: ValidationError (ends)."""
    link = _locked(command.link_id)
    _require_side(actor, link, both=command.ends is None)
    if link.ends == command.ends:
        return
    span = _span(link.starts, command.ends)
    if command.ends is None:
        _refuse_one_tree(link.sister, link.unit, link.starts, None)
        _refuse_second(link.sister, span, link.pk)
    link.ends = command.ends
    link.save(update_fields=["ends"])
    until, document = command.ends.isoformat() if command.ends else "", clean_document(command.document)
    event = events.SisterLinkEnded(dict(link.sister.names), dict(link.unit.names), until, document)
    _record(actor, link, event)


@transaction.atomic
def remove_sister(actor: Actor, command: RemoveSister) -> None:
    """Remove a link that was a mistake: for whoever may make it."""
    link = _locked(command.link_id)
    _require_side(actor, link, both=True)
    _record(actor, link, events.SisterLinkRemoved(dict(link.sister.names), dict(link.unit.names)))
    link.delete()


def _record(actor: Actor, link: SisterLink, event: events.UnitEvent) -> None:
    subject = ("unit", link.unit_id)
    record(actor, event, unit_id=link.unit_id, subject=subject, touched=[link.sister_id])


def _require_side(actor: Actor, link: SisterLink, *, both: bool) -> None:
    sides = [can(actor, UNITS_LINK, one) for one in (link.unit_id, link.sister_id)]
    if not (all(sides) if both else any(sides)):
        raise Forbidden(UNITS_LINK)


def _locked(link_id: int) -> SisterLink:
    """Raises Http404 where somebody has removed it meanwhile."""
    hold_tree()
    rows = SisterLink.objects.select_for_update(of=["self"]).select_related("sister", "unit")
    link = rows.filter(pk=link_id).first()
    if link is None:
        raise Http404(_("There is no such link."))
    return link


def _span(starts: date, ends: date | None) -> Span[date]:
    if ends is not None and ends <= starts:
        raise ValidationError({"ends": _("The end must come after the beginning.")})
    return Span(starts, ends)


def _refuse_second(sister: Unit, span: Span[date], but: int = 0) -> None:
    """One place on a day: whoever links it elsewhere ends the link before first."""
    others = SisterLink.objects.filter(Q(ends__isnull=True) | Q(ends__gt=span.starts), sister=sister)
    if span.ends is not None:
        others = others.filter(starts__lt=span.ends)
    other = others.exclude(pk=but).select_related("unit").order_by("starts").first()
    if other is None:
        return
    words = _("%(sister)s stands beside %(unit)s from %(day)s. End that link first.")
    told = {"sister": text_in(sister.names), "unit": text_in(other.unit.names)}
    day = date_long(other.starts, current())
    raise ValidationError({"sister": words % (told | {"day": day})})


def _refuse_one_tree(sister: Unit, unit: Unit, starts: date, ends: date | None) -> None:
    """On no day of the link may both lie in one tree, whatever moves in between as it is known now."""
    if sister.pk == unit.pk:
        raise ValidationError({"sister": _("A unit cannot stand beside itself.")})
    for day in days_of_change(starts, ends):
        ways = lineages([sister.pk, unit.pk], day)
        if ways[sister.pk][0] == ways[unit.pk][0]:
            words = _("On %(day)s both lie in one tree. A sister organisation has a tree of its own.")
            raise ValidationError({"sister": words % {"day": date_long(day, current())}})
