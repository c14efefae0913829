"""The form that asks for a mail to set a password."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from mandate.platform.access import tries


class ResetForm(ResetPasswordForm):  # type: ignore[misc] # allauth ships no types
    """Sends a few mails to one address and then none for a while, without saying so: whoever asks again and
    again for somebody else neither fills the mailbox nor locks the person out, for the links that are there
    hold."""

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Send the mail, if it is not one too many."""
        email: str = self.cleaned_data["email"]
        if tries.begin(tries.mail_counts(email.lower()), timezone.now()):
            return email
        saved: str = super().save(request, **options)
        return saved
