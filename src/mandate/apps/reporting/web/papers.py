"""The papers of a report in its form: the files that were chosen, and the buttons at those that are there.

They come in the form of the figures, so that what was typed is saved with whatever is done to a paper.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.papers import paper_for
from mandate.platform.access.actor import Actor
from mandate.platform.access.edge import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.files.bounds import bounds
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.serving import answer
from mandate.platform.files.words import refusal
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current

FIELD = "file"
BUTTON = "paper"  # its value: attach, take:17 or back:17

KIND_NAMES = [kind.label for kind in KINDS.values()]


@require_safe
@signed_in
def paper(request: ActorRequest, report_id: int, paper_id: int) -> HttpResponse:
    """A paper, for whoever may see the report: to be kept, or with ``show`` to be looked at."""
    found = paper_for(request.actor, report_id, paper_id)
    if found is None:
        raise Http404("There is no such paper.")
    return answer(request, found, show="show" in request.GET)


def written(request: ActorRequest, report_id: int) -> list[str]:
    """Do what was asked of papers; what cannot be done, in sentences. Raises Forbidden, UnknownReport."""
    wrong = [text for file in request.FILES.getlist(FIELD) for text in _sent(request, report_id, file)]
    deed, _sep, number = request.POST.get(BUTTON, "").partition(":")
    if deed in _DEEDS and number.isascii() and number.isdecimal() and len(number) < 19:
        wrong += _refusals(lambda: _DEEDS[deed](request.actor, report_id, int(number)))
    elif deed == "attach" and not request.FILES.getlist(FIELD):
        wrong.append(_("Choose a file first."))
    return wrong


def _sent(request: ActorRequest, report_id: int, file: "UploadedFile[bytes]") -> list[str]:
    """Attach one; what is wrong with it, with its name, for there may be several."""
    name = file.name or ""

    def attach() -> None:
        if (file.size or 0) > (most := bounds().file):
            raise refusal(FileRefusedError("too_large", {"limit": most >> 20}))
        command = services.AttachPaper(report_id, name, file.read())
        done = services.attach_paper(request.actor, command)
        if done.new:
            messages.success(request, _("“%(name)s” is attached.") % {"name": done.name})
        else:
            messages.info(request, _("“%(name)s” is attached already.") % {"name": done.name})

    return [f"{name}: {text}" if name else text for text in _refusals(attach)]


def _take(actor: Actor, report_id: int, paper_id: int) -> None:
    services.take_paper(actor, services.TakePaper(report_id, paper_id))


def _back(actor: Actor, report_id: int, paper_id: int) -> None:
    services.put_paper_back(actor, services.PutPaperBack(report_id, paper_id))


_DEEDS = {"take": _take, "back": _back}


def _refusals(deed: Callable[[], None]) -> list[str]:
    try:
        deed()
    except ValidationError as error:
        return list(error.messages)
    return []


def asked(request: ActorRequest) -> bool:
    """Something is to be done to papers, and no more than that."""
    return bool(request.POST.get(BUTTON))


def limits() -> str:
    """What may be sent, for beside the field."""
    most = bounds()
    return _(
        "%(kinds)s; up to %(limit)s MB together. From pictures the place and the camera are removed."
    ) % {
        "kinds": list_of(KIND_NAMES, current()),
        "limit": most.file >> 20,
    }
