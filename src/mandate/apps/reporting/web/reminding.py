"""Reminding those who write, from the list of what is missing."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mandate.apps.reporting import accepted_words
from mandate.apps.reporting.queries.coverage import missing_list
from mandate.apps.reporting.services import Reminded, RemindWriters, remind_writers
from mandate.apps.units.queries import unit_by_code
from mandate.core.period import PeriodError
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.showing import show
from mandate.platform.periods import period_of
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import current_period


@require_POST
@signed_in
def remind(request: ActorRequest, code: str) -> HttpResponse:
    """Remind of the chosen reports or, with the button of a row, of that one alone."""
    actor, posted = request.actor, request.POST
    unit = unit_by_code(actor, code)
    chosen = posted.getlist("one") or posted.getlist("report")
    ids = [number for number in map(number_of, chosen) if number is not None]
    if not ids:
        messages.warning(request, _("Choose the reports to remind of first."))
    else:
        done = remind_writers(actor, RemindWriters(ids))
        if done.reminded:
            messages.success(request, _reminded(len(done.reminded)))
        skipped = done.skipped if posted.getlist("one") else _left(request, unit.id, done)
        for line in accepted_words.left_out(actor, skipped, _skipped):
            messages.warning(request, line)
    kept = QueryDict(mutable=True)
    kept.update({"show": "missing", **_listed(posted)})
    return redirect(f"{reverse('reporting:reports', args=[unit.code])}?{kept.urlencode()}")


def _listed(posted: QueryDict) -> dict[str, str]:
    """The page of the list on which it was asked."""
    return {name: text for name in ("q", "form", "page", "period") if (text := str(posted.get(name, "")))}


def _left(request: ActorRequest, unit_id: int, done: Reminded) -> Mapping[str, Sequence[int]]:
    """Those skipped, by why; and where all were chosen that could be, the others of the page, which had no
    box."""
    try:
        period = period_of(request.POST.get("period", ""))
    except PeriodError:
        period = current_period(request)
    rows = show(missing_list(request.actor, unit_id, period=period), _listed(request.POST))
    left = {row.report_id: row.chase.why for row in rows if row.chase and row.report_id not in done.reminded}
    if not all(left.values()):
        return done.skipped
    known = {pk for ids in done.skipped.values() for pk in ids}
    told = {why: list(ids) for why, ids in done.skipped.items()}
    for pk, why in left.items():
        if pk not in known:
            told.setdefault(why, []).append(pk)
    return told


def _reminded(number: int) -> str:
    text = ngettext(
        "The people who write %(number)s report have been reminded.",
        "The people who write %(number)s reports have been reminded.",
        number,
    )
    return text % {"number": number}


def _skipped(code: str) -> str:
    """Why nobody was reminded of a report."""
    return {
        "not_found": _("There is no such report."),
        "forbidden": _("You may not remind of it."),
        "not_missing": _("It is not missing any more: it was submitted, or its period was closed."),
        "unit_closed": _("The unit is closed."),
        "nobody": _("Nobody else writes for the unit."),
        "reminded": _("Somebody reminded of it less than 24 hours ago."),
    }[code]
