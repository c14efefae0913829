"""The mail by which a person sets a password: the one that allauth sends to whoever forgot theirs."""

import logging

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def send_password_mail(request: HttpRequest, email: str, language: str) -> None:
    """Send the mail in the person's own language and say so. Where it cannot be sent, say that instead: the
    person is entered all the same."""
    try:
        with translation.override(language):
            asked = ResetPasswordForm({"email": email})
            asked.full_clean()
            asked.save(request)
    except (OSError, KeyError):  # no way to the mail server, or an address that none would take
        log.exception("mail to a person was not sent")
        messages.warning(request, _("The mail could not be sent. Send it again from the person's page."))
    else:
        messages.success(
            request,
            _("A mail with a link to set a password is on its way to %(email)s.") % {"email": email},
        )
