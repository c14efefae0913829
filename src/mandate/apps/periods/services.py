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
from mandate.core.calendar import CalendarError, Named, check
from mandate.core.command import Command
from mandate.core.text import kept_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import sentence
from mandate.platform.journal.record import record

NAME_LENGTH = 100
_FIELDS = {"code": "code", "plain_code": "code", "backwards": "last", "not_last": "last"}


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
    _alone()
    code, names = command.code, _names(command.names)
    found = NamedPeriod.objects.filter(code=code).first()
    if found is not None:
        return _rename(actor, found, command, names)
    try:
        check(Named(code, command.first, command.last))
    except CalendarError as error:
        raise ValidationError({_FIELDS.get(error.code, "first"): sentence(error)}) from error
    same = NamedPeriod.objects.filter(first=command.first, last=command.last).first()
    if same is not None:
        raise ValidationError({"first": _("These days are called %(code)s already.") % {"code": same.code}})
    made = NamedPeriod.objects.create(code=code, first=command.first, last=command.last, names=names)
    _draw_version()
    event = events.PeriodNamed(code, command.first.isoformat(), command.last.isoformat(), names)
    record(actor, event, subject=("period", made.pk))
    return made


@transaction.atomic
def remove_period(actor: Actor, code: str) -> None:
    """Take a named period away that nothing stands under; taking it away twice takes it away once. Raises
    ValidationError."""
    require(actor, CALENDAR_MANAGE)
    _alone()
    found = NamedPeriod.objects.filter(code=code).first()
    if found is None:
        return
    if is_used(code):
        raise ValidationError(_("Reports, targets or reviews stand under %(code)s.") % {"code": code})
    event = events.PeriodUnnamed(code, found.first.isoformat(), found.last.isoformat(), found.names)
    record(actor, event, subject=("period", found.pk))
    found.delete()
    _draw_version()


def _rename(actor: Actor, found: NamedPeriod, command: AddPeriod, names: dict[str, str]) -> NamedPeriod:
    if (found.first, found.last) != (command.first, command.last):
        told = {"code": found.code, "first": found.first.isoformat(), "last": found.last.isoformat()}
        raise ValidationError({"code": _("%(code)s is taken already: %(first)s to %(last)s.") % told})
    if names and names != found.names:
        before, found.names = found.names, names
        found.save()
        _draw_version()
        record(actor, events.PeriodRenamed(found.code, before, names), subject=("period", found.pk))
    return found


def _names(given: Mapping[str, str]) -> dict[str, str]:
    names = kept_names(given)
    if any(len(text) > NAME_LENGTH for text in names.values()):
        raise ValidationError({"names": _("At most %(limit)s characters.") % {"limit": NAME_LENGTH}})
    return names


def _alone() -> None:
    """Whoever changes the calendar waits for whoever does, until the transaction ends."""
    CalendarVersion.objects.select_for_update().get(pk=1)


def _draw_version() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE periods_calendarversion SET number = nextval('periods_calendar_version') WHERE id = 1"
        )
