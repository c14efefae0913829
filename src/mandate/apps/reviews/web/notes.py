"""Pages of a review's notes: writing them, what is not saved, their versions."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.reviews import services
from mandate.apps.reviews.content import SECTIONS
from mandate.apps.reviews.permissions import REVIEWS_EDIT
from mandate.apps.reviews.queries import (
    NotesDraftState,
    ReviewPage,
    notes_draft,
    period_called,
    review_page,
    standing_draft,
)
from mandate.apps.reviews.versions import comparison_page, versions_list, versions_page
from mandate.apps.reviews.web import pages
from mandate.apps.reviews.web.forms import NotesForm
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.text.drafts import Outcome, Typing
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import render_page

SECTION = "review"
_STATUS = {Outcome.KEPT: 200, Outcome.LONG: 422, Outcome.ANOTHER: 409}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notes(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Write the notes. What was typed and not saved stands there again; a POST keeps it, too, and saves it,
    gives it up, or shows how it will look."""
    page = review_page(request.actor, code, period)
    require(request.actor, REVIEWS_EDIT, page.unit.id)
    if request.method == "POST":
        return _posted(request, page)
    draft = notes_draft(request.actor, page.unit.id, page.period, page.notes)
    if draft is None:
        return _shown(request, pages.notes_view(page, _form(page.notes.sections), seen=page.notes.version))
    view = pages.notes_view(
        page, _form(draft.sections), seen=draft.seen, drafted_at=draft.at, known=draft.mark
    )
    return _shown(request, view)


def _form(texts: Mapping[str, str]) -> NotesForm:
    return NotesForm(initial=texts)


def _posted(request: ActorRequest, page: ReviewPage) -> HttpResponse:
    actor, pressed, typing = request.actor, request.POST.get("do"), _typing(request)
    if pressed == "discard":
        if services.drop_notes_draft(actor, services.GiveUpNotes(page.unit.id, page.period, typing)):
            messages.success(request, _("What was not saved is discarded."))
        return redirect("reviews:notes", page.unit.code, page.period.code)
    form, texts = NotesForm(request.POST.dict()), _texts(request)
    seen = number_of(request.POST.get("seen")) or 0
    known, another = _kept(actor, page, services.NotesDraft(page.unit.id, page.period, seen, texts, typing))
    view = partial(pages.notes_view, page, form, known=known, another=another)
    if pressed in ("preview", "instead"):
        return _shown(request, view(seen=seen, preview=texts))
    if not form.is_valid():
        return _shown(request, view(seen=seen), status=422)
    command = services.SaveNotes(page.unit.id, page.period, seen, texts, typing)
    try:
        saved = services.save_notes(actor, command)
    except ValidationError as error:
        form.add_error(None, error)
        return _shown(request, view(seen=seen), status=422)
    if saved.conflict:
        # From here on the writer has seen the other's text, so saving again is no longer silent.
        return _shown(request, view(seen=saved.notes.version, theirs=saved.notes, own=saved.own), status=409)
    messages.success(request, _("The notes are saved."))
    return redirect("reviews:review", page.unit.code, page.period.code)


def _kept(actor: Actor, page: ReviewPage, command: services.NotesDraft) -> tuple[str, NotesDraftState | None]:
    """Keep what is typed before anything else; the mark of the draft that the page knows from now on, and the
    draft of another page, if one stands in its place."""
    outcome = services.keep_notes_draft(actor, command)
    if outcome is Outcome.KEPT:
        return command.typing.mark, None
    standing = notes_draft(actor, page.unit.id, page.period, page.notes)
    another = outcome is Outcome.ANOTHER
    return (
        command.typing.known if another or standing is None else standing.mark,
        standing if another else None,
    )


def _texts(request: ActorRequest) -> Mapping[str, str]:
    return {section: request.POST.get(section, "") for section in SECTIONS}


def _typing(request: ActorRequest) -> Typing:
    """The page that sends, and the draft whose place it may take: the one that it was opened with, or the one
    of which it was told and which it is to replace."""
    sent = request.POST
    known = sent.get("standing" if sent.get("do") == "instead" else "known", "")
    return Typing(sent.get("sheet", ""), number_of(sent.get("turn")) or 0, known)


def _shown(request: ActorRequest, view: pages.NotesView, status: int = 200) -> HttpResponse:
    return render_page(
        request, "reviews/notes.html", view, section=SECTION, unit_id=view.unit.id, status=status
    )


@require_POST
@signed_in
def draft(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Keep what is typed, while it is; answers with a line that says so, or what stands in its place."""
    unit, wanted = unit_by_code(request.actor, code), period_called(period)
    seen = number_of(request.POST.get("seen")) or 0
    command = services.NotesDraft(unit.id, wanted, seen, _texts(request), _typing(request))
    outcome = services.keep_notes_draft(request.actor, command)
    if outcome is Outcome.LATE:
        return HttpResponse(status=204)  # something later of the page is kept, or saved
    another = standing_draft(request.actor, unit.id, wanted) if outcome is Outcome.ANOTHER else None
    told = {"at": request.actor.now if outcome is Outcome.KEPT else None, "another": another}
    address = {"code": unit.code, "period": wanted.code}
    return render(request, "reviews/parts/drafted.html", told | address, status=_STATUS[outcome])


@require_safe
@signed_in
def versions(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """All versions of the notes."""
    if file := file_of(request, versions_list(request.actor, code, period)):
        return file
    page = versions_page(request.actor, code, period, request.GET)
    return render_page(request, "reviews/versions.html", page, section=SECTION, unit_id=page.unit.id)


@require_safe
@signed_in
def compare(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Two versions beside one another, `?old=` and `?new=`."""
    old, new = number_of(request.GET.get("old")), number_of(request.GET.get("new"))
    page = comparison_page(request.actor, code, period, old, new)
    return render_page(request, "reviews/comparison.html", page, section=SECTION, unit_id=page.unit.id)


@require_POST
@signed_in
def restore(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Go back to an earlier version."""
    unit, wanted = unit_by_code(request.actor, code), period_called(period)
    command = services.RestoreNotes(
        unit.id,
        wanted,
        number_of(request.POST.get("seen")) or 0,
        number_of(request.POST.get("number")) or 0,
    )
    try:
        services.restore_notes(request.actor, command)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reviews:versions", code, period)
    messages.success(
        request, _("The notes are as they were in version %(number)s.") % {"number": command.number}
    )
    return redirect("reviews:review", code, period)
