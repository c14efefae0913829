"""The way back beside what was just done: one button, offered once, on the page that comes next.

What takes an action back is an address of its app, which asks for the right like any other. What it needs to
know and no row keeps any more (a target that was taken away) waits in the session, each action under a number
that its button says: with two windows open, each takes back its own. What is taken back is what was done:
where somebody else changed the thing meanwhile, the app says so and leaves it.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import unquote

from django.http import HttpRequest

from mandate.platform.access.request import ActorRequest
from mandate.platform.circles.members import is_in

_OFFER, _ACTIONS = "undo_offer", "undo_actions"
_NUMBER = "undone"  # the field of a button that says which action it takes back
MOST = 5  # actions of one session that wait to be taken back; of more the oldest go


@dataclass(frozen=True, slots=True)
class Offer:
    """What was done, in words; the address to post to so that it is taken back; the button's word, and
    whatever goes with it; in which circle, if it was done to a confidential matter."""

    words: str
    address: str
    go: str
    said: dict[str, str]
    circle: int | None = None


def offer_undo(
    request: HttpRequest,
    words: str,
    address: str,
    go: str,
    *,
    said: dict[str, str] | None = None,
    kept: Any = None,
    circle_id: int | None = None,
) -> None:
    """Offer it on the next page. ``kept`` is what JSON can hold; `kept_for_undo` gives it to the address.
    With ``circle_id`` both are gone for somebody who was let go from the circle meanwhile."""
    fields = dict(said or {})
    if kept is not None:
        fields[_NUMBER] = number = secrets.token_hex(8)
        action = {"address": address, "kept": kept, "circle": circle_id}
        actions = {**request.session.get(_ACTIONS, {}), number: action}
        request.session[_ACTIONS] = dict(list(actions.items())[-MOST:])
    request.session[_OFFER] = asdict(Offer(words, address, go, fields, circle_id))


def offered_undo(request: HttpRequest) -> Offer | None:
    """The offer for this page; asking makes it the last time."""
    found = request.session.pop(_OFFER, None)
    return Offer(**found) if found and _is_in(request, found.get("circle")) else None


def kept_for_undo(request: HttpRequest) -> Any:
    """What was kept for the button that is pressed now, or None: asked for already, or of long ago."""
    actions = dict(request.session.get(_ACTIONS, {}))
    action = actions.pop(request.POST.get(_NUMBER, ""), None)
    if action is None or unquote(action["address"]) != request.path:  # codes have letters of all scripts
        return None
    request.session[_ACTIONS] = actions
    return action["kept"] if _is_in(request, action.get("circle")) else None


def _is_in(request: HttpRequest, circle_id: int | None) -> bool:
    return circle_id is None or is_in(cast(ActorRequest, request).actor, circle_id)
