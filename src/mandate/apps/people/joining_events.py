"""What the journal says of two records that were of one person."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.events import MemberEvent
from mandate.platform.journal.events import Text
from mandate.platform.journal.people import Person


class JoiningEvent(MemberEvent):
    """What is done to two records; both are of persons, so no name is kept."""

    apart: ClassVar[tuple[str, ...]] = ()
    touches: ClassVar[bool] = True


@dataclass(frozen=True)
class RecordsJoined(JoiningEvent):
    """Two records became one; ``other`` is the one that was given up. ``dropped`` memberships went with it,
    which the person did not have."""

    code: ClassVar[str] = "people.joined"
    label: ClassVar[Text] = gettext_lazy("two records of one person merged")
    person: Person
    other: Person
    dropped: int

    def sentence(self) -> str:
        """For people."""
        return _("Merged a second record of %(name)s with the first") % {"name": self.person}


@dataclass(frozen=True)
class RecordsParted(JoiningEvent):
    """They are two again."""

    code: ClassVar[str] = "people.parted"
    label: ClassVar[Text] = gettext_lazy("two records of one person separated again")
    person: Person
    other: Person

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "other": self.other}
        return _("Separated the record of %(name)s from that of %(other)s again") % told
