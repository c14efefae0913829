"""What was set or taken away on a page can be taken back at once."""

from collections.abc import Sequence
from dataclasses import asdict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.targets.services import Removed, RemoveTarget, SetTarget, SetTargets
from mandate.platform.i18n.languages import text_in
from mandate.platform.ui.undo import kept_for_undo, offer_undo


def keep(request: HttpRequest, code: str, changed: int, removed: Sequence[Removed], back: SetTargets) -> None:
    """Say what was done by the page of a unit (to it or to those below it), and offer to take it back."""
    said = [*([_saved(changed)] if changed else []), *([_removed(removed)] if removed else [])]
    address = reverse("targets:restore", args=[code])
    go = _("Undo") if changed else _("Set again")
    if said:
        offer_undo(request, " ".join(said), address, go, kept=asdict(back))


def _saved(count: int) -> str:
    return ngettext("%(count)s target is saved.", "%(count)s targets are saved.", count) % {"count": count}


def _removed(removed: Sequence[Removed]) -> str:
    if len(removed) == 1:
        name = text_in(removed[0].names) or removed[0].code
        return _("The target of %(name)s is removed.") % {"name": name}
    text = ngettext("%(count)s target is removed.", "%(count)s targets are removed.", len(removed))
    return text % {"count": len(removed)}


def taken(request: HttpRequest) -> SetTargets | None:
    """What takes back what was done last by this unit's page, or None; it is forgotten by asking."""
    kept = kept_for_undo(request)
    if kept is None:
        return None
    return SetTargets(
        [SetTarget(**one) for one in kept["targets"]], [RemoveTarget(**one) for one in kept["remove"]]
    )
