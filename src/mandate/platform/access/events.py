"""What the journal says of people and their roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.access.actor import Role
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.journal.changes import SHARED, Change
from mandate.platform.journal.events import Event, Text
from mandate.platform.journal.people import Person


class AccessEvent(Event):
    """What is done to people and their roles."""

    part: ClassVar[Text] = gettext_lazy("People")
    audience: ClassVar[str] = "access.view"
    rights: ClassVar[bool] = True
    words: ClassVar[Mapping[str, Text]] = {
        "may_sign_in": gettext_lazy("may sign in"),
    }


@dataclass(frozen=True)
class UserAdded(AccessEvent):
    """A person may sign in from now on."""

    code: ClassVar[str] = "access.user_added"
    label: ClassVar[Text] = gettext_lazy("a person added")
    user: Person

    def sentence(self) -> str:
        """For people."""
        return _("Added %(user)s as a person who can sign in") % {"user": self.user}


@dataclass(frozen=True)
class UserInvited(AccessEvent):
    """The mail by which somebody sets their first password went out."""

    code: ClassVar[str] = "access.user_invited"
    label: ClassVar[Text] = gettext_lazy("a person invited to sign in")
    user: Person

    def sentence(self) -> str:
        """For people."""
        return _("Invited %(user)s to sign in") % {"user": self.user}


@dataclass(frozen=True)
class UserChanged(AccessEvent):
    """Name or the right to sign in changed; the names are the person's."""

    code: ClassVar[str] = "access.user_changed"
    label: ClassVar[Text] = gettext_lazy("a person changed")
    user: Person
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the entry of %(user)s") % {"user": self.user}

    def differences(self) -> tuple[Change, ...]:
        """With the name, if the person was given another."""
        changes = super().differences()
        if self.user.before == self.user.name:
            return changes
        return (Change(str(SHARED["name"]), self.user.before, self.user.name), *changes)


@dataclass(frozen=True)
class RoleGranted(AccessEvent):
    """A role was granted."""

    code: ClassVar[str] = "access.role_granted"
    label: ClassVar[Text] = gettext_lazy("a role granted")
    user: Person
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
class RoleEnded(AccessEvent):
    """A role ends on a day (exclusive)."""

    code: ClassVar[str] = "access.role_ended"
    label: ClassVar[Text] = gettext_lazy("a role ended")
    user: Person
    role: str
    ends: str

    def sentence(self) -> str:
        """For people."""
        return _("Ended the role of %(role)s of %(user)s") % {
            "user": self.user,
            "role": ROLE_NAMES[Role(self.role)],
        }


@dataclass(frozen=True)
class PersonErased(AccessEvent):
    """All that said who a person was is gone."""

    code: ClassVar[str] = "access.person_erased"
    label: ClassVar[Text] = gettext_lazy("a person erased")
    user: Person

    def sentence(self) -> str:
        """For people."""
        return _("Erased the personal data of %(user)s") % {"user": self.user}
