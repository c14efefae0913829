"""What the journal says of a person's sign-in: for that person, and the administrators of all their units."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.platform.journal.events import Event

FACTORS: dict[str, str | Promise] = {
    "totp": gettext_lazy("codes from a phone"),
    "webauthn": gettext_lazy("a passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
}


def _factor(kind: str) -> str:
    return str(FACTORS.get(kind, kind))


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody signed in, after so many wrong passwords since the last time."""

    code: ClassVar[str] = "signin.in"
    personal: ClassVar[bool] = True
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
class SignedOut(Event):
    """Somebody signed out."""

    code: ClassVar[str] = "signin.out"
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Signed out")


@dataclass(frozen=True)
class SignInFailed(Event):
    """So many wrong passwords for a person since the last sign-in: told at 5, 50, 500 and so on."""

    code: ClassVar[str] = "signin.failed"
    personal: ClassVar[bool] = True
    by_guest: ClassVar[bool] = True
    user: str
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
class FactorAdded(Event):
    """A second factor was set up."""

    code: ClassVar[str] = "signin.factor_added"
    personal: ClassVar[bool] = True
    factor: str

    def sentence(self) -> str:
        """For people."""
        return _("Set up a second step at sign-in: %(factor)s") % {"factor": _factor(self.factor)}


@dataclass(frozen=True)
class FactorRemoved(Event):
    """A second factor was removed."""

    code: ClassVar[str] = "signin.factor_removed"
    personal: ClassVar[bool] = True
    factor: str

    def sentence(self) -> str:
        """For people."""
        return _("Removed a second step at sign-in: %(factor)s") % {"factor": _factor(self.factor)}


@dataclass(frozen=True)
class PasswordChanged(Event):
    """Somebody changed their own password, which ends their other sessions."""

    code: ClassVar[str] = "signin.password_changed"
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Changed the password")


@dataclass(frozen=True)
class PasswordReset(Event):
    """Somebody set a password by the link in a mail."""

    code: ClassVar[str] = "signin.password_reset"
    personal: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("Set a password by mail")


@dataclass(frozen=True)
class FactorsTaken(Event):
    """An administrator removed somebody's second factors, as after the loss of a telephone."""

    code: ClassVar[str] = "signin.factors_taken"
    personal: ClassVar[bool] = True
    user: str

    def sentence(self) -> str:
        """For people."""
        return _("Removed the second step of %(user)s at sign-in") % {"user": self.user}
