"""What the journal says of the addresses of calendars: for their people, and the administrators of all their
units. The secret is in none of it."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.journal.events import Event, Text


class CalendarEvent(Event):
    """What a person does with the address of their calendar."""

    part: ClassVar[Text] = gettext_lazy("Calendar")
    audience: ClassVar[str] = "access.manage"
    personal: ClassVar[bool] = True


@dataclass(frozen=True)
class AddressMade(CalendarEvent):
    """From now on a program can read it without signing in."""

    code: ClassVar[str] = "calendar.address_made"
    label: ClassVar[Text] = gettext_lazy("a calendar address made")
    renewed: bool

    def sentence(self) -> str:
        """For people."""
        if self.renewed:
            return _("Made a new calendar address; the one before no longer works")
        return _("Made a calendar address")


@dataclass(frozen=True)
class AddressRemoved(CalendarEvent):
    """No program reads it any more."""

    code: ClassVar[str] = "calendar.address_removed"
    label: ClassVar[Text] = gettext_lazy("a calendar address removed")

    def sentence(self) -> str:
        """For people."""
        return _("Removed the calendar address")
