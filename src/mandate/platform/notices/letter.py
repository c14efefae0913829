"""The mail that tells somebody their notices, in the language in force: as plain text, and in our look."""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import ngettext

from mandate.platform.access.models import User
from mandate.platform.notices.kinds import Said
from mandate.platform.parts import choices
from mandate.platform.ui.addresses import whole_address
from mandate.platform.ui.mails import our_mail

LISTED = 30  # notices in one mail; the inbox has all
SUBJECT = 150  # characters


Line = tuple[Said, str]  # with the address that opens it


def lines(told: Sequence[Said], notices: Sequence[int]) -> list[Line]:
    """What is told, each with the address of its notice (by their numbers, as many as ``told``)."""
    return [(said, whole_address("notices:open", pk)) for said, pk in zip(told, notices, strict=True)]


def cut(told: Sequence[Line]) -> tuple[Sequence[Line], str]:
    """As many as a mail lists, and that there are more ("" where there are none)."""
    others = len(told) - LISTED
    if others <= 0:
        return told, ""
    more = ngettext(
        "and %(count)s more notice in your inbox", "and %(count)s more notices in your inbox", others
    )
    return told[:LISTED], more % {"count": others}


def letter(user: User, told: Sequence[Said], notices: Sequence[int]) -> EmailMultiAlternatives:
    """The mail about ``notices`` (their numbers, as many as ``told``); to be sent again it has the same name,
    by which servers and programs know it as the same."""
    listed, more = cut(lines(told, notices))
    page = {
        "name": user.name,
        "lines": listed,
        "more": more,
        "inbox": whole_address("notices:inbox"),
        "choices": f"{whole_address(choices())}#mails",
        "organisation": settings.ORGANISATION,
    }
    text = render_to_string("notices/mail.txt", page)
    name = _name(user, notices)
    return our_mail(user.email, _subject(told), text, "notices/mail.html", page, Message_ID=name)


def _subject(told: Sequence[Said]) -> str:
    if len(told) == 1:
        return Truncator(" ".join(told[0].sentence.split())).chars(SUBJECT)
    return ngettext("%(count)s notice for you", "%(count)s notices for you", len(told)) % {"count": len(told)}


def _name(user: User, notices: Sequence[int]) -> str:
    told = hashlib.sha256(f"{user.pk}:{','.join(map(str, notices))}".encode()).hexdigest()[:32]
    return f"<notices.{told}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
