"""Where does this number come from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mandate.apps.reporting.queries.source import SORTS, GivenBelow, Leaf, Named, Source
from mandate.apps.reporting.queries.source import source as source_of
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.web import entry, words
from mandate.apps.reporting.web.entry import Shape
from mandate.apps.units.queries import unit_by_code
from mandate.core.period import FIRST_YEAR, LAST_YEAR, PeriodError
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.formats import number, percent, quantity
from mandate.platform.i18n.languages import current
from mandate.platform.periods import period_of
from mandate.platform.ui.pages import current_period, render_page


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A report with its figure in words, and who accepted it when."""

    leaf: Leaf
    value: str
    note: str
    accepted: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The trail of a number. ``own`` and ``leaves`` are rows of reports; ``known`` ends the links to further
    sources. ``back`` is the page from which somebody began to trace, empty where that is not known."""

    source: Source
    back: str
    known: str
    value: str
    value_before: str
    parts: str
    coverage: str
    own: tuple[LeafRow, ...]
    own_value: str
    leaves: tuple[LeafRow, ...]
    operands: tuple[tuple[Named, str, str], ...]
    children: tuple[tuple[GivenBelow, str, str], ...]
    search: str
    sort: str


@require_safe
@signed_in
def source(request: ActorRequest, code: str, indicator: str, period: str) -> HttpResponse:
    """A total, taken apart down to the reports it rests on."""
    actor, asked = request.actor, request.GET
    try:
        when = period_of(period)
    except PeriodError:
        raise Http404 from None
    unit = unit_by_code(actor, code)
    if "period" in asked:  # another was chosen; it stands in the address, and what else was asked may not fit
        chosen = current_period(request)
        address = reverse("reporting:source", args=[code, indicator, chosen.code])
        return HttpResponseRedirect(address + _query({"from": _back(request)}))
    back = _back(request)
    if back and "from" not in asked:  # it stands in the address, so that every link from here keeps it
        return HttpResponseRedirect(request.path + _query({**asked.dict(), "from": back}))
    sort = asked.get("sort", "")
    found = source_of(
        actor,
        unit.id,
        indicator,
        when,
        known_at=_moment(asked.get("known", "")),
        structure_date=_day(asked.get("structure", "")),
        search=asked.get("q", ""),
        sort=sort if sort in SORTS else SORTS[0],
        children_page=asked.get("units", "1"),
        page=asked.get("page", "1"),
    )
    named = found.indicator
    page = SourcePage(
        source=found,
        back=back,
        known=_further(found, back),
        value=total_text(named, found.total),
        value_before=total_text(named, found.total_before),
        parts=_parts(named, found.total),
        coverage=coverage_text(found.total),
        own=tuple(_leaf_row(named, leaf) for leaf in found.own),
        own_value=total_text(named, found.own_total) if found.own_total and found.children else "",
        leaves=tuple(_leaf_row(named, leaf) for leaf in found.leaves),
        operands=tuple(
            (one.indicator, total_text(one.indicator, one.total), coverage_text(one.total))
            for one in found.operands
        ),
        children=tuple(
            (child, total_text(named, child.total), coverage_text(child.total)) for child in found.children
        ),
        search=asked.get("q", ""),
        sort=sort if sort in SORTS else SORTS[0],
    )
    return render_page(
        request,
        "reporting/source.html",
        page,
        section="figures",
        unit_id=unit.id,
        period=when,
        across=lambda other: reverse("reporting:source", args=[other, indicator, period]) + page.known,
    )


def _back(request: ActorRequest) -> str:
    """The page from which the number was asked for: named in the address, else as the browser says; a page of
    this site that traces no number itself."""
    asked = request.GET.get("from", "") or request.headers.get("Referer", "")
    here = {request.get_host()}
    if not url_has_allowed_host_and_scheme(asked, here, require_https=request.is_secure()):
        return ""
    parts = urlsplit(asked)
    try:
        traces = resolve(parts.path).view_name == "reporting:source"
    except Resolver404:
        return ""
    return "" if traces else parts.path + (f"?{parts.query}" if parts.query else "")


def _query(asked: Mapping[str, str]) -> str:
    told = {name: text for name, text in asked.items() if text}
    return f"?{urlencode(told)}" if told else ""


def _further(found: Source, back: str) -> str:
    """What the links to further sources carry on."""
    asked = {"from": back}
    if found.known_at:
        asked["known"] = found.known_at.isoformat()
    if found.view:
        asked["structure"] = found.structure_date.isoformat()
    return _query(asked)


def _moment(text: str) -> datetime | None:
    """The moment as of which a closed review's numbers are known; None for anything that is not one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # At either end of Python's calendar a moment has no local time.
    return moment if moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _day(text: str) -> date | None:
    """The day on whose structure the number is asked for; None for anything that is not one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def total_text(named: Named, total: Total) -> str:
    """A total in words: "17,231 m", "262 of 311", "no data"."""
    language = current()
    if total.value is None:
        return _("no data")
    if named.kind == "yes_no" and total.numerator is not None and total.denominator is not None:
        return _("%(yes)s of %(answers)s") % {
            "yes": number(total.numerator, 0, language),
            "answers": number(total.denominator, 0, language),
        }
    return quantity(total.value, named.measure, language, named.decimals)


def _parts(named: Named, total: Total) -> str:
    """What a ratio is the ratio of, or the share of yes."""
    language = current()
    if named.kind == "yes_no":
        return percent(total.percent, 1, language) if total.percent is not None else ""
    if total.numerator is None or total.denominator is None:
        return ""
    texts = [quantity(part, "", language) for part in (total.numerator, total.denominator)]
    return " / ".join(texts)


def coverage_text(total: Total) -> str:
    """How many of the expected units a total rests on."""
    text = ngettext(
        "%(reported)s of %(expected)s reported", "%(reported)s of %(expected)s reported", total.expected
    )
    language = current()
    return text % {
        "reported": number(total.reported, 0, language),
        "expected": number(total.expected, 0, language),
    }


def _leaf_row(named: Named, leaf: Leaf) -> LeafRow:
    shape = Shape(named.decimals, named.kind)
    accepted = ""
    if leaf.imported and leaf.accepted_at:
        accepted = words.by_and_when(_("Imported"), leaf.accepted_by, leaf.accepted_at)
    elif leaf.accepted_at:
        accepted = words.by_and_when(_("Accepted"), leaf.accepted_by, leaf.accepted_at)
    return LeafRow(leaf, entry.shown(leaf.stored, shape, current()), leaf.stored.note, accepted)
