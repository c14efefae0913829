"""What the journal says of complaints."""

from dataclasses import dataclass
from typing import ClassVar

from mandate.apps.complaints.permissions import COMPLAINTS_VIEW

from mandate.platform.journal.events import Event


class ComplaintEvent(Event):
    """The base."""

    part: ClassVar[str] = "Complaints"
    audience: ClassVar[str] = COMPLAINTS_VIEW


@dataclass(frozen=True)
class Opened(ComplaintEvent):
    """A complaint came in."""

    code: ClassVar[str] = "complaints.opened"
    label: ClassVar[str] = "a complaint opened"
    title: str

    def sentence(self) -> str:
        """For people."""
        return f"Opened the complaint {self.title}"


@dataclass(frozen=True)
class Closed(ComplaintEvent):
    """A complaint was closed, or opened again."""

    code: ClassVar[str] = "complaints.closed"
    label: ClassVar[str] = "a complaint closed"
    title: str
    closed: bool

    def sentence(self) -> str:
        """For people."""
        return f"Closed the complaint {self.title}" if self.closed else f"Opened again {self.title}"
