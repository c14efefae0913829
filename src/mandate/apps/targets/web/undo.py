"""Targets that were taken away can be set again, at once."""

from collections.abc import Sequence
from dataclasses import asdict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.targets.services import Removed, SetTarget, SetTargets
from mandate.platform.i18n.languages import text_in
from mandate.platform.ui.undo import kept_for_undo, offer_undo


def keep(request: HttpRequest, code: str, removed: Sequence[Removed]) -> None:
    """Say what was taken away by the page of a unit (from it or from those below it), and offer to set it
    again."""
    if not removed:
        return
    if len(removed) == 1:
        name = text_in(removed[0].names) or removed[0].code
        words = _("The target of %(name)s is removed.") % {"name": name}
    else:
        text = ngettext("%(count)s target is removed.", "%(count)s targets are removed.", len(removed))
        words = text % {"count": len(removed)}
    address = reverse("targets:restore", args=[code])
    offer_undo(request, words, address, _("Set again"), kept=[asdict(one.again) for one in removed])


def taken(request: HttpRequest) -> SetTargets | None:
    """What sets the targets again that were taken away last by this unit's page, or None; it is forgotten by
    asking."""
    kept = kept_for_undo(request)
    return None if kept is None else SetTargets([SetTarget(**one) for one in kept], again=True)
