"""What the journal says of financial years and terms."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from mandate.platform.journal.events import Event


@dataclass(frozen=True)
class PeriodNamed(Event):
    """A new financial year or term; the days are ISO dates and both belong to it."""

    code: ClassVar[str] = "calendar.named"
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
class PeriodRenamed(Event):
    """Other words for a financial year or term."""

    code: ClassVar[str] = "calendar.renamed"
    period: str
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the name of the period %(period)s") % {"period": self.period}


@dataclass(frozen=True)
class PeriodUnnamed(Event):
    """A financial year or term that nothing used is gone."""

    code: ClassVar[str] = "calendar.unnamed"
    period: str
    first: str
    last: str
    names: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Removed the period %(period)s") % {"period": self.period}
