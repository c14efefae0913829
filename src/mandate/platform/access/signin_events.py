"""What the journal says of a person's sign-in: for that person, and the administrators of all their units."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.platform.journal.events import Event, Text
from mandate.platform.journal.people import Person

FACTORS: dict[str, str | Promise] = {
    "totp": gettext_lazy("codes from a phone"),
    "webauthn": gettext_lazy("a passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
}


def _factor(kind: str) -> str:
    return str(FACTORS.get(kind, kind))


class SignInEvent(Event):
    """What happens at the door."""

    part: ClassVar[Text] = gettext_lazy("Signing in")
    audience: ClassVar[str] = "access.manage"
    rights: ClassVar[bool] = True


@dataclass(frozen=True)
class SignedIn(SignInEvent):
    """Somebody signed in, after so many wrong passwords since the last time."""

    code: ClassVar[str] = "signin.in"
    label: ClassVar[Text] = gettext_lazy("somebody signed in")
    personal: ClassVar[bool] = True
    rights: ClassVar[bool] = False
    failed: int

    def sentence(self) -> str:
        """For people."""
        if not self.failed:
            return _("Signed in")
        words = ngettext(
            "Signed in, after %(count)s wrong password",
            "Signed in, after %(count)s wrong passwords",
            self.failed,
        )
        return words % {"count": self.failed}


@dataclass(frozen=True)
class SignedOut(SignInEvent):
    """Somebody signed out."""

    code: ClassVar[str] = "signin.out"
    label: ClassVar[Text] = gettext_lazy("somebody signed out")
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Signed out")


@dataclass(frozen=True)
class SignInFailed(SignInEvent):
    """So many wrong passwords for a person since the last sign-in: told at 5, 50, 500 and so on."""

    code: ClassVar[str] = "signin.failed"
    label: ClassVar[Text] = gettext_lazy("many wrong passwords")
    personal: ClassVar[bool] = True
    rights: ClassVar[bool] = False
    by_guest: ClassVar[bool] = True
    user: Person
    failed: int

    def sentence(self) -> str:
        """For people."""
        words = ngettext(
            "Since the last sign-in, %(count)s wrong password for %(user)s",
            "Since the last sign-in, %(count)s wrong passwords for %(user)s",
            self.failed,
        )
        return words % {"count": self.failed, "user": self.user}


@dataclass(frozen=True)
class FactorAdded(SignInEvent):
    """A second factor was set up."""

    code: ClassVar[str] = "signin.factor_added"
    label: ClassVar[Text] = gettext_lazy("a second step set up")
    personal: ClassVar[bool] = True
    factor: str

    def sentence(self) -> str:
        """For people."""
        return _("Set up a second step at sign-in: %(factor)s") % {"factor": _factor(self.factor)}


@dataclass(frozen=True)
class FactorRemoved(SignInEvent):
    """A second factor was removed."""

    code: ClassVar[str] = "signin.factor_removed"
    label: ClassVar[Text] = gettext_lazy("a second step removed")
    personal: ClassVar[bool] = True
    factor: str

    def sentence(self) -> str:
        """For people."""
        return _("Removed a second step at sign-in: %(factor)s") % {"factor": _factor(self.factor)}


@dataclass(frozen=True)
class PasswordChanged(SignInEvent):
    """Somebody changed their own password, which ends their other sessions."""

    code: ClassVar[str] = "signin.password_changed"
    label: ClassVar[Text] = gettext_lazy("a password changed")
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Changed the password")


@dataclass(frozen=True)
class PasswordReset(SignInEvent):
    """Somebody set a password by the link in a mail."""

    code: ClassVar[str] = "signin.password_reset"
    label: ClassVar[Text] = gettext_lazy("a password set by mail")
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Set a password by mail")


@dataclass(frozen=True)
class FactorsTaken(SignInEvent):
    """An administrator removed somebody's second factors, as after the loss of a telephone."""

    code: ClassVar[str] = "signin.factors_taken"
    label: ClassVar[Text] = gettext_lazy("a second step removed by an administrator")
    personal: ClassVar[bool] = True
    user: Person

    def sentence(self) -> str:
        """For people."""
        return _("Removed the second step of %(user)s at sign-in") % {"user": self.user}
