"""Inviting people to sign in: who can be, and the mail by which each sets a password."""

import logging
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, covered_units
from mandate.platform.access.models import Grant, User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sight import visible_people
from mandate.platform.access.sources import roles_of

log = logging.getLogger(__name__)


def waits_for_invitation(user: User) -> bool:
    """Whether a person may sign in and never has."""
    return user.is_active and user.last_login is None and bool(user.address)


def offered(actor: Actor, users: Iterable[User]) -> frozenset[int]:
    """Of people whom the actor sees, those to offer: who never signed in, with roles only where the actor
    manages them. Two queries."""
    waiting = {user.pk for user in users if waits_for_invitation(user)}
    managed = covered_units(actor, GRANTS_MANAGE) if waiting else ()
    if managed is None:
        return frozenset(waiting)
    own = {int(unit) for unit in managed}
    held = Grant.objects.filter(user__in=waiting).values_list("user_id", "unit_id")
    elsewhere = {user for user, unit in held if unit not in own}
    return frozenset(waiting - elsewhere) if own else frozenset()


def may_invite(actor: Actor, users: Collection[int]) -> list[User]:
    """Those of these people whom the actor may invite now, in the order of their numbers."""
    found = visible_people(actor).filter(pk__in=users).order_by("pk")
    return [user for user in found if waits_for_invitation(user) and _manages(actor, user.pk)]


def _manages(actor: Actor, user_id: int) -> bool:
    units = {grant.unit_id for grant in roles_of(user_id, None)} or {None}
    return all(can(actor, GRANTS_MANAGE, unit) for unit in units)


def password_mail(email: str, language: str, request: HttpRequest | None = None) -> bool:
    """Send the mail by which a person sets a password, the one of whoever forgot theirs, in their language.
    Whether it could be sent. Outside of a request (None) it names the site by its own address."""
    request = request or _of_the_site()
    try:
        with translation.override(language), request_context(request):
            asked = ResetPasswordForm({"email": email})
            asked.full_clean()
            asked.save(request)
    except (OSError, KeyError):  # no way to the mail server, or an address that none would take
        log.exception("mail to a person was not sent")
        return False
    return True


def _of_the_site() -> HttpRequest:
    site, request = urlsplit(settings.SITE_URL), HttpRequest()
    request.META = {"SERVER_NAME": site.hostname or "localhost", "SERVER_PORT": str(site.port or 443)}
    return request
