"""Pages of one report: the grid to write in, the figures to read, the history, and the steps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.reporting import accepted_words, services
from mandate.apps.reporting.queries.fields import EntryField, fields_of
from mandate.apps.reporting.queries.history import history as history_of
from mandate.apps.reporting.queries.queue import next_of
from mandate.apps.reporting.queries.report import ReportPage, above, report_page
from mandate.apps.reporting.seen import UNSEEN
from mandate.apps.reporting.web import answers, entry, odd, pages, papers, unsent
from mandate.apps.reporting.web.history_page import history_view
from mandate.apps.reporting.web.remarks import ACCEPT, RETURN, going_with, remarks_typed
from mandate.core.entry import NOT_APPLICABLE
from mandate.core.reportstate import Step
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.languages import CODES, current
from mandate.platform.ui.asked import json_of, number_of
from mandate.platform.ui.asking import tried
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import offer_undo

SECTION = "reports"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: ActorRequest, report_id: int) -> HttpResponse:
    """The report, to be written or read; a POST saves the draft and, if asked, submits it."""
    if request.method == "POST":
        return _written(request, report_id)
    page, kept = report_page(request.actor, report_id), unsent.kept_for(request, report_id)
    if Step.ACCEPT.value in page.steps:
        return _shown(request, page, kept, status=200)
    return _shown(request, page, kept=unsent.lines(page, kept))


def _shown(
    request: ActorRequest,
    page: ReportPage,
    attempt: pages.Attempt = pages.NOTHING_TRIED,
    asking: Sequence[odd.Odd] = (),
    *,
    kept: Sequence[pages.Trouble] = (),
    status: int = 422,
) -> HttpResponse:
    """The grid or the figures to read; an attempt that failed just now, or a question before it is submitted,
    makes it a 422. ``kept`` was typed for a decision that was refused."""
    view = pages.view_of(page, request.actor.today, attempt, answers.standing(page))
    return render_page(
        request,
        "reporting/entry.html" if pages.may_write(page) else "reporting/read.html",
        view,
        section=SECTION,
        unit_id=page.unit.id,
        status=200 if attempt is pages.NOTHING_TRIED and not asking else status,
        odd=asking,
        kept=kept,
    )


def _written(request: ActorRequest, report_id: int) -> HttpResponse:
    """The form without script: what cannot be saved comes back as it was typed."""
    actor, asked = request.actor, fields_of(request.actor, report_id)
    typed = _typed(request, asked.fields)

    def again(attempt: pages.Attempt) -> HttpResponse:
        return _shown(request, report_page(actor, report_id), attempt)

    try:
        outcome = entry.save_typed(actor, report_id, typed)
    except ValidationError as error:
        return again(pages.Attempt(typed, refusals=error.messages))
    wrong = papers.written(request, report_id)
    if not outcome.clean or wrong:
        return again(pages.Attempt(typed, outcome, papers=wrong))
    if papers.asked(request):
        return redirect(f"{reverse('reporting:report', args=[report_id])}#papers")
    if request.POST.get("do") != "submit":
        messages.success(request, _("The draft is saved."))
        return redirect("reporting:report", report_id=report_id)
    page = report_page(actor, report_id)
    if asking := odd.to_ask(page, request.POST):
        return _shown(request, page, asking=asking)
    try:
        services.submit_report(actor, services.SubmitReport(report_id))
    except ValidationError as error:
        return again(pages.Attempt(submitting=error))
    receiver = above(actor, asked.unit.id) or asked.unit
    messages.success(request, _("The report is submitted to %(above)s.") % {"above": receiver.name})
    return redirect("reporting:report", report_id=report_id)


def _typed(request: ActorRequest, fields: Sequence[EntryField]) -> list[entry.Typed]:
    """What stands in the form's fields; a choice in a conflict has been made by its button."""
    language = _language(request.POST.get("language"))
    choice, _sep, chosen = request.POST.get("choose", "").partition(":")
    found = []
    for item in fields:
        key = item.indicator_id
        sent = f"value-{key}" in request.POST or (item.counting and f"note-{key}" in request.POST)
        if not sent or (choice == "theirs" and chosen == str(key)):
            continue
        text = request.POST.get(f"value-{key}", "")
        if f"na-{key}" in request.POST and not text.strip():
            text = NOT_APPLICABLE[language]
        try:
            seen = entry.unpack(json_of(request.POST.get(f"seen-{key}", "")))
        except ValueError:
            seen = services.NOTHING
        note = request.POST.get(f"note-{key}", "")
        found.append(entry.read_typed(item, language, text, note, seen))
    return found


@require_POST
@signed_in
def save(request: ActorRequest, report_id: int) -> HttpResponse:
    """Save while typing. JSON in: ``language``, ``changes`` [{indicator, seen, text, note}], ``dry`` (only
    read); JSON out: see answers.py. 401, 403 and 409 (cannot be written) carry ``error``; who only looked
    learns by ``over`` that nothing can be written any more, and by ``version`` whether all is as before."""
    known = fields_of(request.actor, report_id).fields
    try:
        asked = cast(dict[str, Any], json_of(request.body))
        language = _language(asked.get("language"))
        fields = _changes(known, language, asked.get("changes", []))
    except (ValueError, AttributeError, TypeError, KeyError, OverflowError):
        return JsonResponse({"error": _("This cannot be read.")}, status=400)
    if asked.get("dry"):
        return JsonResponse(answers.reading(fields, language))
    try:
        outcome = entry.save_typed(request.actor, report_id, fields) if fields else entry.Outcome()
    except Forbidden:
        return JsonResponse({"error": _("You may not change this report.")}, status=403)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=409)
    page = report_page(request.actor, report_id)
    if not pages.may_write(page):
        told = {"error": pages.why_not_writable(page), "over": True, "version": page.version}
        return JsonResponse(told, status=409 if fields else 200)
    return JsonResponse(answers.answer(page, fields, outcome, language))


def _changes(
    fields: Sequence[EntryField], language: str, changes: Sequence[dict[str, Any]]
) -> list[entry.Typed]:
    """The changes of a JSON request. Raises KeyError, TypeError or ValueError for anything else."""
    items = {item.indicator_id: item for item in fields}
    return [
        entry.read_typed(
            items[int(change["indicator"])],
            language,
            str(change["text"]),
            str(change.get("note", "")),
            entry.unpack(change.get("seen")),
        )
        for change in changes
    ]


def _language(asked: object) -> str:
    """The language in which the page was shown: its numbers are read in no other."""
    return asked if isinstance(asked, str) and asked in CODES else current()


@require_POST
@signed_in
def withdraw(request: ActorRequest, report_id: int) -> HttpResponse:
    """Take a submitted report back."""
    return _stepped(
        request,
        report_id,
        lambda: services.withdraw_report(request.actor, services.WithdrawReport(report_id)),
        _("The report is back with you. Submit it again when it is ready."),
    )


@require_POST
@signed_in
def accept(request: ActorRequest, report_id: int) -> HttpResponse:
    """Accept one report, and go on to the next that waits. Where a reason to return it was written, this is
    asked once: one of the two is a slip."""
    if _reason_is_new(request, report_id) and report_page(request.actor, report_id).turn is not None:
        unsent.keep(request, report_id, RETURN)
        slip = _("This is a reason to return it. Return the report, or press Accept once more.")
        return _again(request, report_id, {"reason": [slip]}, RETURN)
    follows = next_of(request.actor, report_id)
    remarks = remarks_typed(request.POST, ACCEPT)
    command = services.AcceptReports({report_id: _seen(request)}, {report_id: going_with(ACCEPT, remarks)})
    try:
        decided = services.accept_reports(request.actor, command)
    except ValidationError as error:
        return _told(request, report_id, error, ACCEPT)
    if "not_found" in decided.skipped_by_code():
        raise Http404("There is no such report.")
    if not decided.skipped:
        words = accepted_words.accepted_of(request.actor, report_id)
        if going_with(RETURN, remarks):
            words = " ".join((words, _("Your remarks for returning it were not sent.")))
        return _decided(request, report_id, follows, words)
    ((_id, code),) = decided.skipped
    messages.warning(request, accepted_words.skipped(code))
    unsent.keep(request, report_id, ACCEPT)
    if code == "submitted_since":  # it still waits, and what was typed stays
        return _again(request, report_id, {}, ACCEPT)
    return redirect("reporting:report", report_id=report_id)


@require_POST
@signed_in
def send_back(request: ActorRequest, report_id: int) -> HttpResponse:
    """Return a report with a reason, and go on to the next that waits."""
    actor, follows = request.actor, next_of(request.actor, report_id)
    remarks = remarks_typed(request.POST, RETURN)
    command = services.ReturnReport(
        report_id, request.POST.get("reason", ""), _seen(request), going_with(RETURN, remarks)
    )
    if refused := _refused(request, report_id, lambda: services.return_report(actor, command), RETURN):
        unsent.keep(request, report_id, RETURN)
        return refused
    words = accepted_words.returned_of(actor, report_id)
    if going_with(ACCEPT, remarks):
        words = " ".join((words, _("Your remarks for accepting it were not sent.")))
    return _decided(request, report_id, follows, words, returned=command.seen + 1)


@require_POST
@signed_in
def take_back(request: ActorRequest, report_id: int) -> HttpResponse:
    """Take a return back; what was typed for it stands in its fields again."""
    typed = unsent.sent_with(report_page(request.actor, report_id))
    command = services.TakeReturnBack(report_id, _seen(request))
    done: list[bool] = []
    if tried(request, lambda: done.append(services.take_return_back(request.actor, command))) and any(done):
        messages.success(request, _("The return is taken back. The report waits for your decision again."))
        unsent.keep_again(request, report_id, typed)
    return redirect("reporting:report", report_id=report_id)


def _reason_is_new(request: ActorRequest, report_id: int) -> bool:
    """A reason that was neither asked about nor kept from before."""
    reason = request.POST.get("reason", "")
    return bool(reason.strip()) and reason != unsent.kept_for(request, report_id).reason


def _decided(
    request: ActorRequest, report_id: int, follows: int | None, words: str, *, returned: int | None = None
) -> HttpResponse:
    """Say which report was decided on, since the page that follows is about another; after the last one, it
    is shown itself. What was ``returned``, which made it this version, can be taken back."""
    unsent.forget(request, report_id)
    words = words if follows else " ".join((words, _("It was the last of the list.")))
    if returned is None:
        messages.success(request, words)
    else:
        address = reverse("reporting:take_back", args=[report_id])
        offer_undo(request, words, address, _("Take back"), said={"seen": str(returned)})
    return redirect("reporting:report", report_id=follows or report_id)


@require_POST
@signed_in
def correct(request: ActorRequest, report_id: int) -> HttpResponse:
    """Open the next revision of an accepted report."""
    command = services.StartCorrection(report_id, request.POST.get("reason", ""))
    return _stepped(
        request,
        report_id,
        lambda: services.start_correction(request.actor, command),
        _("The correction is open. Change the figures and submit it."),
    )


@require_POST
@signed_in
def discard(request: ActorRequest, report_id: int) -> HttpResponse:
    """Give a correction up."""
    return _stepped(
        request,
        report_id,
        lambda: services.discard_correction(request.actor, services.DiscardCorrection(report_id)),
        _("The correction is discarded. The accepted figures stand as before."),
    )


@require_POST
@signed_in
def resume(request: ActorRequest, report_id: int) -> HttpResponse:
    """Take a discarded correction up again."""
    return _stepped(
        request,
        report_id,
        lambda: services.resume_correction(request.actor, services.ResumeCorrection(report_id)),
        _("The correction is open. Change the figures and submit it."),
    )


def _seen(request: ActorRequest) -> int:
    """The version that the page showed from which somebody decides."""
    seen = number_of(request.POST.get("seen"))
    return UNSEEN if seen is None else seen


def _refused(
    request: ActorRequest, report_id: int, act: Callable[[], None], deed: str = ""
) -> HttpResponse | None:
    """Do it; None if it is done. A missing reason or a wrong remark comes back at its field, any other
    refusal above the report."""
    try:
        act()
    except ValidationError as error:
        return _told(request, report_id, error, deed)
    return None


def _told(request: ActorRequest, report_id: int, error: ValidationError, deed: str) -> HttpResponse:
    """A refusal: at its field, or above the report."""
    errors = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    if errors.keys() != {"__all__"}:
        return _again(request, report_id, errors, deed)
    messages.error(request, " ".join(text for texts in errors.values() for text in texts))
    return redirect("reporting:report", report_id=report_id)


def _again(
    request: ActorRequest, report_id: int, errors: Mapping[str, Sequence[str]], deed: str
) -> HttpResponse:
    """The report with what was typed for a deed, its reason and remarks, and what is wrong with them."""
    told = {name: " ".join(texts) for name, texts in errors.items()}
    attempt = pages.Attempt(
        reason=request.POST.get("reason", ""),
        reason_error=told.pop("reason", ""),
        deed=deed,
        remarks=remarks_typed(request.POST, deed),
        remark_errors={int(pk): text for pk, text in told.items() if pk.isdecimal()},
    )
    return _shown(request, report_page(request.actor, report_id), attempt)


def _stepped(request: ActorRequest, report_id: int, act: Callable[[], None], words: str) -> HttpResponse:
    """Do it, and show the report with what was done, or why not."""
    if refused := _refused(request, report_id, act):
        return refused
    messages.success(request, words)
    return redirect("reporting:report", report_id=report_id)


@require_safe
@signed_in
def history(request: ActorRequest, report_id: int) -> HttpResponse:
    """Who changed which figure from what to what, and how the report went from state to state."""
    page = history_view(history_of(request.actor, report_id))
    return render_page(request, "reporting/history.html", page, section=SECTION, unit_id=page.unit.id)
