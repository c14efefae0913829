"""The inbox."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.notices import queries, services
from mandate.platform.notices.forms import PREFIX, mails_posted
from mandate.platform.notices.kinds import Choice
from mandate.platform.notices.preferences import ChooseMails, choose_mails
from mandate.platform.notices.stopping import mailing_of
from mandate.platform.parts import choices
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import render_page

SECTION = "inbox"


@require_safe
@signed_in
def inbox(request: ActorRequest) -> HttpResponse:
    """The notices of the actor."""
    if file := file_of(request, queries.inbox_list(request.actor)):
        return file
    page = queries.inbox(request.actor, request.GET)
    return render_page(request, "notices/inbox.html", page, section=SECTION)


@require_GET
@signed_in
def notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about; it is read by that."""
    said = services.read_notice(request.actor, services.ReadNotice(notice_id))
    if said is None:
        messages.info(request, _("What this notice was about no longer exists, or you may no longer see it."))
        return redirect("notices:inbox")
    return redirect(said.address)


@require_POST
@signed_in
def read(request: ActorRequest) -> HttpResponse:
    """Mark all as read that the page told of."""
    count = services.mark_all_read(request.actor, number_of(request.POST.get("newest")) or 0)
    told = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
    messages.success(request, told % {"count": count})
    return redirect("notices:inbox")


@require_GET
@signed_in
def came(request: ActorRequest) -> HttpResponse:
    """For an open page that has heard that something came: its counter, and as a toast what is said aloud."""
    arrived = services.arrived(request.actor, page="")
    response = render(request, "ui/parts/inbox.html", {"unread": arrived.unread})
    if arrived.told:
        text = " ".join(said.sentence for said in arrived.told)
        response["HX-Trigger"] = json.dumps({"mandate:toast": {"text": text}})
    return response


#: The page asks which; without one of them chosen, nothing is stopped.
CHOOSING = "choosing"


@csrf_exempt  # a mail server posts it, which has no cookie; the address itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, mails_secret: str) -> HttpResponse:
    """Stop the mails that the address is about, those of them that the reader chooses on the page, or let
    them come again. Only a POST does it, for programs that look for evil in mails open every address; a page
    answers it, since RFC 8058 wants no redirect."""
    mailing = mailing_of(mails_secret, timezone.now())
    if mailing is None:
        return _apart(render_page(request, "notices/stop.html", None, status=404, own=choices()))
    before = mailing.groups
    if request.method == "POST":
        groups = [group for group, _choice in before]
        wanted = mails_posted(request.POST, groups)
        if not wanted and CHOOSING not in request.POST:  # a program's button stops what the mail was about
            wanted = {group.name: Choice.NEVER for group in groups}
        if wanted:
            choose_mails(mailing.actor, ChooseMails(wanted, by_mail=True))
        mailing = mailing_of(mails_secret, timezone.now()) or mailing
    stopped = [group.label for group, was in before if was is not Choice.NEVER and group in mailing.ended]
    again = [(group.name, group.usual if was is Choice.NEVER else was) for group, was in before]
    with translation.override(mailing.actor.language):
        page = render_page(
            request, "notices/stop.html", mailing, own=choices(), prefix=PREFIX, again=again, stopped=stopped
        )
    return _apart(page)


def _apart(response: HttpResponse) -> HttpResponse:
    """An answer at an address that nobody else may learn of."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
