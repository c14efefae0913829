"""Sign-in: nobody makes an account by themselves; an administrator enters people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mandate.platform.access.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Passwords, passkeys and second factors, for people who were entered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: rights come from grants."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """OpenID Connect: a verified address that an administrator has entered may sign in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: rights come from grants."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the provider's account to the person of the same verified address."""
        if sociallogin.is_existing:
            return
        verified = [item.email for item in sociallogin.email_addresses if item.verified]
        address = (verified[0] if verified else "") or ""
        user = User.objects.filter(email=address.lower(), is_active=True).first()
        if user is None:
            shown = address or user_email(sociallogin.user) or ""
            messages.error(
                request,
                _("No one is entered here with the address %(email)s. Ask your administrator.")
                % {"email": shown},
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
