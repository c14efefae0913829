"""What the journal says of financial years and terms."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.journal.events import Event, Text


class CalendarEvent(Event):
    """What is done to the calendar."""

    part: ClassVar[Text] = gettext_lazy("Financial years and terms")
    audience: ClassVar[str] = "calendar.view"


@dataclass(frozen=True)
class PeriodNamed(CalendarEvent):
    """A new financial year or term; the days are ISO dates and both belong to it."""

    code: ClassVar[str] = "calendar.named"
    label: ClassVar[Text] = gettext_lazy("a financial year or term named")
    period: str
    first: str
    last: str
    names: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Named the period %(period)s: %(first)s to %(last)s") % {
            "period": self.period,
            "first": self.first,
            "last": self.last,
        }


@dataclass(frozen=True)
class PeriodRenamed(CalendarEvent):
    """Other words for a financial year or term."""

    code: ClassVar[str] = "calendar.renamed"
    label: ClassVar[Text] = gettext_lazy("a financial year or term renamed")
    period: str
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the name of the period %(period)s") % {"period": self.period}


@dataclass(frozen=True)
class PeriodUnnamed(CalendarEvent):
    """A financial year or term that nothing used is gone."""

    code: ClassVar[str] = "calendar.unnamed"
    label: ClassVar[Text] = gettext_lazy("a financial year or term removed")
    period: str
    first: str
    last: str
    names: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Removed the period %(period)s") % {"period": self.period}
