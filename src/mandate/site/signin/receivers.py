"""What the sign-in library tells of, handed to the journal."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mandate.platform.access import signin_events, signins
from mandate.platform.access.models import User
from mandate.site.signin.devices import remember


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, response: HttpResponse, user: User, **_: Any) -> None:
    """Somebody is in: journal, and the device is known from now on."""
    signins.signed_in(user, timezone.now())
    remember(request, response, user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Somebody left."""
    if user is not None:
        signins.done_by(user, signin_events.SignedOut(), timezone.now())


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Any, **_: Any) -> None:
    """A second factor was set up."""
    event = signin_events.FactorAdded(factor=str(authenticator.type))
    signins.done_by(user, event, timezone.now())


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    """A second factor was removed."""
    event = signin_events.FactorRemoved(factor=str(authenticator.type))
    signins.done_by(user, event, timezone.now())


@receiver([account.password_changed, account.password_set])
def password_changed(user: User, **_: Any) -> None:
    """Changed by the person, who is signed in."""
    signins.done_by(user, signin_events.PasswordChanged(), timezone.now())


@receiver(account.password_reset)
def password_reset(user: User, **_: Any) -> None:
    """Set by the link in a mail."""
    signins.done_by(user, signin_events.PasswordReset(), timezone.now())
