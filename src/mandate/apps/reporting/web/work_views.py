"""What a person has to do about reports, across all units: write, decide, and what waits above."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from mandate.apps.reporting.queries.lists import ReportRow, sent, to_write
from mandate.apps.reporting.queries.tasks import decides, writes
from mandate.apps.reporting.web.deciding_many import typed_reason
from mandate.apps.reporting.web.reports_views import WAITING, WaitingRow, marks_of, waiting_of, waiting_rows
from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Listing
from mandate.platform.ui.pages import render_page

SECTION = "work"
#: Lists that are offered empty as well; others only where there is something in them.
ALWAYS = ("write", "waiting", "sent")


@dataclass(frozen=True, slots=True)
class WorkPage:
    """The page. ``show`` is which list ``rows`` is; ``listed`` are the versions of all that waits in it, as
    shown; ``reason`` was typed for returning
    some and led to nothing; ``counts`` says how much each of the actor's lists holds."""

    show: str
    rows: Shown[ReportRow]
    waiting_rows: tuple[WaitingRow, ...]
    listed: str
    reason: str
    counts: dict[str, int]


@require_safe
@signed_in
def work(request: ActorRequest) -> HttpResponse:
    """The queues of a person, one at a time."""
    actor, asked = request.actor, request.GET
    lists = {name: read(actor, asked) for name, read in _queues(actor).items()}
    which = asked.get("show", "")
    if which not in lists:
        which = next((name for name, listed in lists.items() if listed.total), next(iter(lists), "write"))
    listed = lists.get(which) or to_write(actor)
    if file := file_of(request, listed):
        return file
    rows = show(listed, {**asked.dict(), "show": which})
    page = WorkPage(
        show=which,
        rows=rows,
        waiting_rows=waiting_rows(list(rows)) if which in WAITING else (),
        listed=marks_of(actor, None, asked) if which == "waiting" else "",
        reason=typed_reason(request),
        counts={name: one.total for name, one in lists.items() if name in (which, *ALWAYS) or one.some},
    )
    return render_page(request, "reporting/work.html", page, section=SECTION)


def _waiting(whose: str, actor: Actor, asked: QueryDict) -> Listing[ReportRow]:
    return waiting_of(actor, None, asked, whose)


def _queues(actor: Actor) -> dict[str, Callable[[Actor, QueryDict], Listing[ReportRow]]]:
    """The lists of an actor, in their order."""
    queues: dict[str, Callable[[Actor, QueryDict], Listing[ReportRow]]] = {}
    if writes(actor):
        queues["write"] = lambda actor, asked: to_write(actor)
    if decides(actor):
        for name, whose in WAITING.items():
            queues[name] = partial(_waiting, whose)
    if writes(actor):
        queues["sent"] = lambda actor, asked: sent(actor)
    return queues
