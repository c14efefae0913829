"""What the journal says of a circle, to those in it."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.circles.permissions import CIRCLES_HEAR
from mandate.platform.journal.events import Event, Text


class CircleEvent(Event):
    """Who may see a confidential matter. Open pages of the person are brought up to it."""

    part: ClassVar[Text] = gettext_lazy("Circles")
    audience: ClassVar[str] = CIRCLES_HEAR
    rights: ClassVar[bool] = True


@dataclass(frozen=True)
class BroughtIn(CircleEvent):
    """The person to whom it was done sees the matter from now on."""

    code: ClassVar[str] = "circles.brought_in"
    label: ClassVar[Text] = gettext_lazy("a person brought into a circle")

    def sentence(self) -> str:
        """For people."""
        return _("Brought a person into the circle of a confidential matter")


@dataclass(frozen=True)
class LetGo(CircleEvent):
    """The person to whom it was done no longer sees the matter."""

    code: ClassVar[str] = "circles.let_go"
    label: ClassVar[Text] = gettext_lazy("a person let go from a circle")

    def sentence(self) -> str:
        """For people."""
        return _("Let a person go from the circle of a confidential matter")
