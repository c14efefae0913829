"""Mails of ours: the same words as plain text and in our look."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from mandate.platform.ui.palette import COLOURS, DARK


def our_mail(
    to: str, subject: str, text: str, template: str, page: Mapping[str, Any], **headers: str
) -> EmailMultiAlternatives:
    """A mail that no answer is expected to, in the language in force. ``template`` extends `ui/mail.html` and
    gets ``page``; a header is named as Python can: ``Message_ID``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    message = EmailMultiAlternatives(
        subject, text, to=[to], headers={"Auto-Submitted": "auto-generated", **named}
    )
    look = {
        "language": get_language(),
        "organisation": settings.ORGANISATION,
        "colours": _named(COLOURS),
        "dark": _named(DARK),
    }
    message.attach_alternative(render_to_string(template, {**look, **page}), "text/html")
    return message


def _named(colours: Mapping[str, str]) -> Mapping[str, str]:
    """As a template can name them."""
    return {token.replace("-", "_"): colour for token, colour in colours.items()}
