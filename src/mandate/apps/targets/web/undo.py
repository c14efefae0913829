"""What was taken away last, kept in the session so that one click sets it again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.targets.services import Removed, SetTarget, SetTargets
from mandate.platform.i18n.languages import text_in

_KEY = "targets_removed"


@dataclass(frozen=True, slots=True)
class Undo:
    """The offer: what happened, in words."""

    words: str


def keep(request: HttpRequest, code: str, removed: Sequence[Removed]) -> None:
    """Remember what was taken away from a unit (and those below it) by its page."""
    if removed:
        request.session[_KEY] = {
            "code": code,
            "names": [text_in(one.names) or one.code for one in removed],
            "targets": [asdict(one.again) for one in removed],
            "told": False,
        }


def offered(request: HttpRequest, code: str) -> Undo | None:
    """The offer for the page of a unit, made once."""
    kept = request.session.get(_KEY)
    if not kept or kept["code"] != code or kept["told"]:
        return None
    request.session[_KEY] = {**kept, "told": True}
    names = kept["names"]
    if len(names) == 1:
        return Undo(_("The target of %(name)s is removed.") % {"name": names[0]})
    text = ngettext("%(count)s target is removed.", "%(count)s targets are removed.", len(names))
    return Undo(text % {"count": len(names)})


def taken(request: HttpRequest, code: str) -> SetTargets | None:
    """What sets the targets of this unit's page again, or None; it is forgotten by asking."""
    kept = request.session.get(_KEY)
    if not kept or kept["code"] != code:
        return None
    del request.session[_KEY]
    return SetTargets([SetTarget(**one) for one in kept["targets"]])
