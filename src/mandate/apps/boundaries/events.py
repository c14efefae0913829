"""What the journal says of boundaries."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy, ngettext

from mandate.platform.journal.events import Event, Text


@dataclass(frozen=True)
class BoundariesImported(Event):
    """Boundaries were read from a file; of ``removed`` units they were taken away."""

    part: ClassVar[Text] = gettext_lazy("Boundaries")
    audience: ClassVar[str] = "boundaries.view"
    code: ClassVar[str] = "boundaries.imported"
    label: ClassVar[Text] = gettext_lazy("boundaries imported")
    touches: ClassVar[bool] = True
    count: int
    removed: int = 0

    def sentence(self) -> str:
        """For people."""
        told = []
        if self.count or not self.removed:
            imported = ngettext("Imported %(count)s boundary", "Imported %(count)s boundaries", self.count)
            told.append(imported % {"count": self.count})
        if self.removed:
            removed = ngettext("Removed %(count)s boundary", "Removed %(count)s boundaries", self.removed)
            told.append(removed % {"count": self.removed})
        return ". ".join(told)
