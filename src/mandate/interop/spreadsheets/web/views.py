"""Pages where tables come in and go out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.core.period import PeriodError
from mandate.core.problem import Problem, Problems, causes
from mandate.interop.jobs import AT_ONCE, reading
from mandate.interop.spreadsheets import uploads
from mandate.interop.spreadsheets.web.forms import UploadForm, upload_form
from mandate.platform.access.decide import can, can_anywhere, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.problems import ProblemLine, lines_shown, more_to_come, problem_lines, sentence
from mandate.platform.jobs.services import start_job
from mandate.platform.parts import table_named, tables
from mandate.platform.periods import period_of
from mandate.platform.tables.importing import import_table, tried
from mandate.platform.tables.kinds import Order, TableKind
from mandate.platform.tables.reader.limits import PAGE
from mandate.platform.tables.writing import FORMATS, written
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

SECTION = "exchange"


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of table on the first page."""

    kind: str
    title: str
    about: str
    may_import: bool
    may_export: bool
    of_period: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the importer may choose, so that problems do not keep the table out."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The page of one kind of import: the first of the ``problem_count`` problems; or with an ``upload`` its
    preview, a ``summary`` of what would be done, where problems are only those that can be chosen away by
    what is ``offered``. ``more`` says that there may be more problems."""

    kind: str
    title: str
    about: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    form: UploadForm
    upload: uploads.SentTable | None = None
    summary: str = ""
    problems: tuple[ProblemLine, ...] = ()
    problem_count: int = 0
    problems_shown: int = 0
    more: str = ""
    offered: tuple[Offer, ...] = ()


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """All that can come in or go out."""
    page = tuple(
        Card(
            kind.name,
            str(kind.label),
            str(kind.about),
            can(request.actor, kind.action) and (not kind.also or can_anywhere(request.actor, kind.also)),
            can_anywhere(request.actor, kind.view),
            kind.words.of_period,
        )
        for kind in tables()
    )
    return render_page(request, "exchange/index.html", page, section=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def table(request: ActorRequest, kind: str) -> HttpResponse:
    """Send a table and see what it would do."""
    found = _kind(kind)
    require(request.actor, found.action)
    form = upload_form(found)(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, found, form, status=422 if form.is_bound else 200)
    name, data = form.content()
    as_of = form.cleaned_data.get("as_of")
    try:
        summary, problems = tried(request.actor, found, data, Order(as_of), PAGE)
    except Problems as error:
        return _page(request, found, form, status=422, problems=error.problems, unfinished=error.unfinished)
    upload = uploads.keep(request.actor, found.name, name or _("Pasted rows"), data, as_of)
    return _page(request, found, form, upload=upload, summary=summary, problems=problems)


@require_POST
@signed_in
def confirm(request: ActorRequest, kind: str, upload_id: int) -> HttpResponse:
    """Read in what the preview showed."""
    found = _kind(kind)
    require(request.actor, found.action)
    upload = uploads.kept(request.actor, found.name, upload_id)
    if upload is None:
        messages.error(request, _("This table is no longer here; send it again."))
        return redirect("exchange:table", kind=found.name)
    data, as_of = upload.data, upload.as_of
    order = Order(as_of, choices=frozenset(one.name for one in found.offers if one.name in request.POST))
    if len(data) > AT_ONCE:
        return redirect("jobs:job", job_id=start_job(request.actor, reading(upload, order.choices)).pk)
    try:
        summary = import_table(request.actor, found, data, order, limits=PAGE)
    except Problems as error:
        form = upload_form(found)(initial={"as_of": as_of})
        try:
            summary, problems = tried(request.actor, found, data, order, PAGE)
        except Problems:
            # What was true at the preview is no longer: somebody else changed something in between.
            return _page(
                request, found, form, status=422, problems=error.problems, unfinished=error.unfinished
            )
        messages.error(request, _("Choose first what to do about the problems."))
        return _page(request, found, form, upload=upload, summary=summary, problems=problems, status=422)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("exchange:table", kind=found.name)
    uploads.let_go(upload)
    messages.success(request, summary)
    return redirect(reverse(found.shown or "exchange:index"))


@require_safe
@signed_in
def download(request: ActorRequest, kind: str, suffix: str) -> HttpResponse:
    """A table of what the actor may see: of the period ``of``, or all of it."""
    found = _kind(kind)
    if not can_anywhere(request.actor, found.view):
        raise Http404
    asked = request.GET.get("of", "").strip() if found.words.of_period else ""
    try:
        period = period_of(asked) if asked else None
    except PeriodError as error:
        messages.error(request, sentence(error))
        return redirect("exchange:index")
    made = found.rows(request.actor, period)
    part = period.code if period else "all"
    name = f"{found.name}-{part}" if found.words.of_period else found.name
    data = written(str(found.label), made.heading, made.rows, suffix)
    response = HttpResponse(data, content_type=FORMATS[suffix])
    response["Content-Disposition"] = attachment(f"{name}.{suffix}")
    return response


def _page(
    request: HttpRequest,
    kind: TableKind[Any],
    form: UploadForm,
    *,
    upload: uploads.SentTable | None = None,
    summary: str = "",
    problems: tuple[Problem, ...] = (),
    unfinished: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = causes(problems)
    lines = problem_lines(found)
    page = ImportPage(
        kind=kind.name,
        title=str(kind.label),
        about=str(kind.about),
        required=tuple(kind.columns.required),
        optional=tuple(kind.columns.optional),
        form=form,
        upload=upload,
        summary=summary,
        problems=lines,
        problem_count=len(found),
        problems_shown=lines_shown(lines),
        more=more_to_come() if unfinished else "",
        offered=tuple(_offers(kind, problems)) if upload is not None else (),
    )
    return render_page(request, "exchange/table.html", page, section=SECTION, status=status)


def _offers(kind: TableKind[Any], problems: tuple[Problem, ...]) -> Iterator[Offer]:
    """The choices that would take the problems away, each once."""
    labels = {one.name: str(one.label) for one in kind.offers}
    for choice in dict.fromkeys(kind.choice_for(one.code) for one in problems):
        if choice is not None:
            yield Offer(choice, labels[choice])


def _kind(name: str) -> TableKind[Any]:
    try:
        return table_named(name)
    except LookupError:
        raise Http404 from None
