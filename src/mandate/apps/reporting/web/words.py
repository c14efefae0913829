"""Sentences that the pages of reports and their script say."""

from datetime import datetime

from django.utils.translation import gettext as _

from mandate.apps.reporting.services import Conflict
from mandate.apps.reporting.web import entry
from mandate.platform.i18n.formats import datetime_short
from mandate.platform.i18n.languages import current


def for_script() -> dict[str, str]:
    """What entry.js says by itself."""
    return {
        "saving": _("saving…"),
        "typed": _("not saved yet"),
        "notSaved": _("not saved"),
        "session": _(
            "Your session has ended. What you typed is kept here. Sign in in a new tab, then continue."
        ),
        "offline": _(
            "There is no connection. What you typed is kept here and will be saved when it is back."
        ),
        "away": _("The server does not answer. What you typed is kept here and will be saved when it does."),
        "refused": _("The server refused this. What you typed is kept here; load the page again."),
        "restored": _("What you had typed before is back in its fields."),
        "filled": _("Filled in from what was pasted: {count}."),
        "empty": _("empty"),
        "pasted": _("Pasted"),
        "read": _("Read as"),
    }


def conflict(item: entry.Counted, other: Conflict, typed: entry.Typed, language: str) -> str:
    """Who wrote what instead."""
    theirs, mine = other.theirs, typed.new or typed.seen
    words = {
        "by": other.by or _("Somebody else"),
        "theirs": entry.shown(theirs, item, language),
        "mine": entry.shown(mine, item, language),
    }
    if typed.item.counting or (theirs.answer, theirs.value) == (mine.answer, mine.value):
        if other.own:
            return _("You changed the note on this figure in another window.")
        return _("%(by)s changed the note on this figure while you wrote yours.") % words
    if other.own:
        return _("You changed this to %(theirs)s in another window; here you typed %(mine)s.") % words
    return _("%(by)s changed this to %(theirs)s while you typed %(mine)s.") % words


def by_and_when(what: str, by: str, when: datetime) -> str:
    """ "Accepted by L. A. Xuân, 3 Jan 2024, 14:05"."""
    moment = datetime_short(when, current())
    if not by:
        return _("%(what)s, %(when)s") % {"what": what, "when": moment}
    return _("%(what)s by %(by)s, %(when)s") % {"what": what, "by": by, "when": moment}
