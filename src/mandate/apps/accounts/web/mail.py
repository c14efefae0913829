"""The mail by which a person sets a password, and what is said of it."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mandate.apps.accounts.inviting import password_mail


def send_password_mail(request: HttpRequest, email: str, language: str) -> bool:
    """Send the mail in the person's own language and say so; whether it went. Where it cannot be sent, say
    that instead: the person is entered all the same."""
    sent = password_mail(email, language, request)
    if sent:
        told = _("A mail with a link to set a password is on its way to %(email)s.")
        messages.success(request, told % {"email": email})
    else:
        messages.warning(request, _("The mail could not be sent. Send it again from the person's page."))
    return sent
