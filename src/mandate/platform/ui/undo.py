"""The way back beside what was just done: one button, offered once, on the page that comes next.

What takes a deed back is an address of its app, which asks for the right like any other. What it needs to
know and no row keeps any more (a target that was taken away) waits in the session, each deed under a number
that its button says: with two windows open, each takes back its own. What is taken back is what was done:
where somebody else changed the thing meanwhile, the app says so and leaves it.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

_OFFER, _DEEDS = "undo_offer", "undo_deeds"
_NUMBER = "deed"  # the field of a button that says which deed it takes back
MOST = 5  # deeds of one session that wait to be taken back; of more the oldest go


@dataclass(frozen=True, slots=True)
class Offer:
    """What was done, in words; the address to post to so that it is taken back; the button's word, and
    whatever goes with it."""

    words: str
    address: str
    go: str
    said: dict[str, str]


def offer_undo(
    request: HttpRequest,
    words: str,
    address: str,
    go: str,
    *,
    said: dict[str, str] | None = None,
    kept: Any = None,
) -> None:
    """Offer it on the next page. ``kept`` is what JSON can hold; `kept_for_undo` gives it to the address."""
    fields = dict(said or {})
    if kept is not None:
        fields[_NUMBER] = number = secrets.token_hex(8)
        deeds = {**request.session.get(_DEEDS, {}), number: {"address": address, "kept": kept}}
        request.session[_DEEDS] = dict(list(deeds.items())[-MOST:])
    request.session[_OFFER] = asdict(Offer(words, address, go, fields))


def offered_undo(request: HttpRequest) -> Offer | None:
    """The offer for this page; asking makes it the last time."""
    found = request.session.pop(_OFFER, None)
    return Offer(**found) if found else None


def kept_for_undo(request: HttpRequest) -> Any:
    """What was kept for the button that is pressed now, or None: asked for already, or of long ago."""
    deeds = dict(request.session.get(_DEEDS, {}))
    deed = deeds.pop(request.POST.get(_NUMBER, ""), None)
    if deed is None or unquote(deed["address"]) != request.path:  # codes have letters of all scripts
        return None
    request.session[_DEEDS] = deeds
    return deed["kept"]
