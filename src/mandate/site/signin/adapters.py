"""Nobody makes an account by themselves; an administrator enters people."""

import math
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.platform.access import signins, tries
from mandate.platform.access.models import User
from mandate.platform.ui.mails import our_mail
from mandate.site.signin.devices import device_of
from mandate.site.signin.places import place_of_client

#: Mails with more than paragraphs.
_LOOKS = {"account/email/password_reset_key": "ui/mail_password.html"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Passwords, passkeys and second factors, for people who were entered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: rights come from grants."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is made. Raises ValidationError where one must wait."""
        email = str(credentials.get("email") or "").strip().lower()
        client = place_of_client(self.get_client_ip(request))
        self._counts = tries.sign_in_counts(email, client, device_of(request, email))
        wait = tries.begin(self._counts, timezone.now())
        if wait:
            raise ValidationError(_too_many(wait), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, where the password is right; then the try is given back."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            tries.give_back(self._counts)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the journal, in bulk."""
        now = timezone.now()
        signins.failed(str(credentials.get("email") or ""), now)
        tries.forget_old(now)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the site's own address, whatever host the request names."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL.rstrip('/')}{path.replace('UID-KEY', key)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """With the organisation's name and the site's own address, whatever host the request names."""
        site = SimpleNamespace(name=settings.ORGANISATION, domain=settings.SITE_URL)
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """In our look, with the same words as plain text."""
        plain: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        template = _LOOKS.get(template_prefix, "ui/mail_text.html")
        text = str(plain.body)
        page = {**context, "paragraphs": text.split("\n\n-- \n")[0].split("\n\n")}
        return our_mail(plain.to[0], str(plain.subject), text, template, page, **(headers or {}))

    def format_email_subject(self, subject: str) -> str:
        """The same name before the subject."""
        return f"[{settings.ORGANISATION}] {subject}"


def _too_many(wait: timedelta) -> str:
    minutes = math.ceil(wait / timedelta(minutes=1))
    words = ngettext(
        "Too many wrong passwords from here. Wait %(count)s minute, set a new password by mail, or sign in "
        "with a passkey.",
        "Too many wrong passwords from here. Wait %(count)s minutes, set a new password by mail, or sign in "
        "with a passkey.",
        minutes,
    )
    return words % {"count": minutes}


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
