"""The papers of a report in its form: the files that were chosen, and the buttons at those that are there.

They come in the form of the figures, so that what was typed is saved with whatever is done to a paper.
"""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.papers import paper_for
from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.files.bounds import bounds
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.serving import answer
from mandate.platform.files.words import sentence
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current

FIELD = "file"
NAMED = 4  # in a message
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
    """Do what was asked of papers, and tell it in one message a kind of change; what cannot be done, in
    sentences. Raises Forbidden, UnknownReport."""
    done: dict[str, list[str]] = {}
    files, most = request.FILES.getlist(FIELD), bounds().subject
    wrong = [text for file in files[:most] for text in _sent(request.actor, report_id, file, done)]
    wrong += [
        _named(_name(file), sentence(FileRefusedError("many", {"limit": most}))) for file in files[most:]
    ]
    what, _sep, number = request.POST.get(BUTTON, "").partition(":")
    if what in _BUTTONS and number.isascii() and number.isdecimal() and len(number) < 19:
        wrong += _refusals(lambda: _BUTTONS[what](request.actor, report_id, int(number), done))
    elif what == "attach" and not files:
        wrong.append(_("Choose a file first."))
    for told, names in done.items():
        tell = messages.info if told == "there" else messages.success
        tell(request, str(_TOLD[told]) % {"names": _listed(names)})
    return wrong


def _listed(names: Sequence[str]) -> str:
    """The names in a sentence; of many the first ones."""
    more = len(names) - NAMED
    if more <= 1:
        return list_of(names, current())
    others = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return f"{', '.join(names[:NAMED])} {others}"


_TOLD = {
    "new": gettext_lazy("Attached: %(names)s."),
    "there": gettext_lazy("Attached already: %(names)s."),
    "taken": gettext_lazy("Removed: %(names)s."),
    "back": gettext_lazy("Put back: %(names)s."),
}
_Done = dict[str, list[str]]


def _sent(actor: Actor, report_id: int, file: "UploadedFile[bytes]", done: _Done) -> list[str]:
    """Attach one; what is wrong with it, with its name, for there may be several."""
    name = _name(file)

    def attach() -> None:
        assert file.file is not None
        command = services.AttachPaper(report_id, name, file.file)
        paper = services.attach_paper(actor, command)
        done.setdefault("new" if paper.new else "there", []).append(paper.name)

    return [_named(name, text) for text in _refusals(attach)]


def _name(file: "UploadedFile[bytes]") -> str:
    return (file.name or "").replace("%22", '"')  # so browsers write it within the quotes of a form's part


def _named(name: str, text: str) -> str:
    return f"{name}: {text}" if name else text


def _take(actor: Actor, report_id: int, paper_id: int, done: _Done) -> None:
    if name := services.take_paper(actor, services.TakePaper(report_id, paper_id)):
        done["taken"] = [name]


def _back(actor: Actor, report_id: int, paper_id: int, done: _Done) -> None:
    done["back"] = [services.put_paper_back(actor, services.PutPaperBack(report_id, paper_id))]


_BUTTONS = {"take": _take, "back": _back}


def _refusals(act: Callable[[], None]) -> list[str]:
    try:
        act()
    except ValidationError as error:
        return list(error.messages)
    return []


def asked(request: ActorRequest) -> bool:
    """Something is to be done to papers, and no more than that."""
    return bool(request.POST.get(BUTTON))


def too_large() -> str:
    """What is told of one file that is too large."""
    return sentence(FileRefusedError("too_large", {"limit": bounds().file >> 20}))


def too_much() -> str:
    """What is told of files that are more together than may be sent at once."""
    return _("Together this is more than %(limit)s MB; send less at once.") % {"limit": bounds().file >> 20}


def limits() -> str:
    """What may be sent, for beside the field."""
    most = bounds()
    return _(
        "%(kinds)s; up to %(limit)s MB together. From pictures the place and the camera are removed."
    ) % {
        "kinds": list_of(KIND_NAMES, current()),
        "limit": most.file >> 20,
    }
