"""Pages where tables come in and go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.indicators.permissions import INDICATORS_VIEW
from mandate.apps.reporting.permissions import REPORTS_VIEW
from mandate.apps.targets.permissions import TARGETS_VIEW
from mandate.apps.units.permissions import UNITS_VIEW
from mandate.core.problem import Cause, Problem, Problems, causes, of_every_kind
from mandate.interop.models import Upload
from mandate.interop.spreadsheets import uploads
from mandate.interop.spreadsheets.exports import export
from mandate.interop.spreadsheets.imports import CHOICES, COLUMNS, RIGHTS, ImportKind, import_table
from mandate.interop.spreadsheets.web.choices import OFFERS, tried
from mandate.interop.spreadsheets.web.forms import DatedUploadForm, UploadForm
from mandate.platform.access.decide import can, can_anywhere, require
from mandate.platform.access.edge import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.tables.reader.limits import PAGE
from mandate.platform.tables.writing import to_csv, to_xlsx
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import current_period, render_page

SECTION = "exchange"
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TITLES = {
    "units": gettext_lazy("Units"),
    "indicators": gettext_lazy("Indicators"),
    "targets": gettext_lazy("Targets"),
    "figures": gettext_lazy("Figures"),
}
ABOUT = {
    "units": gettext_lazy("The tree: a code, the code of the unit above, a kind and a name in each row."),
    "indicators": gettext_lazy("What is counted: a code and a name in each row, and how it sums."),
    "targets": gettext_lazy("Goals: a unit, an indicator, a period, a goal and a direction in each row."),
    "figures": gettext_lazy(
        "Figures of past periods: a unit, an indicator, a period and a value in each row. "
        "Whole reports are accepted at once, and the journal says that they were read in."
    ),
}
_EXPORT = {
    "units": UNITS_VIEW,
    "indicators": INDICATORS_VIEW,
    "targets": TARGETS_VIEW,
    "figures": REPORTS_VIEW,
}


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of table on the first page."""

    kind: str
    title: str
    about: str
    may_import: bool
    may_export: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One thing that is wrong as it is shown, with the rows in which it is ("": the file as a whole)."""

    rows: str
    column: str
    sentence: str


def problem_lines(found: Sequence[Cause]) -> tuple[ProblemLine, ...]:
    """As much of what is wrong as a page shows, of every kind."""
    return tuple(
        ProblemLine(
            "" if cause.rows == (0,) else cause.in_rows(),
            cause.problem.column,
            problem_sentence(cause.problem),
        )
        for cause in of_every_kind(found, SHOWN)
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the importer may choose, so that problems do not keep the table out."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The page of one kind of import: the first of the ``problem_count`` problems; or with an ``upload`` its
    preview, a ``summary`` of what would be done, where problems are only those that can be chosen away by
    what is ``offered``."""

    kind: str
    title: str
    about: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    form: UploadForm
    upload: Upload | None = None
    summary: str = ""
    problems: tuple[ProblemLine, ...] = ()
    problem_count: int = 0
    offered: tuple[Offer, ...] = ()


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """All that can come in or go out."""
    page = tuple(
        Card(
            kind,
            str(TITLES[kind]),
            str(ABOUT[kind]),
            can(request.actor, RIGHTS[kind]),
            can_anywhere(request.actor, _EXPORT[kind]),
        )
        for kind in COLUMNS
    )
    return render_page(request, "exchange/index.html", page, section=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def table(request: ActorRequest, kind: str) -> HttpResponse:
    """Send a table and see what it would do."""
    found = _kind(kind)
    require(request.actor, RIGHTS[found])
    form = _form_class(found)(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, found, form, status=422 if form.is_bound else 200)
    name, data = form.content()
    as_of = form.cleaned_data.get("as_of")
    try:
        summary, problems = tried(request.actor, found, data, as_of)
    except Problems as error:
        return _page(request, found, form, status=422, problems=error.problems)
    upload = uploads.keep(request.actor, found, name or _("Pasted rows"), data, as_of)
    return _page(request, found, form, upload=upload, summary=summary, problems=problems)


@require_POST
@signed_in
def confirm(request: ActorRequest, kind: str, upload_id: int) -> HttpResponse:
    """Read in what the preview showed."""
    found = _kind(kind)
    require(request.actor, RIGHTS[found])
    upload = uploads.kept(request.actor, found, upload_id)
    if upload is None:
        messages.error(request, _("This table is no longer here; send it again."))
        return redirect("exchange:table", kind=found)
    data, as_of = bytes(upload.data), upload.as_of
    chosen = {choice for choice in CHOICES.values() if choice in request.POST}
    try:
        summary = import_table(request.actor, found, data, as_of=as_of, choices=chosen, limits=PAGE)
    except Problems as error:
        form = _form_class(found)(initial={"as_of": as_of})
        try:
            summary, problems = tried(request.actor, found, data, as_of)
        except Problems:
            # What was true at the preview is no longer: somebody else changed something in between.
            return _page(request, found, form, status=422, problems=error.problems)
        messages.error(request, _("Choose first what to do about the problems."))
        return _page(request, found, form, upload=upload, summary=summary, problems=problems, status=422)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("exchange:table", kind=found)
    upload.delete()
    messages.success(request, summary)
    return redirect(_result(found))


@require_safe
@signed_in
def download(request: ActorRequest, kind: str, suffix: str) -> HttpResponse:
    """A table of what the actor may see."""
    found = _kind(kind)
    if not can_anywhere(request.actor, _EXPORT[found]):
        raise Http404
    period = current_period(request)
    made = export(request.actor, found, period)
    name = f"{found}-{period.code}" if found in ("targets", "figures") else found
    if suffix == "csv":
        response = HttpResponse(to_csv(made.heading, made.rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(str(TITLES[found]), made.heading, made.rows), content_type=XLSX)
    response["Content-Disposition"] = attachment(f"{name}.{suffix}")
    return response


def _page(
    request: HttpRequest,
    kind: ImportKind,
    form: UploadForm,
    *,
    upload: Upload | None = None,
    summary: str = "",
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    found = causes(problems)
    page = ImportPage(
        kind=kind,
        title=str(TITLES[kind]),
        about=str(ABOUT[kind]),
        required=tuple(COLUMNS[kind].required),
        optional=tuple(COLUMNS[kind].optional),
        form=form,
        upload=upload,
        summary=summary,
        problems=problem_lines(found),
        problem_count=len(found),
        offered=tuple(_offers(problems)) if upload is not None else (),
    )
    return render_page(request, "exchange/table.html", page, section=SECTION, status=status)


def _offers(problems: tuple[Problem, ...]) -> Iterator[Offer]:
    """The choices that would take the problems away, each once."""
    for choice in dict.fromkeys(CHOICES[one.code] for one in problems):
        yield Offer(choice, str(OFFERS[choice]))


def _form_class(kind: ImportKind) -> type[UploadForm]:
    return UploadForm if kind == "indicators" else DatedUploadForm


def _kind(kind: str) -> ImportKind:
    if kind not in COLUMNS:
        raise Http404
    return kind


def _result(kind: ImportKind) -> str:
    places = {"units": "units:tree", "indicators": "indicators:list"}
    return reverse(places.get(kind, "exchange:index"))
