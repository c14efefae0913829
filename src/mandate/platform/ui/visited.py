"""The units whose pages somebody opened last, for the switcher at the top: kept in a cookie of the session,
by number and person, so that nothing is written for looking at a page and nobody gets another's.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mandate.platform.access.actor import Actor
from mandate.platform.ui.asked import number_of

COOKIE = "visited"
KEPT = 6


def visited(request: HttpRequest, actor: Actor) -> tuple[int, ...]:
    """The numbers of the units, the last first; they are not checked."""
    person, *units = request.COOKIES.get(COOKIE, "").split(".")
    if person != str(actor.user_id):
        return ()
    numbers = [number for number in map(number_of, units[:KEPT]) if number is not None]
    return tuple(dict.fromkeys(numbers))


def remember(request: HttpRequest, response: HttpResponse, actor: Actor, unit_id: int) -> None:
    """Let the answer say that a page of this unit was opened."""
    before = visited(request, actor)
    if actor.user_id is None or before[:1] == (unit_id,):
        return
    units = [unit_id, *(one for one in before if one != unit_id)][:KEPT]
    response.set_cookie(
        COOKIE,
        ".".join(map(str, [actor.user_id, *units])),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
