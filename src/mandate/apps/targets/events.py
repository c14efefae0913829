"""What the journal says of targets."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.targets.models import Direction
from mandate.platform.journal.events import Event


@dataclass(frozen=True)
class TargetSet(Event):
    """A goal was set or changed; numbers are plain decimal strings."""

    code: ClassVar[str] = "targets.set"
    indicator: str
    period: str
    before: dict[str, str] | None
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Set the target of %(indicator)s for %(period)s: %(direction)s %(goal)s") % {
            "indicator": self.indicator,
            "period": self.period,
            "direction": Direction(self.after["direction"]).label,
            "goal": self.after["goal"],
        }


@dataclass(frozen=True)
class TargetRemoved(Event):
    """A target was taken away."""

    code: ClassVar[str] = "targets.removed"
    indicator: str
    period: str
    before: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Removed the target of %(indicator)s for %(period)s") % {
            "indicator": self.indicator,
            "period": self.period,
        }


@dataclass(frozen=True)
class TargetsImported(Event):
    """Targets were read from a file."""

    code: ClassVar[str] = "targets.imported"
    count: int

    def sentence(self) -> str:
        """For people."""
        return ngettext("Imported %(count)s target", "Imported %(count)s targets", self.count) % {
            "count": self.count
        }
