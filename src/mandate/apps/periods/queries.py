"""Every read of the organisation's calendar."""

from dataclasses import dataclass
from functools import lru_cache

from mandate.apps.periods.models import CalendarVersion, NamedPeriod
from mandate.apps.periods.permissions import CALENDAR_MANAGE
from mandate.core.calendar import Calendar, Named
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The named periods, the newest first."""

    periods: tuple[Period, ...]
    may_manage: bool


def calendar() -> Calendar:
    """The calendar in force: one small query while it is unchanged, two otherwise."""
    return _calendar(CalendarVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0)


@lru_cache(maxsize=4)
def _calendar(_version: int) -> Calendar:
    rows = NamedPeriod.objects.values_list("code", "first", "last", "names")
    return Calendar.of(Named(*row) for row in rows)


def calendar_page(actor: Actor) -> CalendarPage:
    """All named periods."""
    found = calendar()
    shown = visible(actor, NamedPeriod.objects.all())
    periods = tuple(found.parse(code) for code in shown.values_list("code", flat=True))
    return CalendarPage(periods, can(actor, CALENDAR_MANAGE))
