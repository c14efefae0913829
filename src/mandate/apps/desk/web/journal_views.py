"""The page of the journal."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.desk.queries.journal import JournalRow, JournalRows, deeds, deeds_list
from mandate.apps.desk.web.forms import JournalFilter
from mandate.platform.access.decide import Forbidden, can_anywhere
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import render_page


@dataclass(frozen=True, slots=True)
class Day:
    """The deeds of one day in the organisation's time zone."""

    day: date
    rows: tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal. ``narrowed``: a filter is set, ``set`` of them beside the text; ``begun``:
    this is the first page."""

    days: tuple[Day, ...]
    older: int | None
    narrowed: bool
    set: int
    begun: bool


@require_safe
@signed_in
def journal(request: ActorRequest) -> HttpResponse:
    """Every deed, the newest first, for those who may read them."""
    actor, asked = request.actor, request.GET
    if not can_anywhere(actor, JOURNAL_VIEW):
        raise Forbidden(JOURNAL_VIEW)
    form = JournalFilter(asked, actor)
    number = number_of(asked.get("before"))
    if form.is_valid():
        listing = deeds_list(actor, form.wanted(), form.said(), form.typed())
        if file := file_of(request, listing):
            return file
    rows = deeds(actor, form.wanted(), number) if form.is_valid() else JournalRows((), None)
    days = groupby(rows.rows, key=lambda row: timezone.localtime(row.at).date())
    page = JournalPage(
        days=tuple(Day(day, tuple(found)) for day, found in days),
        older=rows.older,
        narrowed=any(asked.get(name) for name in form.fields),
        set=sum(bool(asked.get(name)) for name in form.fields if name != "text"),
        begun=number is None,
    )
    return render_page(request, "desk/journal.html", page, section="journal", form=form)
