"""Every write to the organisation's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from mandate.apps.periods import events
from mandate.apps.periods.models import CalendarVersion, NamedPeriod
from mandate.apps.periods.permissions import CALENDAR_MANAGE
from mandate.apps.periods.uses import is_used
from mandate.core.calendar import CalendarError, Named, check, check_beside
from mandate.core.command import Command
from mandate.core.text import kept_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import sentence
from mandate.platform.journal.record import record

NAME_LENGTH = 100
#: Where an error of the calendar belongs; the others belong to the first day.
FIELDS = {
    "code": "code",
    "plain_code": "code",
    "taken": "code",
    "alike": "code",
    "backwards": "last",
    "not_last": "last",
}


@dataclass(frozen=True, slots=True)
class AddPeriod(Command):
    """A financial year or term; both days belong to it. ``names`` are {language: text}."""

    code: str
    first: date
    last: date
    names: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_period(actor: Actor, command: AddPeriod) -> NamedPeriod:
    """Name a period. Naming it again with the same days changes its words only. Errors by field (code,
    first, last, names)."""
    require(actor, CALENDAR_MANAGE)
    begin_change()
    names = kept_names(command.names)
    if any(len(text) > NAME_LENGTH for text in names.values()):
        raise ValidationError({"names": _("At most %(limit)s characters.") % {"limit": NAME_LENGTH}})
    wanted = Named(command.code, command.first, command.last, names)
    try:
        check_beside(wanted, named_periods())
        check(wanted)
    except CalendarError as error:
        raise ValidationError({FIELDS.get(error.code, "first"): sentence(error)}) from error
    return name_period(actor, wanted)


def name_period(actor: Actor, wanted: Named) -> NamedPeriod:
    """Write a period that was checked beside the others (:func:`begin_change`); one that there is gets its
    words, if there are any."""
    found = NamedPeriod.objects.filter(code=wanted.code).first()
    names = dict(wanted.names)
    if found is None:
        made = NamedPeriod.objects.create(code=wanted.code, first=wanted.first, last=wanted.last, names=names)
        _draw_version()
        event = events.PeriodNamed(made.code, made.first.isoformat(), made.last.isoformat(), names)
        record(actor, event, subject=("period", made.pk))
        return made
    if names and names != found.names:
        before, found.names = found.names, names
        found.save()
        _draw_version()
        record(actor, events.PeriodRenamed(found.code, before, names), subject=("period", found.pk))
    return found


def named_periods() -> list[Named]:
    """All named periods as they are kept."""
    return [Named(*row) for row in NamedPeriod.objects.values_list("code", "first", "last", "names")]


@dataclass(frozen=True, slots=True)
class RemovePeriod(Command):
    """Take the name of a period away, by its code."""

    code: str


@transaction.atomic
def remove_period(actor: Actor, command: RemovePeriod) -> None:
    """Take a named period away that nothing stands under; taking it away twice takes it away once. Raises
    ValidationError."""
    require(actor, CALENDAR_MANAGE)
    begin_change()
    found = NamedPeriod.objects.filter(code=command.code).first()
    if found is None:
        return
    if is_used(command.code):
        raise ValidationError(_("Reports, targets or reviews stand under %(code)s.") % {"code": command.code})
    event = events.PeriodUnnamed(command.code, found.first.isoformat(), found.last.isoformat(), found.names)
    record(actor, event, subject=("period", found.pk))
    found.delete()
    _draw_version()


def begin_change() -> None:
    """Whoever changes the calendar waits for whoever does, until the transaction ends."""
    CalendarVersion.objects.select_for_update().get(pk=1)


def _draw_version() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE periods_calendarversion SET number = nextval('periods_calendar_version') WHERE id = 1"
        )
