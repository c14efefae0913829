"""The mail that tells somebody their notices, in the language in force: as plain text, and in our look."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.platform.access.models import User
from mandate.platform.notices.kinds import Group, Said
from mandate.platform.notices.stopping import stop_address
from mandate.platform.parts import choices
from mandate.platform.ui.addresses import whole_address
from mandate.platform.ui.mails import our_mail

LISTED = 30  # notices in one mail; the inbox has all
SUBJECT = 150  # characters


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """What is told of one notice, the address that opens it, and by which choice it comes."""

    said: Said
    address: str
    group: Group


def line(said: Said, notice: int, group: Group) -> ToldNotice:
    """The line of a notice (its number)."""
    return ToldNotice(said, whole_address("notices:open", notice), group)


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below a mail: why it comes, where its reader chooses, and where they stop such mails."""

    why: str
    choices: str
    stop: str

    @property
    def headers(self) -> Mapping[str, str]:
        """By which programs that show mails have a button to stop them, as `our_mail` takes them."""
        return {
            "List_Unsubscribe": f"<{self.stop}>",
            "List_Unsubscribe_Post": "List-Unsubscribe=One-Click",
        }


def foot(user: User, groups: Iterable[Group]) -> Foot:
    """The foot of a mail to ``user`` about these groups, in the language in force."""
    about = list({group.name: group for group in groups}.values())
    listed = "; ".join(str(group.label) for group in about)
    return Foot(
        why=_("You get this mail because it is switched on in your account: %(what)s.") % {"what": listed},
        choices=f"{whole_address(choices())}#mails",
        stop=stop_address(user, about),
    )


def cut(told: Sequence[ToldNotice]) -> tuple[Sequence[ToldNotice], str]:
    """As many as a mail lists, and that there are more ("" where there are none)."""
    others = len(told) - LISTED
    if others <= 0:
        return told, ""
    more = ngettext(
        "and %(count)s more notice in your inbox", "and %(count)s more notices in your inbox", others
    )
    return told[:LISTED], more % {"count": others}


def letter(user: User, told: Sequence[ToldNotice], notices: Sequence[int]) -> EmailMultiAlternatives:
    """The mail about ``notices`` (their numbers, as many as ``told``); to be sent again it has the same name,
    by which servers and programs know it as the same."""
    listed, more = cut(told)
    below = foot(user, [one.group for one in told])
    page: dict[str, Any] = {
        "name": user.name,
        "lines": listed,
        "more": more,
        "inbox": whole_address("notices:inbox"),
        "foot": below,
        "organisation": settings.ORGANISATION,
    }
    text = render_to_string("notices/mail.txt", page)
    headers = {"Message_ID": _name(user, notices), **below.headers}
    return our_mail(user.address, _subject(told), text, "notices/mail.html", page, **headers)


def _subject(told: Sequence[ToldNotice]) -> str:
    if len(told) == 1:
        return Truncator(" ".join(told[0].said.sentence.split())).chars(SUBJECT)
    return ngettext("%(count)s notice for you", "%(count)s notices for you", len(told)) % {"count": len(told)}


def _name(user: User, notices: Sequence[int]) -> str:
    told = hashlib.sha256(f"{user.pk}:{','.join(map(str, notices))}".encode()).hexdigest()[:32]
    return f"<notices.{told}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
