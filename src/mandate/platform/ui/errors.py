"""Error pages. They render without the frame, the database and context processors, for they must come up when
all else fails; only where nothing failed, as for a page that there is not, whoever is signed in keeps the
frame. The words are in templates/<status>.html; `detail` replaces the second sentence."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from mandate.platform.ui.kept import can_be_kept, kept_page, texts_of


def error_page(
    status: int, detail: str = "", *, name: str = "", framed: HttpRequest | None = None
) -> HttpResponse:
    """The page for a status, such as 404; `name` picks another template than the status's ("403_csrf"). With
    the request it is `framed` as every other page."""
    template = get_template(f"{name or status}.html")
    told: dict[str, object] = {"detail": detail}
    if framed:  # its address is repeated nowhere: all pages that somebody may not see look the same
        told |= {"base": "ui/base.html", "go_back_to": "/", "typed": texts_of(framed)}
    response = HttpResponse(template.render(told, framed), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "5"
    return response


def for_a_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks in the background, which shows one sentence and no page."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: the session ended or the form is from another visit. A form of our own pages, as
    the browser says, is kept; nobody is shown a form of another site to send."""
    of_ours = "Origin" in request.headers and reason.startswith("CSRF")
    if of_ours and not for_a_script(request) and can_be_kept(request):
        return kept_page(request, ended=not request.user.is_authenticated, status=403)
    return error_page(403, name="403_csrf")
