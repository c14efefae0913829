"""Pages of the XLSX template: out, filled, and in again."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.period import Period
from mandate.core.problem import Problem, Problems, causes
from mandate.interop.spreadsheets.level import Filled, Refused, fill, level_below
from mandate.interop.spreadsheets.template import Level, make
from mandate.interop.spreadsheets.web.forms import LARGEST
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.problems import ProblemLine, problem_lines
from mandate.platform.periods import period_of
from mandate.platform.tables.writing import FORMATS
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

NAMED = 20


class TemplateForm(forms.Form):
    """The filled template."""

    file = forms.FileField(
        label=gettext_lazy("The filled template"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    submit = forms.BooleanField(
        label=gettext_lazy("Submit every report that the file changes and that has no error"), required=False
    )


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """The template of a form's period below a unit: how many reports it has and how many can be written."""

    unit: UnitRef
    form_names: dict[str, str]
    period: Period
    form_period_id: int
    reports: int
    writable: int
    form: TemplateForm
    problems: tuple[ProblemLine, ...] = ()
    problem_count: int = 0
    refused: tuple[Refused, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def template(request: ActorRequest, form_period_id: int, code: str) -> HttpResponse:
    """Get the template, or send it back filled."""
    unit, level = _level(request, form_period_id, code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, unit, level, form, status=422 if form.is_bound else 200)
    sent = form.cleaned_data["file"]
    if sent.size > LARGEST:
        form.add_error("file", _("The file is larger than 20 MB; split it."))
        return _page(request, unit, level, form, status=422)
    try:
        done = fill(request.actor, level, sent.read(), submit=form.cleaned_data["submit"])
    except Problems as error:
        return _page(request, unit, level, form, status=422, problems=error.problems)
    except ValidationError as error:
        form.add_error("file", error.messages)
        return _page(request, unit, level, form, status=422)
    messages.success(request, _done(done))
    if done.refused:
        return _page(request, unit, level, TemplateForm(), refused=done.refused)
    listed = reverse("reporting:reports", args=[unit.code])
    return redirect(f"{listed}?period={level.form_period.period}")


@require_safe
@signed_in
def file(request: ActorRequest, form_period_id: int, code: str) -> HttpResponse:
    """The template itself."""
    unit, level = _level(request, form_period_id, code)
    response = HttpResponse(make(level, current()), content_type=FORMATS["xlsx"])
    name = f"{level.form_period.form.code}-{level.form_period.period}-{unit.code}.xlsx"
    response["Content-Disposition"] = attachment(name)
    return response


def _level(request: ActorRequest, form_period_id: int, code: str) -> tuple[UnitRef, Level]:
    unit = unit_by_code(request.actor, code)
    level = level_below(request.actor, form_period_id, unit)
    if level is None or not level.lines:
        raise Http404
    return unit, level


def _page(
    request: ActorRequest,
    unit: UnitRef,
    level: Level,
    form: TemplateForm,
    *,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    refused: tuple[Refused, ...] = (),
) -> HttpResponse:
    found = causes(problems)
    page = TemplatePage(
        unit=unit,
        form_names=level.form_period.form.names,
        period=period_of(level.form_period.period),
        form_period_id=level.form_period.pk,
        reports=len(level.lines),
        writable=sum(line.writable for line in level.lines),
        form=form,
        problems=problem_lines(found, cells=True),
        problem_count=len(found),
        refused=refused,
    )
    return render_page(
        request, "exchange/template.html", page, section="reports", unit_id=unit.id, status=status
    )


def _done(done: Filled) -> str:
    text = ngettext(
        "%(count)s figure changed by the file.", "%(count)s figures changed by the file.", done.cells
    ) % {"count": done.cells}
    if done.submitted:
        text += " " + ngettext(
            "%(count)s report submitted.", "%(count)s reports submitted.", done.submitted
        ) % {"count": done.submitted}
    if done.gone:
        text += " " + _("Not to report here any more: %(units)s.") % {"units": _listed(done.gone)}
    if done.fresh:
        text += " " + _("Expected here and not in this template, which was made before: %(units)s.") % {
            "units": _listed(done.fresh)
        }
    return text


def _listed(codes: tuple[str, ...]) -> str:
    return list_of([*codes[:NAMED], *(["…"] if len(codes) > NAMED else [])], current())
