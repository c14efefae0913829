"""The way back beside what was just done: one button, offered once, on the page that comes next in the window
in which it was done. A browser says of both, of what is done and of the page that comes next, from which page
they were asked for; where it says nothing, the next page of the session has the offer.

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

_OFFERS, _ACTIONS = "undo_offers", "undo_actions"
_NUMBER = "undone"  # the field of a button that says which action it takes back
MOST = 5  # actions of one session that wait to be taken back, or to be offered; of more the oldest go


@dataclass(frozen=True, slots=True)
class Offer:
    """What was done, in words; the address to post to so that it is taken back; the button's word, and
    whatever goes with it; in which circle, if it was done to a confidential matter; on which page it was
    done, "" where the browser does not say."""

    words: str
    address: str
    go: str
    said: dict[str, str]
    circle: int | None = None
    page: str = ""


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
    """Offer it on the next page of this window. ``kept`` is what JSON can hold; `kept_for_undo` gives it to
    the address. With ``circle_id`` both are gone for somebody who was let go from the circle meanwhile."""
    fields = dict(said or {})
    if kept is not None:
        fields[_NUMBER] = number = secrets.token_hex(8)
        action = {"address": address, "kept": kept, "circle": circle_id}
        actions = {**request.session.get(_ACTIONS, {}), number: action}
        request.session[_ACTIONS] = dict(list(actions.items())[-MOST:])
    offer = Offer(words, address, go, fields, circle_id, _page_before(request))
    request.session[_OFFERS] = [*request.session.get(_OFFERS, []), asdict(offer)][-MOST:]


def offered_undo(request: HttpRequest) -> Offer | None:
    """The offer for this page, the last one of its window; asking makes it the last time."""
    offers, before = [Offer(**one) for one in request.session.get(_OFFERS, [])], _page_before(request)
    mine = [one for one in offers if "" in (before, one.page) or one.page == before]
    if not mine:
        return None
    request.session[_OFFERS] = [asdict(one) for one in offers if one not in mine]
    return mine[-1] if _is_in(request, mine[-1].circle) else None


def kept_for_undo(request: HttpRequest) -> Any:
    """What was kept for the button that is pressed now, or None: asked for already, or of long ago."""
    actions = dict(request.session.get(_ACTIONS, {}))
    action = actions.pop(request.POST.get(_NUMBER, ""), None)
    if action is None or unquote(action["address"]) != request.path:  # codes have letters of all scripts
        return None
    request.session[_ACTIONS] = actions
    return action["kept"] if _is_in(request, action.get("circle")) else None


def _page_before(request: HttpRequest) -> str:
    return request.headers.get("Referer", "")


def _is_in(request: HttpRequest, circle_id: int | None) -> bool:
    return circle_id is None or is_in(cast(ActorRequest, request).actor, circle_id)
