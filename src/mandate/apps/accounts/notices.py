"""What people are told about their roles: that they were granted one."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import ROLE_NAMES, Grant
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said
from mandate.platform.notices.services import notify

ROLES = Group("roles", gettext_lazy("Roles that I am granted"), Choice.AT_ONCE)


def _own(actor: Actor) -> QuerySet[Grant]:
    return Grant.objects.all() if actor.console else Grant.objects.filter(user=actor.user_id or 0)


def _granted(actor: Actor, grants: Sequence[int]) -> Mapping[int, Said]:
    rows = list(Grant.objects.filter(pk__in=grants))
    places = placed({row.unit_id for row in rows if row.unit_id is not None}, actor.today)
    said = {}
    for row in rows:
        words = {
            "role": ROLE_NAMES[Role(row.role)],
            "unit": places[row.unit_id].name if row.unit_id else _("the whole organisation"),
            "day": date_long(row.starts, current()) if row.starts else "",
        }
        later = row.starts is not None and row.starts > actor.today
        text = (
            _("From %(day)s you have the role “%(role)s”: %(unit)s")
            if later
            else _("You have the role “%(role)s” now: %(unit)s")
        )
        said[row.pk] = Said(text % words, ("accounts:me",))
    return said


GRANTED = NoticeKind("accounts.granted", ROLES, seen=_own, tell=_granted)


def tell_granted(actor: Actor, grant: Grant) -> None:
    """Tell whoever is here already that they were granted a role."""
    notify(GRANTED, {grant.pk: [grant.user_id]}, by=actor.user_id, at=actor.now)
