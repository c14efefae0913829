"""Keeping views of lists. They are each person's own and change nothing of the organisation, so they need no
role and leave nothing in the journal.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from mandate.core.command import Command
from mandate.core.text import one_line
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.i18n.languages import current
from mandate.platform.listing.models import ADDRESS_LENGTH, LIST_LENGTH, NAME_LENGTH, SavedView

__all__ = ["NAME_LENGTH"]  # for the page, with what follows

MOST = 50


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view that somebody keeps; ``list`` is what the list was called, "" where that is not known."""

    id: int
    name: str
    address: str
    list: str


@dataclass(frozen=True, slots=True)
class SaveView(Command):
    """Keep an address of this site under a name; a name that is there already gets the new address. ``list``
    is what the list there is called."""

    name: str
    address: str
    list: str = ""


def views_of(actor: Actor) -> tuple[KeptView, ...]:
    """The views that the actor keeps, by name."""
    kept = [KeptView(view.pk, view.name, view.address, view.list) for view in _own(actor)]
    return tuple(sorted(kept, key=lambda view: (sort_key(view.name, current()), view.name)))


@transaction.atomic
def save_view(actor: Actor, command: SaveView) -> SavedView:
    """Keep it. Raises ValidationError by field."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    name, address = one_line(command.name)[:NAME_LENGTH], here(command.address)
    if not name:
        raise ValidationError({"name": _("Write a name.")})
    if not address:
        raise ValidationError({"name": _("Only a list of this site can be kept.")})
    others = SavedView.objects.filter(user=user).exclude(name=name)
    if others.count() >= MOST:
        raise ValidationError({"name": _("You already have as many views as are allowed. Remove one first.")})
    kept = {"address": address, "list": one_line(command.list)[:LIST_LENGTH]}
    view, _made = SavedView.objects.update_or_create(user=user, name=name, defaults=kept)
    return view


def remove_view(actor: Actor, view_id: int) -> bool:
    """Keep a view of the actor's own no longer; whether there was one."""
    gone, _of_each = _own(actor).filter(pk=view_id).delete()
    return gone > 0


def _own(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user_id=actor.user_id or 0)


def here(address: str) -> str:
    """An address as it can be kept: a page of this site, and nothing else; "" for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a host that is none
        return ""
    if parts.scheme or parts.netloc or not address.startswith("/") or len(address) > ADDRESS_LENGTH:
        return ""
    try:
        resolve(parts.path)
    except Resolver404:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
