"""The way back beside what was just done: one button, offered once, on the page that comes next.

What takes a deed back is an address of its app, which asks for the right like any other. What it needs to
know and no row keeps any more (a target that was taken away) waits in the session. What is taken back is what
was done: where somebody else changed the thing meanwhile, the app says so and leaves it.
"""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

_OFFER, _KEPT = "undo_offer", "undo_kept"


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
    request.session[_OFFER] = asdict(Offer(words, address, go, said or {}))
    request.session[_KEPT] = {"address": address, "kept": kept}


def offered_undo(request: HttpRequest) -> Offer | None:
    """The offer for this page; asking makes it the last time."""
    found = request.session.pop(_OFFER, None)
    return Offer(**found) if found else None


def kept_for_undo(request: HttpRequest) -> Any:
    """What was kept for the address that is asked now, or None: for another deed, or asked for already."""
    kept = request.session.get(_KEPT)
    if not kept or unquote(kept["address"]) != request.path:  # codes have letters of all scripts
        return None
    del request.session[_KEPT]
    return kept["kept"]
