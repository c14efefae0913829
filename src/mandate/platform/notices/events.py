"""What the live messages say of notices; the journal keeps nothing of them."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from mandate.platform.journal.events import Event, Text


@dataclass(frozen=True)
class NoticeCame(Event):
    """Something new is in somebody's inbox. Told to the open pages of that person, and to nobody else."""

    code: ClassVar[str] = "notices.came"
    part: ClassVar[Text] = gettext_lazy("Notices")
    label: ClassVar[Text] = gettext_lazy("a notice came")
    personal: ClassVar[bool] = True
    passing: ClassVar[bool] = True
    quiet: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return capfirst(str(self.label))
