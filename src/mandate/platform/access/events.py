"""What the journal says of people and their roles."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from mandate.platform.access.actor import Role
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.journal.events import Event


@dataclass(frozen=True)
class UserAdded(Event):
    """A person may sign in from now on."""

    code: ClassVar[str] = "access.user_added"
    user: str

    def sentence(self) -> str:
        """For people."""
        return _("Added %(user)s as a person who can sign in") % {"user": self.user}


@dataclass(frozen=True)
class UserChanged(Event):
    """Name, address or the right to sign in changed."""

    code: ClassVar[str] = "access.user_changed"
    user: str
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the entry of %(user)s") % {"user": self.user}


@dataclass(frozen=True)
class RoleGranted(Event):
    """A role was granted."""

    code: ClassVar[str] = "access.role_granted"
    user: str
    role: str
    starts: str
    ends: str

    def sentence(self) -> str:
        """For people."""
        return _("Granted %(user)s the role of %(role)s") % {
            "user": self.user,
            "role": ROLE_NAMES[Role(self.role)],
        }


@dataclass(frozen=True)
class RoleEnded(Event):
    """A role ends on a day (exclusive)."""

    code: ClassVar[str] = "access.role_ended"
    user: str
    role: str
    ends: str

    def sentence(self) -> str:
        """For people."""
        return _("Ended the role of %(role)s of %(user)s") % {
            "user": self.user,
            "role": ROLE_NAMES[Role(self.role)],
        }
